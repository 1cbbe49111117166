import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditRecord } from '../../../lib/audit/record';
import { verifyLog } from '../../../lib/audit/verify';
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

describe('a credential that was saved and never connected', () => {
	it.each(['Psd2Accounts', 'Psd2Balances', 'Psd2Transactions', 'Psd2ExcelExport'] as const)(
		'is what %s says, and what to do',
		async (node) => {
			const credential = await at.connect('testa');
			const stored = at.engine.credentials.get(credential);
			if (stored) stored.data.oauthTokenData = {} as never;
			const { error } = await at.run(node, credential, { source: 'bank' });
			expect(error?.message).toMatch(/Nobody has logged in to Sandbox Bank with this credential/);
			expect(error?.description).toMatch(/^Connect the credential/);
		},
	);
});

describe('an audit log that can not be written', () => {
	const head = `${auditLog}.head`;
	const since = async (before: number) => (await log()).slice(before);

	async function bankLogin(): Promise<string> {
		await at.bank.admin('/settings', { bankIdAutoMs: 30, pollDelayMs: 15 });
		const credential = at.bankLogin();
		const started = await at.run('Psd2Consent', credential, { operation: 'startLogin' });
		const reference = started.items[0]?.json.reference;
		await at.run('Psd2Consent', credential, { operation: 'waitForLogin', reference });
		return credential;
	}

	const kinds = [
		['OAuth2', () => at.connect('testa')],
		['bank login', bankLogin],
	] as const;

	it.each(kinds)('(%s) lets no call go to the bank', async (_kind, connect) => {
		const credential = await connect();
		await at.bank.admin('/tokens/expire', {});
		const before = (await log()).length;
		const key = process.env.PSD2_AUDIT_KEY;
		process.env.PSD2_AUDIT_KEY = 'another key for tests only, of more than 32 characters';
		const refused = await readAccounts(credential);
		process.env.PSD2_AUDIT_KEY = key;
		expect(refused.error?.message).toMatch(/begun with another PSD2_AUDIT_KEY/);
		expect(await since(before)).toEqual([]);
		expect((await readAccounts(credential)).error).toBeUndefined();
	});

	it.each(kinds)('(%s) loses no renewal that is under way', async (_kind, connect) => {
		const credential = await connect();
		await at.bank.admin('/tokens/expire', {});
		const match = { endpoint: 'token' };
		await at.bank.admin('/faults', { match, kind: 'slow', times: 1, params: { ms: 400 } });
		const before = (await log()).length;
		const reading = readAccounts(credential);
		while (refreshes(await since(before)).length === 0) await setImmediate();
		const written = readFileSync(head, 'utf8');
		writeFileSync(head, 'broken');
		const { error } = await reading;
		writeFileSync(head, written);
		expect(error?.message).toMatch(/was renewed and its tokens are stored, but .* audit log/);
		expect((await readAccounts(credential)).error).toBeUndefined();
		expect(refreshes(await since(before))).toHaveLength(1);
		expect(auditRecords().filter(({ operation }) => operation === 'token').length).toBeGreaterThan(
			0,
		);
	});

	it('ends a consent all the same, and the tokens with it', async () => {
		const credential = await bankLogin();
		const match = { endpoint: 'consents.delete' };
		await at.bank.admin('/faults', { match, kind: 'slow', times: 1, params: { ms: 400 } });
		const before = (await log()).length;
		const revoking = at.run('Psd2Consent', credential, { operation: 'revoke' });
		while ((await since(before)).length === 0) await setImmediate();
		const written = readFileSync(head, 'utf8');
		writeFileSync(head, 'broken');
		const { error } = await revoking;
		writeFileSync(head, written);
		expect(error?.message).toMatch(/consent was ended .* login here is erased, but .* audit log/);
		const status = await at.run('Psd2Consent', credential, { operation: 'getStatus' });
		expect(status.items[0]?.json).toMatchObject({ status: 'none' });
	});

	it('is whole at the end, with every call in it', async () => {
		await readAccounts(await at.connect('testa'));
		const lines = readFileSync(auditLog, 'utf8').trimEnd().split('\n');
		const { findings } = await verifyLog(
			lines,
			readFileSync(head, 'utf8'),
			process.env.PSD2_AUDIT_KEY ?? '',
		);
		expect(findings).toEqual([]);
		const recorded = new Set(auditRecords().map(({ requestId }) => requestId));
		const sent = (await log()).flatMap(({ requestId }) => requestId ?? []);
		expect(sent.filter((id) => !recorded.has(id))).toEqual([]);
	});
});
