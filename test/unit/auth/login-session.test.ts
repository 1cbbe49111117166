import { LoginSession, type Vault } from '../../../lib/auth/login-session';
import {
	readStoredLogin,
	writeStoredLogin,
	type StoredLogin,
} from '../../../lib/auth/stored-login';
import { renewalWith } from '../../../lib/banks/standards/oauth2';
import { BankError } from '../../../lib/errors';
import { createMemoryStore } from '../../../lib/store/memory';
import type { AxiosAdapter } from 'axios';
import { BankCalls } from '../../../lib/auth/bank-calls';
import { createHttp } from '../../../lib/http/http';
import { plainBank } from '../../support/client-under-test';
import { TestClock } from '../../support/test-clock';

/** A vault as slow and as forgetful as a database: reading and writing take turns of the loop. */
class SlowVault implements Vault {
	text: string | undefined;
	writes = 0;

	async read(): Promise<StoredLogin | undefined> {
		await new Promise(setImmediate);
		return readStoredLogin(this.text);
	}

	async write(login: StoredLogin): Promise<void> {
		await new Promise(setImmediate);
		this.text = writeStoredLogin(login);
		this.writes += 1;
	}
}

/** A token endpoint that rotates: an old refresh token is refused. */
class RotatingBank {
	generation = 1;
	renewals = 0;
	answer: 'renew' | 'down' = 'renew';

	readonly wire: AxiosAdapter = async (config) => {
		await new Promise(setImmediate);
		this.renewals += 1;
		const sent = new URLSearchParams(String(config.data)).get('refresh_token');
		const [status, body] =
			this.answer === 'down'
				? [503, {}]
				: sent === `refresh-${this.generation}`
					? [200, this.token((this.generation += 1))]
					: [400, { error: 'invalid_grant' }];
		const headers = { 'content-type': 'application/json' };
		return { data: JSON.stringify(body), status, statusText: '', headers, config };
	};

	token(generation: number) {
		return {
			access_token: `access-${generation}`,
			refresh_token: `refresh-${generation}`,
			expires_in: 300,
			extra: 'kept',
		};
	}
}

function open(stored?: Partial<StoredLogin>) {
	const clock = new TestClock();
	const vault = new SlowVault();
	const bank = new RotatingBank();
	const login: StoredLogin = {
		loginId: 'login-1',
		loggedInAt: clock.now(),
		receivedAt: clock.now(),
		token: bank.token(1),
		consentId: 'consent-1',
		accounts: ['mark'],
		...stored,
	};
	if (stored !== undefined) vault.text = writeStoredLogin(login);
	const store = createMemoryStore(clock);
	const profile = { ...plainBank, renewal: renewalWith('header') };
	const host = 'https://bank.example';
	const session = new LoginSession({
		bank: profile,
		client: { id: 'client', secret: 'secret' },
		vault,
		calls: new BankCalls({
			bank: profile,
			hosts: { api: host, authorize: host, token: host },
			http: createHttp({ adapter: bank.wire }),
			clock,
			store,
			connection: { id: 'connection' },
			audit: () => undefined,
		}),
		store,
		clock,
		connectionId: 'connection',
	});
	return { clock, vault, bank, login, session };
}

it('says so where nobody has logged in', async () => {
	const { session, bank } = open();
	await expect(session.current()).rejects.toThrow('Nobody has logged in to Plain Bank');
	expect(bank.renewals).toBe(0);
});

