import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { settle } from '../../lib/outcome';
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

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// With the first run: n8n loads every node when it starts.
		const { failedItem } = await import('../shared/operation');
		const { runConsent } = await import('./operations');
		const output: INodeExecutionData[] = [];
		for (const index of this.getInputData().keys()) {
			const outcome = await settle(runConsent(this, index));
			output.push(
				'value' in outcome
					? { ...outcome.value, pairedItem: { item: index } }
					: failedItem(this, outcome.error, index),
			);
		}
		return [output];
	}
}
