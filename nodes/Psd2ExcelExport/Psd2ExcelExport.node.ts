import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchAccounts } from '../shared/account-search';
import { bankCredentials } from '../shared/credentials';
import { exportFields, notFromItems } from './fields';

export class Psd2ExcelExport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Excel Export',
		name: 'psd2ExcelExport',
		icon: {
			light: 'file:../shared/icons/excel.svg',
			dark: 'file:../shared/icons/excel.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "bank" ? "Straight from the bank" : "From items" }}',
		description: 'Make an Excel file, or another statement file, of bank data',
		defaults: { name: 'PSD2 Excel Export' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: bankCredentials.map((credential) => ({
			...credential,
			displayOptions: { ...credential.displayOptions, ...notFromItems },
		})),
		properties: exportFields,
	};

	methods = { listSearch: { searchAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { runExport } = await import('./export');
		return await runExport(this);
	}
}
