import type { WorkflowDraft } from '../../../scripts/n8n/api';

/** The smallest workflow that asks the bank: one call. */
export const readAccounts: WorkflowDraft = {
	name: 'Read accounts',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'accounts',
			name: 'Accounts',
			type: 'n8n-nodes-psd2.psd2Accounts',
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
			credentials: { psd2OAuth2Api: { id: null, name: 'Sandbox Bank' } },
		},
	],
	connections: { Start: { main: [[{ node: 'Accounts', type: 'main', index: 0 }]] } },
};
