import { createHash } from 'node:crypto';
import { contextOf } from '../../../lib/login/context';
import { drive } from '../../../lib/login/drive';
import type { LoginRecord } from '../../../lib/login/record';
import { newLogin } from '../../../lib/login/script';
import { Steps } from '../../../lib/login/steps';
import type { Call, Gain } from '../../../lib/profile/call';
import type { Login, LoginStanding } from '../../../lib/profile/login';
import { redirectBack } from '../../../lib/standards/kit/redirect';
import { tokenCall } from '../../../lib/standards/oauth2';
import { loginUnderTest as open } from '../../support/login-under-test';

const token = tokenCall(({ facts }) => ({
	method: 'POST',
	path: '',
	form: { grant_type: 'authorization_code', code: facts['code'] ?? '' },
}));
const consent: Call<Gain> = {
	operation: 'consent.create',
	at: 'api',
	as: 'person',
	ask: () => ({ method: 'POST', path: '/v1/consents', body: {} }),
	read: () => ({ consentId: 'consent-1', facts: { link: 'https://bank.example/approve' } }),
};
const consentStatus = (states: readonly LoginStanding[]): Call<LoginStanding> => {
	const left = [...states];
	return {
		operation: 'consent.status',
		at: 'api',
		as: 'person',
		ask: () => ({ method: 'GET', path: '/v1/consents/consent-1/status' }),
		read: () => left.shift() ?? { state: 'complete' },
	};
};
const atLogin = { visit: () => 'https://bank.example/login', back: redirectBack };
const atApproval = {
	visit: ({ facts }: { readonly facts: Readonly<Record<string, string>> }) => facts['link'],
	back: () => ({}),
};

/** With the steps of a bank: led to where it stops, and on with each query that the browser brings. */
async function led(steps: Login['steps'], queries: readonly Record<string, string>[]) {
	const under = open();
	const login: Login = { how: 'redirect', steps };
	const options = {
		...under.options,
		steps: new Steps({ login, calls: under.calls, clock: under.clock }),
	};
	const begun: LoginRecord = {
		...under.record('ordering'),
		method: 'redirect',
		state: newLogin,
		facts: { codeVerifier: 'verifier' },
		redirectUri: 'https://n8n.example/login',
	};
	await drive(options, begun);
	for (const query of queries) await drive({ ...options, query }, begun);
	const record = await under.records.read(begun.reference);
	return { ...under, state: record?.state };
}

const back = { state: 'login-1', code: 'code-1' };

describe('two visits: at the login, and at the approval of the consent (Redsys)', () => {
	const steps = [atLogin, { call: token }, { call: consent }, atApproval] as const;

	it('are made one after the other', async () => {
		const first = await led(steps, [back]);
		expect(first.state).toMatchObject({ phase: 'waiting', step: 3 });
		expect(first.asked).toEqual(['/token', '/v1/consents']);
		const both = await led(steps, [back, { state: 'login-1' }]);
		expect(both.state?.phase).toBe('connected');
		expect(both.stored()).toMatchObject({ consentId: 'consent-1' });
	});

	it('are not both over where the page after the first is loaded again', async () => {
		const { state } = await led(steps, [back, back]);
		expect(state).toMatchObject({ phase: 'waiting', step: 3 });
	});

	it('are one where the bank names no address for the second', async () => {
		const given: Call<Gain> = { ...consent, read: () => ({ consentId: 'consent-1' }) };
		const { state } = await led([atLogin, { call: token }, { call: given }, atApproval], [back]);
		expect(state?.phase).toBe('connected');
	});
});

it('goes on in the app after the visit (N26), and looks until the consent is given', async () => {
	const look = consentStatus([{ state: 'outstanding' }, { state: 'signing' }]);
	const steps = [
		atLogin,
		{ call: token },
		{ call: consent },
		{ look, pollMs: 1_000, lastsMs: 300_000 },
	];
	const { state, asked, stored } = await led(steps, [back]);
	expect(state?.phase).toBe('connected');
	expect(asked.filter((path) => path.endsWith('/status'))).toHaveLength(3);
	expect(stored()).toMatchObject({ consentId: 'consent-1' });
});

