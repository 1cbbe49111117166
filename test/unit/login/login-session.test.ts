import { Readable } from 'node:stream';
import { LoginSession, type Vault } from '../../../lib/login/login-session';
import {
	readStoredLogin,
	writeStoredLogin,
	type StoredLogin,
} from '../../../lib/login/stored-login';
import { renewalWith } from '../../../lib/standards/oauth2';
import { BankError } from '../../../lib/errors';
import { createMemoryStore } from '../../../lib/store/memory';
import type { AxiosAdapter } from 'axios';
import type { AuditSink } from '../../../lib/audit/record';
import type { Store } from '../../../lib/store/store';
import { BankCalls } from '../../../lib/login/bank-calls';
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
	/** Instead of renewing. */
	answer: readonly [status: number, body: unknown] | undefined;

	readonly wire: AxiosAdapter = async (config) => {
		await new Promise(setImmediate);
		this.renewals += 1;
		const sent = new URLSearchParams(String(config.data)).get('refresh_token');
		const [status, body] =
			this.answer !== undefined
				? this.answer
				: sent === `refresh-${this.generation}`
					? [200, this.token((this.generation += 1))]
					: [400, { error: 'invalid_grant' }];
		const headers = { 'content-type': 'application/json' };
		const data = body instanceof Readable ? body : JSON.stringify(body);
		return { data, status, statusText: '', headers, config };
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

interface Options {
	readonly audit?: AuditSink;
	readonly signal?: AbortSignal;
	readonly store?: (store: Store) => Store;
}

function open(stored?: Partial<StoredLogin>, options: Options = {}) {
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
		vault,
		calls: new BankCalls({
			bank: profile,
			hosts: { api: host, authorize: host, token: host },
			client: { id: 'client', secret: 'secret' },
			http: createHttp({ adapter: (config) => bank.wire(config) }),
			clock,
			store,
			connection: { id: 'connection' },
			audit: options.audit ?? (() => undefined),
			...(options.signal && { signal: options.signal }),
		}),
		store: options.store?.(store) ?? store,
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

it('takes 1 MiB for an answer at most, and keeps the login', async () => {
	const { session, bank, vault } = open({});
	let taken = 0;
	const blanks = Buffer.alloc(64 * 1024, ' ');
	const endless = function* () {
		for (;;) {
			taken += blanks.length;
			yield blanks;
		}
	};
	bank.answer = [200, Readable.from(endless())];
	const before = vault.text;
	await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
		code: 'unreadable-answer',
		message: 'Plain Bank sent more than 1 MiB in one answer when asked for a renewal of the login',
	});
	expect(taken).toBeLessThan(2 * 1024 * 1024);
	expect(vault.text).toBe(before);
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
	bank.answer = [503, {}];
	await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
		code: 'bank-unavailable',
	});
	bank.answer = undefined;
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

describe('what the token endpoint says', () => {
	it.each<[string, number, unknown]>([
		['invalid_grant', 400, { error: 'invalid_grant' }],
		['invalid_grant with 401', 401, { error: 'invalid_grant' }],
		['invalid_grant with a server error', 500, { error: 'invalid_grant' }],
		['invalid_grant with 200', 200, { error: 'invalid_grant' }],
		['invalid_scope', 400, { error: 'invalid_scope' }],
		[
			'the standard of the bank',
			401,
			{ tppMessages: [{ category: 'ERROR', code: 'TOKEN_INVALID' }] },
		],
	])('is final: %s', async (_what, status, body) => {
		const { session, bank } = open({});
		bank.answer = [status, body];
		await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
			code: 'login-required',
			message: 'Plain Bank does not renew this login any more',
		});
	});

	it.each<[string, number, unknown]>([
		['429 with a text', 429, { error: 'too many requests' }],
		['429 with a code of the standard', 429, { error: 'invalid_grant' }],
		['503 with a text', 503, { error: 'maintenance' }],
		['503 with a code of the standard', 503, { error: 'invalid_grant' }],
		['408', 408, { error: 'invalid_request' }],
		['temporarily_unavailable', 400, { error: 'temporarily_unavailable' }],
		['slow_down', 400, { error: 'slow_down' }],
		['slow_down with 200', 200, { error: 'slow_down' }],
		['401 without a code', 401, ''],
		['403 of a firewall', 403, '<html><title>Blocked</title></html>'],
		['404', 404, { message: 'no such route' }],
		['502', 502, 'bad gateway'],
	])('is for later: %s', async (_what, status, body) => {
		const { session, bank, vault } = open({});
		const before = vault.text;
		bank.answer = [status, body];
		const error: unknown = await session.renew({ accessToken: 'access-1' }).catch((each) => each);
		expect(error).toMatchObject({ retryable: true });
		expect(vault.text).toBe(before);
		bank.answer = undefined;
		expect((await session.renew({ accessToken: 'access-1' })).accessToken).toBe('access-2');
	});
});

