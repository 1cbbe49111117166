import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '../../../lib/audit/record';
import { startSandbox } from '../../../sandbox';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { hostVariables } from '../../../scripts/bank/environment';
import { N8nApi } from '../../../scripts/n8n/api';
import type { Credential, Login } from '../../../scripts/n8n/api';
import { connectAccount } from '../../../scripts/n8n/connect';
import { installPackage } from '../../../scripts/n8n/package';
import { startN8n, startWorker } from '../../../scripts/n8n/server';
import type { N8nServer } from '../../../scripts/n8n/server';
import type { Child } from '../../../scripts/process/child';
import { freePort } from '../../../scripts/process/ports';
import { provideCredential } from '../../../scripts/start/provision';
import { BankAdmin } from './bank-admin';

const login: Login = { email: 'owner@sandbox.example', password: 'Sandbox-1' };

/** n8n refuses private addresses; the sandbox bank is on one. */
const protection = { N8N_SSRF_PROTECTION_ENABLED: 'true' };
const allowLoopback = { N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' };

type Environment = Readonly<Record<string, string>>;

/** A sandbox bank, and an n8n with the packed package that is pointed at it. Every test file has its own. */
export class Stage {
	private readonly workers: Child[] = [];

	private constructor(
		readonly bank: Sandbox,
		readonly home: string,
		private readonly ports: { readonly port: number; readonly brokerPort: number },
		private server: N8nServer,
		private session: N8nApi,
		private readonly more: Environment = {},
	) {}

	/** `more` goes into n8n's environment, also after a restart. */
	static async open(more: Environment = {}, sandbox: SandboxOptions = {}): Promise<Stage> {
		const tarball = process.env['PSD2_E2E_TARBALL'];
		if (tarball === undefined) throw new Error('support/pack.ts has not packed the package');
		const home = await mkdtemp(join(tmpdir(), 'psd2-e2e-'));
		await installPackage(home, tarball);
		const ports = { port: await freePort(), brokerPort: await freePort() };
		const bank = await startSandbox({ quotaPerDay: 1000, ...sandbox });
		try {
			const settings = { ...environment(bank, home, allowLoopback), ...more };
			const server = await startN8n({ home, ...ports, environment: settings });
			return new Stage(bank, home, ports, server, await loggedIn(server), more);
		} catch (error) {
			await bank.close();
			throw error;
		}
	}

	get login(): Login {
		return login;
	}

	get n8n(): N8nServer {
		return this.server;
	}

	get api(): N8nApi {
		return this.session;
	}

	/** Of the sandbox's first bank. */
	get admin(): BankAdmin {
		return new BankAdmin(this.bank);
	}

	adminOf(id: string): BankAdmin {
		return new BankAdmin(this.bank, id);
	}

	/** The same n8n again, as after a crash: what was in memory is gone. */
	async restart({ isKilled = false } = {}): Promise<void> {
		if (isKilled) process.kill(this.server.pid, 'SIGKILL');
		await this.server.stop();
		const { home, ports, bank } = this;
		const settings = { ...environment(bank, home, allowLoopback), ...this.more };
		this.server = await startN8n({ home, ...ports, environment: settings });
		this.session = await loggedIn(this.server);
	}

	/** A worker of queue mode beside this n8n; ended with it. */
	async addWorker(): Promise<void> {
		const { home, bank, more } = this;
		const settings = { ...environment(bank, home, allowLoopback), ...more };
		const ports = { port: await freePort(), brokerPort: await freePort() };
		this.workers.push(await startWorker({ home, ...ports, environment: settings }));
	}

	/** The same n8n again, without leave to reach the loopback range. */
	async forbidLoopback(): Promise<void> {
		await this.server.stop();
		const { home, ports } = this;
		this.server = await startN8n({ home, ...ports, environment: environment(this.bank, home, {}) });
		this.session = await loggedIn(this.server);
	}

	/** Connects a person's accounts without a browser. */
	async connect(person: string): Promise<Credential> {
		const credential = await provideCredential(this.api, 'psd2OAuth2Api', 'Sandbox Bank', {
			bank: 'sandbox-bank',
			environment: 'sandbox',
			clientId: this.bank.clientId,
			clientSecret: this.bank.clientSecret,
		});
		await connectAccount(this.api, credential, person);
		return credential;
	}

	async auditRecords(): Promise<readonly AuditRecord[]> {
		const lines = (await readFile(auditLog(this.home), 'utf8')).trim().split('\n');
		return lines.map((line) => JSON.parse(line) as AuditRecord);
	}

	async close(): Promise<void> {
		await Promise.all(this.workers.map((worker) => worker.stop()));
		await this.server.stop();
		await this.bank.close();
		await rm(this.home, { recursive: true, force: true });
	}
}

const auditLog = (home: string) => join(home, 'audit.jsonl');

function environment(bank: Sandbox, home: string, egress: Environment) {
	return {
		...hostVariables(bank.url, bank.secure?.url),
		...protection,
		...egress,
		PSD2_AUDIT_LOG: auditLog(home),
		PSD2_AUDIT_KEY: 'only for tests, 32 characters or more',
		PSD2_READS_PER_DAY: '1000',
		// Every run asks the bank: what is counted here are calls.
		PSD2_CACHE_SECONDS: '0',
		GENERIC_TIMEZONE: 'UTC',
	};
}

async function loggedIn(server: N8nServer): Promise<N8nApi> {
	const api = new N8nApi(server.url);
	try {
		await api.logIn(login);
		return api;
	} catch (error) {
		await server.stop();
		throw error;
	}
}
