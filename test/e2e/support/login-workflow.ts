import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDraft } from '../../../scripts/n8n/api';
import { provideCredential } from '../../../scripts/start/provision';
import type { Stage } from './stage';

export const programSecret = 'only for tests: programs send this';

export async function loginCredential(
	{ api, bank }: Stage,
	name = 'Sandbox Bank by BankID',
): Promise<Credential> {
	return provideCredential(api, 'psd2BankLoginApi', name, {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
		headlessSecret: programSecret,
	});
}

/** Trigger → accounts of whoever has logged in. */
export function loginWorkflow(
	{ id, name }: Credential,
	parameters: object = {},
	webhookId: string = randomUUID(),
): WorkflowDraft & { readonly webhookId: string } {
	const credentials = { psd2BankLoginApi: { id, name } };
	return {
		name: `Login ${webhookId}`,
		webhookId,
		nodes: [
			{
				id: randomUUID(),
				name: 'Login',
				type: 'n8n-nodes-psd2.psd2BankLoginTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId,
				parameters,
				credentials,
			},
			{
				id: randomUUID(),
				name: 'Accounts',
				type: 'n8n-nodes-psd2.psd2Accounts',
				typeVersion: 1,
				position: [220, 0],
				parameters: { authentication: 'bankLogin' },
				credentials,
			},
		],
		connections: { Login: { main: [[{ node: 'Accounts', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

interface Step {
	/** Without the package's name. */
	readonly type: string;
	readonly parameters: object;
}

/** Start → the nodes, one after another, named *Step 1*, *Step 2*, … */
export function manualWorkflow({ id, name }: Credential, ...steps: readonly Step[]): WorkflowDraft {
	const start = {
		id: randomUUID(),
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const nodes = steps.map(({ type, parameters }, index) => ({
		id: randomUUID(),
		name: `Step ${index + 1}`,
		type: `n8n-nodes-psd2.${type}`,
		typeVersion: 1,
		position: [220 * (index + 1), 0],
		parameters: { authentication: 'bankLogin', ...parameters },
		credentials: { psd2BankLoginApi: { id, name } },
	}));
	const names = ['Start', ...nodes.map((node) => node.name)];
	const connections = Object.fromEntries(
		names
			.slice(0, -1)
			.map((from, index) => [
				from,
				{ main: [[{ node: names[index + 1], type: 'main', index: 0 }]] },
			]),
	);
	return {
		name: `Manual ${randomUUID()}`,
		nodes: [start, ...nodes],
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** Runs PSD2 Consent once, as somebody at the editor does; gives its first item. */
export async function consent(
	{ api }: Stage,
	credential: Credential,
	parameters: object,
): Promise<Record<string, unknown>> {
	const draft = manualWorkflow(credential, { type: 'psd2Consent', parameters });
	const workflow = await api.createWorkflow(draft);
	const execution = await api.executionEnd(await api.run(workflow.id, 'Start'));
	if (execution.status !== 'success') throw new Error(execution.error);
	return execution.output('Step 1')[0]?.json ?? {};
}

export async function loginLink(
	stage: Stage,
	credential: Credential,
	loginPage: string,
): Promise<string> {
	const { link } = await consent(stage, credential, { operation: 'getLink', loginPage });
	return String(link);
}
