import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditRecord } from '../../../lib/audit/record';
import type { LogEntry } from '../../../sandbox/bank/request-log';
import { openConnected, type Connected } from '../../support/connected';

let at: Connected;
const auditLog = path.join(mkdtempSync(path.join(tmpdir(), 'psd2-audit-')), 'audit.jsonl');

beforeAll(async () => {
	process.env.PSD2_AUDIT_LOG = auditLog;
	process.env.PSD2_AUDIT_KEY = 'a key for tests only, of more than 32 characters';
	process.env.PSD2_READS_PER_DAY = '1000';
	at = await openConnected({ transactions: 60, quotaPerDay: 1000 });
});
afterAll(() => at.close());

const readAccounts = (credential: string) =>
	at.run('Psd2Accounts', credential, { operation: 'getAll' }, { mode: 'trigger' });

const log = () => at.bank.admin<LogEntry[]>('/log');
const refreshes = (entries: readonly LogEntry[]) =>
	entries.filter(({ grant }) => grant === 'refresh_token');

const auditRecords = (): AuditRecord[] =>
	readFileSync(auditLog, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as AuditRecord);

describe('a token that expires under several executions', () => {
	it('is renewed once when all four get their 401 before the renewal is answered', async () => {
		const credential = await at.connect('testa');
		await at.bank.admin('/tokens/expire', {});
		const before = (await log()).length;
		await at.bank.admin('/barrier', { requests: 4, endpoint: 'accounts' });
		const runs = await Promise.all([1, 2, 3, 4].map(() => readAccounts(credential)));
		const entries = (await log()).slice(before);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(refreshes(entries)).toHaveLength(1);
		expect(
			entries.filter(({ status, endpoint }) => endpoint === 'accounts' && status === 401),
		).toHaveLength(4);
	});

	it('is not renewed again by an execution that was refused with the token before', async () => {
		const credential = await at.connect('testa');
		await at.bank.admin('/tokens/expire', {});
		const before = (await log()).length;
		// The second execution's 401 comes back only after the first one has renewed the token.
		await at.bank.admin('/faults', {
			match: { endpoint: 'accounts' },
			kind: 'slow',
			params: { ms: 800 },
		});
		const slow = readAccounts(credential);
		while ((await log()).length === before) await setImmediate();
		const runs = await Promise.all([slow, readAccounts(credential)]);
		expect(runs.every(({ error }) => error === undefined)).toBe(true);
		expect(refreshes((await log()).slice(before))).toHaveLength(1);
	});

	it('left one audit record for each attempt, each with a request ID of its own', async () => {
		const entries = (await log()).filter(({ requestId }) => requestId !== undefined);
		const seen = entries.map(({ requestId }) => requestId);
		expect(new Set(seen).size).toBe(seen.length);
		const recorded = auditRecords().flatMap(({ requestId }) => requestId ?? []);
		expect(recorded).toHaveLength(new Set(recorded).size);
		expect(new Set(seen.filter((id) => !recorded.includes(id ?? '')))).toEqual(new Set());
		expect(auditRecords().filter(({ operation }) => operation === 'token')).toHaveLength(2);
	});

	it('asks for a new login where the bank does not renew it any more', async () => {
		const credential = await at.connect('testa');
		const stored = at.engine.credentials.get(credential);
		const data = stored?.data.oauthTokenData as unknown as Record<string, unknown>;
		data.refresh_token = 'used up';
		await at.bank.admin('/tokens/expire', {});
		const { error } = await readAccounts(credential);
		expect(error?.message).toMatch(/does not renew this login/);
		expect(error?.description).toMatch(/Switch account/);
	});
});
