import { setTimeout as pause } from 'node:timers/promises';
import { readSettings } from '../../../lib/config/settings';
import { readStoredLogin } from '../../../lib/login/stored-login';
import { digest } from '../../../lib/store/digest';
import { openStore } from '../../../lib/store/open';
import { openConnected, type Connected } from '../../support/connected';
import type { EngineRun } from '../../support/engine';

interface Logged {
	readonly endpoint: string;
	readonly grant?: string;
	readonly code?: string;
	readonly status?: number;
}

const rounds = 20;
const atOnce = 40;

let at: Connected;
let credential: string;

beforeAll(async () => {
	at = await openConnected({ transactions: 20, quotaPerDay: 100_000 });
	process.env.PSD2_READS_PER_DAY = '10000';
	await at.bank.admin('/settings', {
		bankIdAutoMs: 30,
		pollDelayMs: 15,
		// The bank that ends a former consent by itself is tried below.
		formerConsents: 'keep',
	});
	credential = at.bankLogin();
}, 60_000);
afterAll(async () => {
	delete process.env.PSD2_READS_PER_DAY;
	await at?.close();
});

/** The limit on started logins is tried elsewhere. */
const forgetLimit = () =>
	openStore(readSettings().store).delete(
		`logins/program/${digest('psd2BankLoginApi', credential)}`,
	);

async function logIn(tries = 3): Promise<EngineRun> {
	const started = await at.run('Psd2Consent', credential, { operation: 'startLogin' });
	// The bank may end the client's own token again and again in the middle of it.
	if (started.error) return tries > 1 ? await logIn(tries - 1) : started;
	const reference = started.items[0]?.json.reference;
	return at.run('Psd2Consent', credential, { operation: 'waitForLogin', reference });
}

const revoke = () => at.run('Psd2Consent', credential, { operation: 'revoke' });
/** With the account holder there, or the bank would allow four reads a day. */
const present = { options: { accountHolderIp: '203.0.113.7' } };
const read = () => at.run('Psd2Accounts', credential, present, { mode: 'trigger' });
const expire = () => at.bank.admin('/tokens/expire', {});
const log = () => at.bank.admin<readonly Logged[]>('/log');
const renewals = (entries: readonly Logged[]) =>
	entries.filter(({ grant, status }) => grant === 'refresh_token' && status === 200).length;

it('logs in, reads, renews and revokes', async () => {
	const before = await read();
	expect(before.error?.message).toMatch(/Nobody has logged in/);
	const login = await logIn();
	expect(login.error).toBeUndefined();
	expect(login.items[0]?.json).toMatchObject({ event: 'connected', accountCount: 6 });
	expect((await read()).items).toHaveLength(6);
	await expire();
	expect((await read()).items).toHaveLength(6);
	expect((await revoke()).error).toBeUndefined();
	const status = await at.run('Psd2Consent', credential, { operation: 'getStatus' });
	expect(status.items[0]?.json).toMatchObject({ status: 'none', needsLogin: true });
});

it('renews once an expiry, however many read', async () => {
	await forgetLimit();
	await logIn();
	for (let round = 0; round < 5; round += 1) {
		const before = renewals(await log());
		await expire();
		const runs = await Promise.all(Array.from({ length: atOnce }, read));
		expect(runs.flatMap(({ error }) => error?.message ?? [])).toEqual([]);
		expect(renewals(await log())).toBe(before + 1);
	}
}, 120_000);

it(`loses no token in ${rounds} rounds of ${atOnce} at once`, async () => {
	let expiries = 0;
	let answered = 0;
	const firstEntry = (await log()).length;
	for (let round = 0; round < rounds; round += 1) {
		await forgetLimit();
		const works = Array.from({ length: atOnce }, (_, index) => {
			if (index % 10 === 3) return () => logIn();
			if (index === 7 + round) return revoke;
			// Once a round: a token that ends again while it is being renewed is the bank's own fault.
			if (index === 5) {
				return async () => {
					expiries += 1;
					await expire();
					return read();
				};
			}
			return read;
		});
		// Each round in another order, begun within half a second.
		const runs = await Promise.all(
			works.map(async (work, index) => {
				await pause(((index * 7 + round * 3) % atOnce) * 12);
				return work();
			}),
		);
		answered += runs.filter(({ error }) => error === undefined).length;
		const messages = runs.flatMap(({ error }) => (error ? [error.message] : []));
		// Whoever reads while the connection is revoked is told to log in; nothing else goes wrong.
		// TOKEN_EXPIRED: the bank ended a token while a login was storing it; the next read renews it.
		const expected = /Nobody has logged in|CONSENT_INVALID|TOKEN_EXPIRED|bank could not be reached/;
		expect(messages.filter((message) => !expected.test(message))).toEqual([]);

		await forgetLimit();
		expect((await logIn()).error).toBeUndefined();
		await expire();
		expiries += 1;
		expect((await read()).error).toBeUndefined();
	}
	const entries = (await log()).slice(firstEntry);
	expect(answered).toBeGreaterThan(rounds * atOnce * 0.2);
	expect(entries.filter(({ code }) => code === 'invalid_grant')).toEqual([]);
	expect(renewals(entries)).toBeGreaterThan(rounds - 1);
	expect(renewals(entries)).toBeLessThanOrEqual(expiries);
	const stored = readStoredLogin(at.engine.credentials.get(credential)?.data.tokens);
	expect(stored?.token).toBeDefined();
}, 600_000);
