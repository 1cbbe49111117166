import { drive } from '../../../lib/login/drive';
import { newLogin } from '../../../lib/login/script';
import { Steps } from '../../../lib/login/steps';
import { redirectLogin } from '../../../lib/standards/berlin-group/login';
import type { LoginRecord } from '../../../lib/login/record';
import { BankError } from '../../../lib/errors';
import { loginUnderTest as open, type Answer } from '../../support/login-under-test';

const grants = (asked: readonly string[]) => asked.filter((path) => path === '/token').length;

it('goes from yes to connected', async () => {
	const { options, record, stored, changes } = open();
	const over = await drive(options, record());
	expect(over).toMatchObject({ state: { phase: 'connected' }, accounts: [{ currency: 'SEK' }] });
	expect(stored()).toMatchObject({ loginId: 'login-1', consentId: 'consent-1' });
	expect(changes.map(({ state }) => state.phase)).toEqual(['finishing', 'redeeming', 'connected']);
});

describe('somebody who died while the tokens were fetched', () => {
	it('has interrupted the login: the code is not sent twice', async () => {
		const { options, record, records, asked, stored } = open();
		await records.write(record('redeeming'));
		const over = await drive(options, record());
		expect(over?.state).toMatchObject({ phase: 'failed', reason: 'interrupted' });
		expect(grants(asked)).toBe(0);
		expect(stored()).toBeUndefined();
	});

	it('has finished it where its tokens are stored', async () => {
		const { options, record, records, asked } = open();
		await drive(options, record());
		await records.write(record('redeeming'));
		const over = await drive(options, record());
		expect(over).toMatchObject({ state: { phase: 'connected' }, accounts: [{ currency: 'SEK' }] });
		expect(grants(asked)).toBe(1);
	});

	it('has written it down before the code was sent', async () => {
		let known: LoginRecord | undefined;
		const { options, record, records } = open({
			audit: async () => {
				known ??= await records.read('login-1');
			},
		});
		await drive(options, record());
		expect(known?.state.phase).toBe('redeeming');
	});
});

it.each([
	['no account', []],
	['a masked card', [{ resourceId: '1', maskedPan: '5409********1234', currency: 'SEK' }]],
	['a place in a list', [{ resourceId: '1', currency: 'SEK' }]],
])(
	'is the first and last one of a connection with %s, until it is erased',
	async (_what, accounts) => {
		const { options, record, stored, session } = open({ accounts });
		expect((await drive(options, record()))?.state.phase).toBe('connected');
		const next = { ...record(), reference: 'login-2' };
		expect((await drive(options, next))?.state).toMatchObject({
			phase: 'failed',
			reason: 'other-accounts',
		});
		expect(stored()).toMatchObject({ loginId: 'login-1' });
		await session.end(async () => undefined);
		const after = { ...record(), reference: 'login-3' };
		expect((await drive(options, after))?.state.reason).toBe('other-accounts');
		await session.erase();
		const last = { ...record(), reference: 'login-4' };
		expect((await drive(options, last))?.state.phase).toBe('connected');
	},
);

describe('a token endpoint that is busy', () => {
	it.each<[string, Answer]>([
		['429 with a text', [429, { error: 'too many requests' }]],
		['503 with a text', [503, { error: 'maintenance' }]],
		['503 with a code of the standard', [503, { error: 'invalid_grant' }]],
		['500', [500, {}]],
	])('is asked again: %s', async (_what, answer) => {
		const { options, record, asked, clock } = open({ answers: [answer, answer] });
		expect((await drive(options, record()))?.state.phase).toBe('connected');
		expect(grants(asked)).toBe(3);
		expect(clock.slept.length).toBeGreaterThanOrEqual(2);
	});

	it('is given up after a while', async () => {
		const { options, record, asked } = open({ answers: Array(50).fill([503, {}]) });
		expect((await drive(options, record()))?.state).toMatchObject({
			phase: 'failed',
			reason: 'bank-error',
		});
		expect(grants(asked)).toBeLessThan(20);
	});

	it('that refuses is not asked again', async () => {
		const { options, record, asked } = open({ answers: [[400, { error: 'invalid_grant' }]] });
		expect((await drive(options, record()))?.state.phase).toBe('failed');
		expect(grants(asked)).toBe(1);
	});

	it('that does not know the client says what to correct, and nothing else of the login is kept', async () => {
		const { options, record } = open({ answers: [[401, { error: 'invalid_client' }]] });
		const led = await drive(options, record());
		expect(led?.state).toMatchObject({ phase: 'failed', reason: 'bank-error' });
		expect(led?.trouble).toEqual({
			message: expect.stringMatching(/invalid_client/),
			nextStep: expect.stringMatching(/\w/),
		});
		expect(led?.facts).toEqual({});
	});
});

it('asks again for the accounts where the tokens are had and the bank is away for a moment', async () => {
	let asked = 0;
	const {
		options,
		record,
		stored,
		asked: calls,
	} = open({
		says: (pathname) => {
			if (pathname !== '/v1/accounts') return undefined;
			asked += 1;
			return asked <= 6 ? [503, {}] : undefined;
		},
	});
	expect((await drive(options, record()))?.state.phase).toBe('connected');
	expect(stored()).toMatchObject({ loginId: 'login-1' });
	expect(grants(calls)).toBe(1);
});

