import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi, type Login } from '../../scripts/n8n/api';
import { connectAccount } from '../../scripts/n8n/connect';
import { installPackage } from '../../scripts/n8n/package';
import { startN8n } from '../../scripts/n8n/server';
import { freePort } from '../../scripts/process/ports';
import { projectFolder } from '../../scripts/process/project';
import { provideCredential } from '../../scripts/start/provision';
import type { PrebuiltBank } from '../bank/prebuilt';
import { workflow, ways, type Way } from './workflows';

const login: Login = { email: 'owner@sandbox.example', password: 'Sandbox-1' };

/** An n8n with the packed package, the credential connected and the workflows made, to be started again and again. */
export interface Stage {
	readonly workflowIds: Readonly<Record<Way, string>>;
	/** A fresh process on a fresh copy of everything. */
	start(): Promise<RunningN8n>;
	close(): Promise<void>;
}

export interface RunningN8n {
	readonly pid: number;
	readonly url: string;
	readonly api: N8nApi;
	readonly home: string;
	stop(): Promise<void>;
}

export async function openStage(bank: PrebuiltBank, tarball: string): Promise<Stage> {
	const template = await mkdtemp(join(tmpdir(), 'psd2-bench-n8n-'));
	await installPackage(template, tarball);
	const first = await start(template, bank);
	const credential = await provideCredential(first.api, 'psd2OAuth2Api', 'Sandbox Bank', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.sandbox.clientId,
		clientSecret: bank.sandbox.clientSecret,
	});
	await connectAccount(first.api, credential, 'testa');
	const ids = new Map<Way, string>();
	for (const way of ways) {
		ids.set(way, (await first.api.createWorkflow(workflow(way, bank.api))).id);
	}
	await first.stop();
	return {
		workflowIds: Object.fromEntries(ids) as Record<Way, string>,
		async start() {
			const home = await mkdtemp(join(tmpdir(), 'psd2-bench-n8n-'));
			await cp(template, home, { recursive: true });
			const running = await start(home, bank);
			return {
				...running,
				stop: async () => {
					await running.stop();
					await rm(home, { recursive: true, force: true });
				},
			};
		},
		close: () => rm(template, { recursive: true, force: true }),
	};
}

async function start(home: string, bank: PrebuiltBank): Promise<RunningN8n> {
	const server = await startN8n({
		home,
		port: await freePort(),
		brokerPort: await freePort(),
		environment: environment(bank),
	});
	const api = new N8nApi(server.url);
	await api.logIn(login);
	return { pid: server.pid, url: server.url, api, home, stop: server.stop };
}

const environment = ({ api, sandbox }: PrebuiltBank) => ({
	PSD2_ENVIRONMENT: 'sandbox',
	PSD2_SANDBOX_BANK_SANDBOX_API_URL: api,
	PSD2_SANDBOX_BANK_SANDBOX_AUTHORIZE_URL: `${sandbox.url}/berlin-group/oauth2/authorize`,
	PSD2_SANDBOX_BANK_SANDBOX_TOKEN_URL: `${sandbox.url}/berlin-group/oauth2/token`,
	PSD2_READS_PER_DAY: '1000',
	PSD2_CACHE_SECONDS: '0',
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
	GENERIC_TIMEZONE: 'UTC',
	NODE_OPTIONS: `--require=${join(projectFolder, 'bench/n8n/collect-on-signal.cjs')}`,
});
