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
	limitFields,
	oneAccount,
	optionsField,
	simplifyField,
} from '../shared/fields';
import { periodFields } from '../shared/period-fields';

export class Psd2Transactions implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Transactions',
		name: 'psd2Transactions',
		icon: {
			light: 'file:../shared/icons/transactions.svg',
			dark: 'file:../shared/icons/transactions.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["accounts"] === "one" ? "One account" : "All accounts" }}',
		description: 'Read the transactions of connected bank accounts',
		defaults: { name: 'PSD2 Transactions' },
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
						name: 'Get Many',
						value: 'getAll',
						description: 'Get the transactions of a period, one item each',
						action: 'Get many transactions',
					},
				],
				default: 'getAll',
			},
			allOrOne('transactions'),
			oneAccount,
			...periodFields,
			...limitFields,
			simplifyField,
			optionsField(accountErrorsOption),
		],
	};

	methods = { listSearch: { searchAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { runForEachItem } = await import('../shared/operation');
		const { getTransactions } = await import('./operations');
		return await runForEachItem(this, getTransactions);
	}
}