it('renews once for forty callers whose token was refused', async () => {
	const { session, bank, vault } = open({});
	const accesses = await Promise.all(
		Array.from({ length: 40 }, () => session.renew({ accessToken: 'access-1' })),
	);
	expect(new Set(accesses.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-2']));
	expect(bank.renewals).toBe(1);
	expect(vault.writes).toBe(1);
});

it('renews before a token ends, and keeps the whole answer with the consent', async () => {
	const { session, clock, vault, bank } = open({});
	expect((await session.current()).accessToken).toBe('access-1');
	await clock.sleep(295_000);
	expect(await session.current()).toMatchObject({
		accessToken: 'access-2',
		consentId: 'consent-1',
	});
	expect(readStoredLogin(vault.text)).toMatchObject({
		token: { extra: 'kept' },
		loginId: 'login-1',
		accounts: ['mark'],
	});
	expect(bank.renewals).toBe(1);
});

it('does not write an old login over a new one', async () => {
	const { session, vault, login, bank } = open({});
	const fresh = { ...login, loginId: 'login-2', token: { access_token: 'new', expires_in: 300 } };
	await Promise.all([
		session.renew({ accessToken: 'access-1' }),
		session.replace(async () => fresh),
		session.renew({ accessToken: 'access-1' }),
	]);
	expect(readStoredLogin(vault.text)).toMatchObject({ loginId: 'login-2' });
	expect(bank.renewals).toBe(1);
});

it('keeps what there was where a new login is refused', async () => {
	const { session, vault } = open({});
	const before = vault.text;
	const refused = session.replace(async () => {
		throw new BankError('login-failed', 'not these accounts');
	});
	await expect(refused).rejects.toThrow('not these accounts');
	expect(vault.text).toBe(before);
});

it('says log in again where the bank refuses, and harms nothing else', async () => {
	const { session, bank, vault } = open({});
	const before = vault.text;
	bank.generation = 7;
	await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
		code: 'login-required',
		details: { bankCode: 'invalid_grant', nextStep: expect.stringContaining('Log in again') },
	});
	expect(vault.text).toBe(before);
});

it('hands on that the bank is down: the next run may succeed', async () => {
	const { session, bank } = open({});
	bank.answer = 'down';
	await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
		code: 'bank-unavailable',
	});
	bank.answer = 'renew';
	expect((await session.renew({ accessToken: 'access-1' })).accessToken).toBe('access-2');
});

it('keeps the refresh token of a bank that does not rotate', async () => {
	const { session, bank, vault } = open({});
	bank.token = (generation) => ({ access_token: `access-${generation}` }) as never;
	await session.renew({ accessToken: 'access-1' });
	expect(readStoredLogin(vault.text)?.token).toMatchObject({
		access_token: 'access-2',
		refresh_token: 'refresh-1',
	});
});

it('removes the tokens after revoking, with which accounts it was', async () => {
	const { session, vault } = open({});
	const seen: string[] = [];
	await session.end(async ({ accessToken }) => {
		seen.push(accessToken);
	});
	expect(seen).toEqual(['access-1']);
	expect(vault.text).not.toContain('access-1');
	expect(readStoredLogin(vault.text)).toMatchObject({ accounts: ['mark'] });
	await expect(session.current()).rejects.toThrow('Nobody has logged in');
});

it('revokes with a renewed token where the old one is refused, and keeps it where the bank is down', async () => {
	const { session, vault } = open({});
	await expect(
		session.end(async () => {
			throw new BankError('bank-unavailable', 'down');
		}),
	).rejects.toThrow('down');
	expect(vault.text).toContain('access-1');

	const seen: string[] = [];
	await session.end(async ({ accessToken }) => {
		seen.push(accessToken);
		if (accessToken === 'access-1') throw new BankError('login-required', 'expired');
	});
	expect(seen).toEqual(['access-1', 'access-2']);
	expect(vault.text).not.toContain('access-2');
});

it('erases everything, also which accounts it was', async () => {
	const { session, vault } = open({});
	await session.erase();
	expect(readStoredLogin(vault.text)).toMatchObject({ accounts: [] });
	expect(vault.text).not.toContain('access-1');
});

it('writes nothing when putting the login away took longer than its turn lasts', async () => {
	const { session, vault, login, clock } = open({});
	const before = vault.text;
	const late = session.replace(async () => {
		await clock.sleep(120_000);
		return { ...login, loginId: 'login-2' };
	});
	await expect(late).rejects.toMatchObject({ code: 'storage-failed' });
	expect(vault.text).toBe(before);
});
