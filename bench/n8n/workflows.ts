import type { WorkflowDraft, WorkflowNode } from '../../scripts/n8n/api';
import { listingQuery } from '../bank/prebuilt';

export const trigger = 'Start';
export const ways = ['straight', 'items', 'built-in'] as const;
export type Way = (typeof ways)[number];

const credentials = { psd2OAuth2Api: { id: null, name: 'Sandbox Bank' } };
/** All that the bank has; present, so that the bank's ninety days for absent people don't count. */
const everything = {
	period: 'dates',
	dateFrom: '2000-01-01',
	bookingStatus: 'both',
	options: { accountHolderIp: '192.0.2.7' },
};

/** The same transactions into the same kind of file, three ways. */
export function workflow(way: Way, api: string): WorkflowDraft {
	return chain(`Bench ${way}`, [
		{ name: trigger, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
		...nodes[way](api),
	]);
}

interface Step {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters?: object;
	readonly credentials?: NonNullable<WorkflowNode['credentials']>;
}

const nodes: Readonly<Record<Way, (api: string) => readonly Step[]>> = {
	straight: () => [
		{
			name: 'Excel',
			type: 'n8n-nodes-psd2.psd2ExcelExport',
			typeVersion: 1,
			parameters: { source: 'bank', format: 'xlsx', accounts: 'all', ...everything },
			credentials,
		},
	],
	items: () => [
		{
			name: 'Transactions',
			type: 'n8n-nodes-psd2.psd2Transactions',
			typeVersion: 1,
			parameters: { operation: 'getAll', accounts: 'all', returnAll: true, ...everything },
			credentials,
		},
		{
			name: 'Excel',
			type: 'n8n-nodes-psd2.psd2ExcelExport',
			typeVersion: 1,
			parameters: { source: 'items', format: 'xlsx' },
		},
	],
	'built-in': (api) => [
		get('Accounts', `${api}/v1/accounts`),
		split('Each account', 'accounts'),
		get('Transactions', `=${api}/v1/accounts/{{ $json.resourceId }}/transactions?${listingQuery}`, {
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL: `={{ $response.body.transactions._links.next ? '${new URL(api).origin}' + $response.body.transactions._links.next.href : '' }}`,
					paginationCompleteWhen: 'other',
					completeExpression: '={{ !$response.body.transactions._links.next }}',
				},
			},
		}),
		split('Each transaction', 'transactions.booked'),
		{
			name: 'Excel',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'xlsx' },
		},
	],
};

const get = (name: string, url: string, options: object = {}): Step => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url,
		options,
		sendHeaders: true,
		headerParameters: {
			parameters: [
				// Less than a bank wants (an ID for each call), so that this way has less to do.
				{ name: 'Authorization', value: 'Bearer bench-token' },
				{ name: 'PSU-IP-Address', value: '192.0.2.7' },
			],
		},
	},
});

const split = (name: string, field: string): Step => ({
	name,
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: field },
});

function chain(name: string, steps: readonly Step[]): WorkflowDraft {
	return {
		name,
		nodes: steps.map((step, index) => ({
			parameters: {},
			...step,
			id: String(index),
			position: [index * 220, 0],
		})),
		connections: Object.fromEntries(
			steps
				.slice(0, -1)
				.map((step, index) => [
					step.name,
					{ main: [[{ node: steps[index + 1]?.name, type: 'main', index: 0 }]] },
				]),
		),
	};
}
