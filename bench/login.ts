/**
 * From the approval on the phone to the start of the workflow, in a real n8n: the bank's poll interval is the floor,
 * half a second more is the limit.
 *
 *     npm run bench -- login --runs=8
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../sandbox';
import { hostVariables } from '../scripts/bank/environment';
import { approveOnPhone } from '../scripts/bank/phone';
import { N8nApi } from '../scripts/n8n/api';
import { installPackage, packPackage } from '../scripts/n8n/package';
import { startN8n } from '../scripts/n8n/server';
import { freePort } from '../scripts/process/ports';
import { median, writeResults } from './results';

const pollMs = 1_000;
const allowedMs = pollMs + 500;
const secret = randomBytes(24).toString('base64url');
const webhookId = '5b1d7c52-0f4e-4c43-9f0e-3b8f6d1a2c77';

export async function main(): Promise<void> {
	const given = process.argv.find((word) => word.startsWith('--runs='))?.slice('--runs='.length);
	const home = await mkdtemp(join(tmpdir(), 'psd2-bench-login-'));
	await installPackage(home, await packPackage());
	const bank = await startSandbox();
	const n8n = await startN8n({
		home,
		port: await freePort(),
		brokerPort: await freePort(),
		environment: hostVariables(bank.url),
	});
	try {
		const api = new N8nApi(n8n.url);
		await api.logIn({ email: 'owner@sandbox.example', password: 'Sandbox-1' });
		// More logins than ten in ten minutes are refused.
		await sample(api, bank, Math.min(Number(given ?? 8), 10));
	} finally {
		await n8n.stop();
		await bank.close();
		await rm(home, { recursive: true, force: true });
	}
}

async function sample(api: N8nApi, bank: Sandbox, runs: number): Promise<void> {
	const workflowId = await publish(api, bank);
	const page = `${api.url}/webhook/${webhookId}/login`;
	while ((await fetch(page)).status === 404) await pause(100);
	const samples: { readonly ms: number; readonly pollMs: number }[] = [];
	for (let run = 0; run < runs; run += 1) {
		const before = await api.executionsOf(workflowId);
		const answer = await fetch(page, { method: 'POST', headers: { 'x-psd2-secret': secret } });
		const { links } = (await answer.json()) as { links: { computer: string } };
		// Anywhere between two looks of ours at the bank.
		await pause(500 + (run * pollMs) / runs);
		await approveOnPhone(links.computer, 'testa');
		const approvedAt = Date.now();
		const ms = (await startOfNext(api, workflowId, before)) - approvedAt;
		samples.push({ ms, pollMs });
		process.stdout.write(`${String(ms).padStart(6)} ms from approval to start\n`);
	}
	const times = samples.map(({ ms }) => ms);
	const longest = Math.max(...times);
	process.stdout.write(
		`  median of ${runs}: ${median(times)} ms, longest ${longest} ms; ` +
			`allowed ${allowedMs} ms (the bank's ${pollMs} ms and 500)\n`,
	);
	await writeResults('login', samples);
	if (longest > allowedMs) process.exitCode = 1;
}

async function publish(api: N8nApi, bank: Sandbox): Promise<string> {
	const { id, name } = await api.createCredential('psd2BankLoginApi', 'Sandbox Bank', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
		headlessSecret: secret,
	});
	const workflow = await api.createWorkflow({
		name: 'Login',
		nodes: [
			{
				id: 'login',
				name: 'Login',
				type: 'n8n-nodes-psd2.psd2BankLoginTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId,
				parameters: {},
				credentials: { psd2BankLoginApi: { id, name } },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	await api.activate(workflow.id);
	return workflow.id;
}

async function startOfNext(
	api: N8nApi,
	workflowId: string,
	before: readonly string[],
): Promise<number> {
	for (let look = 0; look < 200; look += 1) {
		const id = (await api.executionsOf(workflowId)).find((each) => !before.includes(each));
		if (id !== undefined) return Date.parse((await api.executionEnd(id)).startedAt);
		await pause(50);
	}
	throw new Error('The login started no workflow.');
}
