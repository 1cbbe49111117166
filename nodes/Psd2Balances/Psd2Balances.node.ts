import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchAccounts } from '../shared/account-search';
import { authenticationField, bankCredentials } from '../shared/credentials';
import {
	accountErrorsOption,
	allOrOne,
	oneAccount,
	optionsField,
	simplifyField,
} from '../shared/fields';

export class Psd2Balances implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Balances',
		name: 'psd2Balances',
		icon: {
			light: 'file:../shared/icons/balances.svg',
			dark: 'file:../shared/icons/balances.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["accounts"] === "one" ? "One account" : "All accounts" }}',
		description: 'Read the balances of connected bank accounts',
		defaults: { name: 'PSD2 Balances' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: bankCredentials,
		properties: [
			authenticationField,
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Get',
						value: 'get',
						description: 'Get every balance that the bank gives, one item each',
						action: 'Get balances',
					},
				],
				default: 'get',
			},
			allOrOne('balances'),
			oneAccount,
			simplifyField,
			optionsField(accountErrorsOption),
		],
	};

	methods = { listSearch: { searchAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { runForEachItem } = await import('../shared/operation');
		const { getBalances } = await import('./operations');
		return await runForEachItem(this, getBalances);
	}
}