describe('an audit log that can not be written', () => {
	const full = () => {
		throw new BankError('storage-failed', "The audit log can't be written: the disk is full");
	};

	it('stops a renewal before it is sent', async () => {
		const audit = Object.assign(() => full(), { ready: async () => full() });
		const { session, bank, vault } = open({}, { audit });
		const before = vault.text;
		await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
			code: 'storage-failed',
		});
		expect(bank.renewals).toBe(0);
		expect(vault.text).toBe(before);
	});

	it('does not lose the tokens of a renewal that was made, and is told after it', async () => {
		const { session, bank, vault } = open({}, { audit: full });
		await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
			code: 'storage-failed',
			message: expect.stringMatching(/was renewed and its tokens are stored, but .*disk is full/),
		});
		expect(readStoredLogin(vault.text)?.token).toMatchObject({ refresh_token: 'refresh-2' });
		expect((await session.current()).accessToken).toBe('access-2');
		expect(bank.renewals).toBe(1);
	});

	it('does not keep the tokens waiting: they are stored first', async () => {
		let written = () => {};
		const hangs = () => new Promise<void>((resolve) => void (written = resolve));
		const { session, vault } = open({}, { audit: hangs });
		const renewing = session.renew({ accessToken: 'access-1' });
		while (vault.writes === 0) await new Promise(setImmediate);
		expect(readStoredLogin(vault.text)?.token).toMatchObject({ refresh_token: 'refresh-2' });
		written();
		expect((await renewing).accessToken).toBe('access-2');
	});

	it("is not put before the bank's own refusal", async () => {
		const { session, bank } = open({}, { audit: full });
		bank.generation = 7;
		await expect(session.renew({ accessToken: 'access-1' })).rejects.toMatchObject({
			code: 'login-required',
		});
	});
});

it('brings a renewal that is under way to its end when the run is stopped', async () => {
	const stop = new AbortController();
	const { session, bank, vault } = open({}, { signal: stop.signal });
	const { wire } = bank;
	Object.assign(bank, {
		wire: async (config: Parameters<typeof wire>[0]) => {
			stop.abort();
			return await wire(config);
		},
	});
	await session.renew({ accessToken: 'access-1' });
	expect(readStoredLogin(vault.text)?.token).toMatchObject({ refresh_token: 'refresh-2' });
});

it('stores what was renewed also when its turn ran out meanwhile, unless somebody has logged in', async () => {
	const { session, vault, clock, bank, login } = open({});
	const { wire } = bank;
	const late = (meanwhile: () => void) =>
		Object.assign(bank, {
			wire: async (config: Parameters<typeof wire>[0]) => {
				const answer = await wire(config);
				clock.pass(60_000);
				meanwhile();
				return answer;
			},
		});
	late(() => undefined);
	expect((await session.renew({ accessToken: 'access-1' })).accessToken).toBe('access-2');
	expect(readStoredLogin(vault.text)?.token).toMatchObject({ refresh_token: 'refresh-2' });
	const other = { ...login, loginId: 'login-2', token: { access_token: 'other' } };
	late(() => void (vault.text = writeStoredLogin(other)));
	expect((await session.renew({ accessToken: 'access-2' })).accessToken).toBe('other');
	expect(readStoredLogin(vault.text)).toMatchObject({ loginId: 'login-2' });
});

it('puts a login away also where the shared store is gone by then', async () => {
	let isAway = false;
	const { session, vault, login } = open(
		{},
		{
			store: (store) => ({
				...store,
				compareAndSet: async (...parameters) => {
					if (isAway) throw new BankError('storage-failed', 'The Redis store does not answer');
					return await store.compareAndSet(...parameters);
				},
			}),
		},
	);
	await session.replace(async () => {
		isAway = true;
		return { ...login, loginId: 'login-2' };
	});
	expect(readStoredLogin(vault.text)).toMatchObject({ loginId: 'login-2' });
});
