import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchBanksBehind } from '../shared/bank-behind';
import { bankCredentials } from '../shared/credentials';
import { consentFields } from './fields';

export class Psd2Consent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PSD2 Consent',
		name: 'psd2Consent',
		icon: {
			light: 'file:../shared/icons/consent.svg',
			dark: 'file:../shared/icons/consent.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Look at, renew, revoke or erase what an account holder has allowed',
		defaults: { name: 'PSD2 Consent' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: bankCredentials,
		properties: consentFields,
	};

	methods = { listSearch: { searchBanksBehind } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { runConsents } = await import('./operations');
		return await runConsents(this);
	}
}