describe('an audit log that can not be written', () => {
	const full = () => {
		throw new BankError('storage-failed', "The audit log can't be written: the disk is full");
	};

	it('stops the login before the code is sent', async () => {
		const audit = Object.assign(() => full(), { ready: async () => full() });
		const { options, record, asked } = open({ audit });
		expect((await drive(options, record()))?.state).toMatchObject({
			phase: 'failed',
			reason: 'not-stored',
		});
		expect(asked).toEqual([]);
	});

	it('does not lose tokens that were granted', async () => {
		const { options, record, stored, late } = open({ audit: full });
		expect((await drive(options, record()))?.state.phase).toBe('connected');
		expect(stored()).toMatchObject({ loginId: 'login-1' });
		expect((await late.said('Connected'))?.message).toMatch(/^Connected, but .*disk is full$/);
	});
});

it('is connected also where the log breaks while the tokens are fetched', async () => {
	let isBroken = false;
	const broken = async () => {
		if (isBroken) throw new BankError('storage-failed', 'broken');
	};
	const { options, record, stored } = open({
		audit: Object.assign(broken, { ready: broken }),
		says: () => {
			isBroken = true;
			return undefined;
		},
	});
	expect((await drive(options, record()))?.state.phase).toBe('connected');
	expect(stored()).toMatchObject({ loginId: 'login-1' });
});

it('is brought to its end when the run is stopped while the tokens are fetched', async () => {
	const stop = new AbortController();
	const { options, record, stored } = open({
		signal: stop.signal,
		onAccounts: () => stop.abort(),
	});
	expect((await drive(options, record()))?.state.phase).toBe('connected');
	expect(stored()).toBeDefined();
});

it('is connected also where the shared store goes away once the tokens are fetched', async () => {
	let isAway = false;
	const { options, record, stored, changes } = open({
		onAccounts: () => {
			isAway = true;
		},
		store: (memory) => {
			const away = async <Value>(work: () => Promise<Value>) => {
				if (isAway) throw new BankError('storage-failed', 'The Redis store does not answer');
				return await work();
			};
			return {
				get: (key) => away(() => memory.get(key)),
				set: (...parameters) => away(() => memory.set(...parameters)),
				delete: (key) => away(() => memory.delete(key)),
				compareAndSet: (...parameters) => away(() => memory.compareAndSet(...parameters)),
			};
		},
	});
	expect((await drive(options, record()))?.state.phase).toBe('connected');
	expect(stored()).toMatchObject({ loginId: 'login-1' });
	expect(changes.at(-1)?.state.phase).toBe('connected');
});

describe('a login by redirect', () => {
	const steps = (under: ReturnType<typeof open>) =>
		new Steps({ login: redirectLogin, calls: under.calls, clock: under.clock });
	const begun = (under: ReturnType<typeof open>): LoginRecord => ({
		...under.record('ordering'),
		method: 'redirect',
		state: newLogin,
		facts: { codeVerifier: 'verifier' },
		redirectUri: 'https://n8n.example/login',
	});

	it('goes to the bank and waits there, and goes on with what comes back, once', async () => {
		const under = open({
			says: (pathname) =>
				pathname === '/v1/consents'
					? [201, { consentId: 'consent-1', consentStatus: 'received' }]
					: undefined,
		});
		const options = { ...under.options, steps: steps(under) };
		const away = await drive(options, begun(under));
		expect(away?.state).toMatchObject({ phase: 'waiting', step: 2 });
		const address = new URL(
			options.steps.addressOf(redirectLogin.steps[2], away ?? begun(under)) ?? '',
		);
		expect(Object.fromEntries(address.searchParams)).toMatchObject({
			redirect_uri: 'https://n8n.example/login',
			scope: 'AIS:consent-1',
			state: 'login-1',
		});
		const asked = grants(under.asked);
		const query = { state: 'login-1', code: 'code-1' };
		const over = await drive({ ...options, query }, begun(under));
		expect(over?.state.phase).toBe('connected');
		expect((await drive({ ...options, query }, begun(under)))?.state.phase).toBe('connected');
		expect(grants(under.asked)).toBe(asked + 1);
	});

	it.each([
		['javascript:alert(1)', 'bank-error'],
		['http://bank.example/login', 'bank-error'],
		['https://user:secret@bank.example/login', 'bank-error'],
		['not an address', 'bank-error'],
		['https://bank.example/login#/start', undefined],
		['http://127.0.0.1:8787/login', undefined],
	])('sends no browser where it may not go: %s', async (address, reason) => {
		const under = open();
		const [, , visit] = redirectLogin.steps;
		const login = { how: 'redirect', steps: [{ ...visit, visit: () => address }] } as const;
		const led = await drive(
			{ ...under.options, steps: new Steps({ ...under, login }) },
			begun(under),
		);
		expect(led?.state.reason).toBe(reason);
	});

	it.each([
		['access_denied', 'cancelled'],
		['server_error', 'bank-error'],
		['anything else', 'refused'],
	])('ends where the bank sends back %s', async (error, reason) => {
		const under = open({
			says: (pathname) =>
				pathname === '/v1/consents'
					? [201, { consentId: 'consent-1', consentStatus: 'received' }]
					: undefined,
		});
		const options = { ...under.options, steps: steps(under) };
		await drive(options, begun(under));
		const over = await drive({ ...options, query: { error } }, begun(under));
		expect(over?.state).toMatchObject({ phase: 'failed', reason });
	});

	it('an answer that can not be read ends it, and keeps nobody from the login', async () => {
		const under = open();
		const back = () => {
			throw new BankError('unreadable-answer', 'state is missing');
		};
		const [, , visit] = redirectLogin.steps;
		const login = { how: 'redirect', steps: [{ ...visit, back }] } as const;
		const options = { ...under.options, steps: new Steps({ ...under, login }) };
		const away = (await drive(options, begun(under))) ?? begun(under);
		await expect(drive({ ...options, query: { x: 'y' } }, away)).rejects.toThrow(
			'state is missing',
		);
		expect((await drive(options, away))?.state.phase).toBe('waiting');
	});
});
