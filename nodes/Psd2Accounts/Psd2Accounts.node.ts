import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchAccounts } from '../shared/account-search';
import { authenticationField, bankCredentials } from '../shared/credentials';
import { accountField, limitFields, optionsField, simplifyField } from '../shared/fields';

export class Psd2Accounts implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Accounts',
		name: 'psd2Accounts',
		icon: {
			light: 'file:../shared/icons/accounts.svg',
			dark: 'file:../shared/icons/accounts.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "get" ? "Get account" : "Get many accounts" }}',
		description: 'Read the accounts of a connected bank',
		defaults: { name: 'PSD2 Accounts' },
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
						description: 'Get one account of the connection',
						action: 'Get an account',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						description: 'Get the accounts that the account holder has connected',
						action: 'Get many accounts',
					},
				],
				default: 'getAll',
			},
			{ ...accountField, displayOptions: { show: { operation: ['get'] } } },
			...limitFields.map((field) => ({
				...field,
				displayOptions: { show: { ...field.displayOptions?.show, operation: ['getAll'] } },
			})),
			simplifyField,
			optionsField(),
		],
	};

	methods = { listSearch: { searchAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { runForEachItem } = await import('../shared/operation');
		const { getAccount, getAccounts } = await import('./operations');
		const { readChoice } = await import('../shared/field-values');
		return await runForEachItem(this, (call) => {
			const operation = call.parameter<unknown>('operation', 'getAll');
			return readChoice('Operation', operation, ['get', 'getAll']) === 'get'
				? getAccount(call)
				: getAccounts(call);
		});
	}
}
