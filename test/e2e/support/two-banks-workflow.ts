import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDraft, WorkflowNode } from '../../../scripts/n8n/api';

export interface Connections {
	/** Connected by n8n's own button. */
	readonly connected: Credential;
	/** Logged in to on the trigger's page. */
	readonly loggedIn: Credential;
}

const days = 60;

/** Somebody logs in at one bank → accounts and transactions of both → one workbook. */
export function twoBanksWorkflow(
	{ connected, loggedIn }: Connections,
	webhookId: string,
): WorkflowDraft {
	const of = ({ type, id, name }: Credential) => ({ credentials: { [type]: { id, name } } });
	const period = { period: 'lastDays', days, bookingStatus: 'booked' };
	const reading = (name: string, type: string, credential: Credential, more: object = {}) =>
		node(name, `n8n-nodes-psd2.${type}`, {
			...of(credential),
			parameters: {
				authentication: credential.type === loggedIn.type ? 'bankLogin' : 'oAuth2',
				simplify: false,
				...more,
			},
		});
	const readers = [
		reading('Accounts, connected', 'psd2Accounts', connected),
		reading('Transactions, connected', 'psd2Transactions', connected, period),
		reading('Accounts, logged in', 'psd2Accounts', loggedIn),
		reading('Transactions, logged in', 'psd2Transactions', loggedIn, period),
	];
	const to = (name: string, index = 0) => ({ node: name, type: 'main', index });
	return {
		name: 'Two banks to Excel',
		nodes: [
			node('Login', 'n8n-nodes-psd2.psd2BankLoginTrigger', { ...of(loggedIn), webhookId }),
			...readers,
			node('Together', 'n8n-nodes-base.merge', {
				typeVersion: 3.2,
				parameters: { mode: 'append', numberInputs: readers.length },
			}),
			node('Excel file', 'n8n-nodes-psd2.psd2ExcelExport', {
				parameters: { source: 'items', format: 'xlsx', fileName: 'two-banks' },
			}),
		],
		connections: {
			Login: { main: [readers.map(({ name }) => to(name))] },
			...Object.fromEntries(
				readers.map(({ name }, index) => [name, { main: [[to('Together', index)]] }]),
			),
			Together: { main: [[to('Excel file')]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Asks one bank for its accounts: one read. */
export function accountsOnly({ type, id, name }: Credential): WorkflowDraft {
	const authentication = type === 'psd2OAuth2Api' ? 'oAuth2' : 'bankLogin';
	return {
		name: `Accounts of ${name}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Accounts', 'n8n-nodes-psd2.psd2Accounts', {
				parameters: { authentication },
				credentials: { [type]: { id, name } },
			}),
		],
		connections: { Start: { main: [[{ node: 'Accounts', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

const node = (name: string, type: string, more: object = {}): WorkflowNode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
