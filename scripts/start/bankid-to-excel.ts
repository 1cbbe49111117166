import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { approveOnPhone } from '../bank/phone';
import type { N8nApi } from '../n8n/api';
import { SetupError } from '../process/setup-error';
import { handOver } from './hand-over';
import { exampleWorkflow, provideCredential, provideWorkflow } from './provision';
import type { Stage } from './stage';

const patienceMs = 60_000;

/** Logs in with BankID on the simulated phone and lets that start *BankID to Excel*; gives the login page. */
export async function bankIdToExcel(stage: Stage): Promise<string> {
	const { api, bank, say } = stage;
	const secret = randomBytes(24).toString('base64url');
	await provideCredential(api, 'psd2BankLoginApi', 'Sandbox Bank by BankID', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
		headlessSecret: secret,
	});
	const workflow = await provideWorkflow(api, exampleWorkflow('BankID to Excel'));
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.psd2BankLoginTrigger'));
	if (!trigger) throw new SetupError('examples/bankid-to-excel.json has lost its trigger.');
	const page = `${api.url}/webhook/${String(trigger['webhookId'])}/login`;
	const before = await api.executionsOf(workflow.id);
	await api.activate(workflow.id);

	say('Logging in with BankID on the simulated phone …');
	await approveOnPhone(await startLogin(page, secret), 'testa');

	say('The login starts the workflow BankID to Excel …');
	const execution = await api.executionEnd(await nextExecution(api, workflow.id, before));
	await handOver(stage, execution, 'bankid-to-excel.xlsx');
	return page;
}

/** As a server does it: a POST that is answered with the link that opens the app. */
async function startLogin(page: string, secret: string): Promise<string> {
	const giveUpAt = Date.now() + patienceMs;
	for (;;) {
		const answer = await fetch(page, { method: 'POST', headers: { 'x-psd2-secret': secret } });
		if (answer.status === 201) {
			return ((await answer.json()) as { links: { computer: string } }).links.computer;
		}
		// n8n puts the page up a moment after it has said so.
		if (answer.status !== 404 || Date.now() > giveUpAt) {
			throw new SetupError(`The login page answered ${answer.status}: ${await answer.text()}`);
		}
		await pause(250);
	}
}

async function nextExecution(
	api: N8nApi,
	workflowId: string,
	before: readonly string[],
): Promise<string> {
	const giveUpAt = Date.now() + patienceMs;
	for (;;) {
		const started = (await api.executionsOf(workflowId)).find((id) => !before.includes(id));
		if (started !== undefined) return started;
		if (Date.now() > giveUpAt) throw new SetupError('The login did not start the workflow.');
		await pause(250);
	}
}
