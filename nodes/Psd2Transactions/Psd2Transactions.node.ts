import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchAccounts } from '../shared/account-search';
import { authenticationField, bankCredentials } from '../shared/credentials';
import { allOrOne, limitFields, oneAccount, optionsField, simplifyField } from '../shared/fields';
import { runForEachItem } from '../shared/operation';
import { periodFields } from '../shared/period-fields';
import { getTransactions } from './operations';

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
			optionsField(),
		],
	};

	methods = { listSearch: { searchAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runForEachItem(this, getTransactions);
	}
}