it('has all of its orders for each of the steps in an app', async () => {
	const order: Call<LoginStanding> = {
		...consentStatus([]),
		read: () => ({ state: 'outstanding' }),
	};
	const nobody = Array<LoginStanding>(5).fill({ state: 'failed', reason: 'not-opened' });
	const inApp = () => ({ order, look: consentStatus(nobody), pollMs: 100, lastsMs: 300_000 });
	expect((await led([inApp(), inApp()], [])).state?.phase).toBe('connected');
});

describe.each([
	['behind the visit', [{ visit: () => 'https://bank.example/approve', back: () => ({}) }]],
	['before another visit', [atLogin]],
])('a consent that is looked at after the browser came back: %s', (where, visits) => {
	const look = (answers: readonly (Gain | 'not-yet' | 'cancelled')[]) => {
		const left = [...answers];
		const call: Call<Gain | 'not-yet' | 'cancelled'> = {
			operation: 'consent.status',
			at: 'api',
			ask: () => ({ method: 'GET', path: '/v1/consents/consent-1/status' }),
			read: () => left.shift() ?? {},
		};
		return { call };
	};
	const after = where === 'behind the visit' ? [] : [atLogin];

	it('is asked for again while the bank does not know yet', async () => {
		const steps = [...visits, look(['not-yet', { consentId: 'consent-1' }]), ...after];
		const { asked, state } = await led(steps, [back]);
		expect(asked.filter((path) => path.endsWith('/status'))).toHaveLength(2);
		expect(state?.phase).toBe(after.length === 0 ? 'connected' : 'waiting');
	});

	it('ends the login where it was rejected, by what the bank says of it', async () => {
		const { state, stored } = await led([...visits, look(['cancelled']), ...after], [back]);
		expect(state).toMatchObject({ phase: 'failed', reason: 'cancelled' });
		expect(stored()).toBeUndefined();
	});
});

it('needs nobody where the client is the account holder (a personal API key)', async () => {
	const { state, stored } = await led([{ call: consent }, { call: token }], []);
	expect(state?.phase).toBe('connected');
	expect(stored()?.token).toMatchObject({ access_token: 'access-1' });
});

describe('a call', () => {
	const link = (href: string): Call<Gain> => ({
		...consent,
		ask: () => ({ method: 'GET', path: href }),
		read: () => ({}),
	});

	it('goes to the link that an answer has given (Handelsbanken)', async () => {
		const href = 'https://bank.example/v1/consents/consent-1/status';
		const { asked, state } = await led([{ call: link(href) }], []);
		expect(asked[0]).toBe('/v1/consents/consent-1/status');
		expect(state?.phase).toBe('connected');
	});

	it('goes to no link that leaves the host: it carries the token', async () => {
		const { asked, state } = await led([{ call: link('https://other.example/v1/x') }], []);
		expect(asked).toEqual([]);
		expect(state?.reason).toBe('bank-error');
	});

	it('has a nonce of its own', async () => {
		const nonces: string[] = [];
		const noting: Call<Gain> = {
			...consent,
			ask: ({ nonce }) => {
				nonces.push(createHash('sha256').update(nonce).digest('hex'));
				return { method: 'GET', path: '/v1/x' };
			},
		};
		await led([{ call: noting }, { call: noting }], []);
		expect(new Set(nonces).size).toBe(2);
	});
});

describe('a call as the client, after the login (Open Banking UK ends a consent so)', () => {
	const revoke: Call<Gain> = {
		operation: 'consent.revoke',
		at: 'api',
		as: 'client',
		ask: () => ({ method: 'DELETE', path: '/v1/consents/consent-1' }),
		read: ({ headers }) => ({ facts: headers }),
	};
	const asked = { asked: 'an end of the consent' };

	it('begins with a token of its own', async () => {
		const under = open({ answers: [[200, { access_token: 'client-1' }]] });
		const context = contextOf(under.calls, { accessToken: 'access-1' }, under.clock);
		await under.calls.ask(revoke, context, asked);
		expect(under.asked).toEqual(['/token', '/v1/consents/consent-1']);
		expect(under.authorizations.at(-1)).toBe('Bearer client-1');
	});

	it('has one already in the login', async () => {
		const under = open();
		const kept = { clientToken: 'client-1' };
		const context = contextOf(under.calls, { accessToken: 'access-1', kept }, under.clock);
		await under.calls.ask(revoke, context, asked);
		expect(under.asked).toEqual(['/v1/consents/consent-1']);
	});
});
