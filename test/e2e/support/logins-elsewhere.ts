import { randomUUID } from 'node:crypto';
import { enableBanking } from '../../../lib/banks/enable-banking';
import { seb } from '../../../lib/banks/seb';
import { approveAtBank } from '../../../scripts/bank/approve';
import { clientAt } from '../../../scripts/bank/client';
import type { Credential } from '../../../scripts/n8n/api';
import { provideCredential } from '../../../scripts/start/provision';
import { until } from './login-scene';
import { consent, loginWorkflow, programSecret } from './login-workflow';
import type { Stage } from './stage';
import { accountsOnly } from './two-banks-workflow';

/** Logs in at a bank that wants a certificate and at one that wants an application's signature; reads there, well and badly. */
export async function useFurtherBanks(
	stage: Stage,
	noteTokens: () => Promise<void>,
): Promise<void> {
	const certified = await provideCredential(stage.api, 'psd2BankLoginApi', 'SEB', {
		...clientAt(stage.bank, seb),
		headlessSecret: programSecret,
	});
	await logInByProgram(stage, certified);
	await noteTokens();
	await stage.adminOf(seb.id).expireTokens();
	await read(stage, certified);
	await noteTokens();
	await readBadly(stage, certified, seb.id);

	const application = await provideCredential(
		stage.api,
		'psd2BankLoginApi',
		'Enable Banking',
		clientAt(stage.bank, enableBanking),
	);
	const { reference, url } = await consent(stage, application, {
		operation: 'startLogin',
		loginMethod: 'redirect',
		redirectUri: 'http://127.0.0.1:9/callback',
		bankBehind: { __rl: true, mode: 'id', value: 'SE/personal/Sandbox%20Savings%20Bank' },
	});
	const address = await approveAtBank(String(url), 'testa');
	await consent(stage, application, { operation: 'finishLogin', reference, address });
	await stage.api.testCredential(application);
	await read(stage, application);
	await readBadly(stage, application, enableBanking.id);
}

/** A program starts the login, the person approves it in the app. */
async function logInByProgram(stage: Stage, credential: Credential): Promise<void> {
	const { webhookId, ...draft } = loginWorkflow(credential, {}, randomUUID());
	const { id } = await stage.api.createWorkflow(draft);
	await stage.api.activate(id);
	const address = `${stage.n8n.url}/webhook/${webhookId}/login`;
	const start = () =>
		fetch(address, { method: 'POST', headers: { 'x-psd2-secret': programSecret } });
	await until(async () => (await start()).status === 201);
	await stage.admin.phone('approve', { person: 'testa' });
	await until(async () => (await stage.api.executionsOf(id)).length > 0);
	await stage.api.executionEnd((await stage.api.executionsOf(id))[0] ?? '');
	await stage.api.deactivate(id);
}

async function read({ api }: Stage, credential: Credential) {
	const { id } = await api.createWorkflow(accountsOnly(credential));
	const { status, error } = await api.executionEnd(await api.run(id, 'Start'));
	return { status, error };
}

async function readBadly(stage: Stage, credential: Credential, bank: string): Promise<void> {
	for (const endpoint of ['accounts', 'account', 'application', 'session']) {
		await stage.adminOf(bank).breakDown(endpoint, 10, 400);
	}
	const { status } = await read(stage, credential);
	if (status !== 'error') throw new Error(`${credential.name}: the read went well`);
}
