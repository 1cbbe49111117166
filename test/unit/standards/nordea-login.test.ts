import { nordea } from '../../../lib/banks/nordea';
import { decoupledLogin as inApp } from '../../../lib/standards/nordea/decoupled';
import { redirectLogin as byRedirect } from '../../../lib/standards/nordea/login';
import type { Context } from '../../../lib/profile/call';
import type { AppStep, CallStep, Step, VisitStep } from '../../../lib/profile/login';
import type { Sending } from '../../../lib/profile/wire';

const now = Date.UTC(2026, 0, 15, 8);
const context = {
	client: { id: 'client-1', secret: 'secret' },
	hosts: { api: 'https://bank.example' },
	constants: {},
	choices: { market: 'SE' },
	facts: {},
	language: 'sv',
	personalNumber: '189001019802',
	redirectUri: 'https://n8n.example/back',
	nonce: 'nonce-1',
	state: 'state-1',
	codeVerifier: 'verifier',
	now,
} satisfies Context;
const inMarket = (market: string, more: object = {}): Context => ({
	...context,
	choices: { market },
	...more,
});
const withFacts = (facts: Readonly<Record<string, string>>): Context => ({ ...context, facts });
const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) => ({
	...{ status, headers, body },
});

const callAt = (steps: readonly Step[], index: number) => (steps[index] as CallStep).call;
const app = inApp.steps[0] as AppStep;

const grant = {
	account_list: ['ALL'],
	duration: 259_200,
	max_tx_history: 12,
	scope: ['ACCOUNTS_BASIC', 'ACCOUNTS_BALANCES', 'ACCOUNTS_DETAILS', 'ACCOUNTS_TRANSACTIONS'],
};

describe('by redirect', () => {
	const authorize = callAt(byRedirect.steps, 0);
	const tokens = callAt(byRedirect.steps, 2);

	it('says what is asked for, and hears where the browser goes', () => {
		expect(authorize.ask(context)).toEqual({
			method: 'POST',
			path: '/personal/v5/authorize',
			body: {
				...grant,
				authentication_method: 'BANKID_SE',
				country: 'SE',
				language: 'sv',
				redirect_uri: 'https://n8n.example/back',
				skip_account_selection: true,
				state: 'state-1',
			},
		});
		expect(authorize.reads).toEqual([302]);
		const location = 'https://bank.example/login?x=1';
		const gain = authorize.read(answer('', 302, { location }), context);
		expect(gain).toEqual({ facts: { location } });
		const { visit } = byRedirect.steps[1] as VisitStep;
		expect(visit(withFacts({ location }))).toBe(location);
	});

	it('names no method where none is known, and the country always', () => {
		const { body } = authorize.ask(inMarket('DK'));
		expect(JSON.parse(JSON.stringify(body))).toEqual(
			expect.not.objectContaining({ authentication_method: expect.anything() }),
		);
		expect(body).toMatchObject({ country: 'DK' });
	});

	it.each([{}, { location: 'login' }])('refuses an answer that leads nowhere: %j', (headers) => {
		expect(() => authorize.read(answer('', 302, headers), context)).toThrow(/"Location"/);
	});

	it('redeems the code in the order of the alphabet, with the redirect address', () => {
		const { path, form } = tokens.ask(withFacts({ code: 'code-1' }));
		expect(path).toBe('/personal/v5/authorize/token');
		expect(JSON.stringify(form)).toBe(
			'{"code":"code-1","grant_type":"authorization_code","redirect_uri":"https://n8n.example/back"}',
		);
		const token = { access_token: 'a', refresh_token: 'r', expires_in: 3600 };
		expect(tokens.read(answer(token), context)).toEqual({
			token,
			facts: { tokenPath: '/personal/v5/authorize/token' },
			validUntil: '2026-07-14',
		});
	});
});

describe('in the app', () => {
	const started = { session_id: 's 1', auto_start_token: 'auto-1', qr_data: 'bankid.1' };
	const order = app.order?.read(answer(started), context);
	const look = (
		body: unknown,
		more: Readonly<Record<string, string>> = {},
		status = 200,
		at = now,
	) => app.look.read(answer(body, status), { ...withFacts({ ...order?.facts, ...more }), now: at });

	it.each([
		['SE', 'BANKID_SE'],
		['NO', 'MTA_NO'],
		['FI', 'MTA'],
		['DK', 'MITID'],
	])('asks in %s for %s', (market, method) => {
		expect(app.order?.ask(inMarket(market))).toEqual({
			method: 'POST',
			path: '/personal/v5/decoupled/authentications',
			body: {
				authentication_method: method,
				country: market,
				psu_id: '189001019802',
				response_type: 'code',
			},
		});
	});

	it('says in words that everybody knows what to type', () => {
		expect(inApp.person.label).toEqual({
			en: 'Personal number (Sweden: 12 digits), or your user ID at Nordea',
			sv: 'Personnummer (Sverige: 12 siffror) eller ditt användar-id hos Nordea',
		});
	});

	it('shows the QR code and the link while nobody has opened it', () => {
		expect(order).toMatchObject({
			state: 'outstanding',
			qr: 'bankid.1',
			links: { computer: 'bankid:///?autostarttoken=auto-1&redirect=null' },
		});
		expect(look({ qr_data: 'bankid.2' })).toMatchObject({ state: 'outstanding', qr: 'bankid.2' });
	});

	it('asks for the session, its id escaped', () => {
		expect(app.look.ask(withFacts(order?.facts ?? {})).path).toBe(
			'/personal/v5/decoupled/authentications/s%201',
		);
	});

	it('shows neither once it is opened', () => {
		const opened = look({ session_id: 's 1' });
		expect(opened).toMatchObject({ state: 'started', facts: { awaits: 'app' } });
		expect(opened).not.toHaveProperty('qr');
		expect(opened).not.toHaveProperty('links');
		expect(look({ session_id: 's 1' }, opened.facts)).toMatchObject({ state: 'started' });
	});

	it('waits as long as the bank wants', () => {
		expect(look({ qr_data: 'x', verify_after: 3000 }).pollMs).toBe(3000);
		expect(look({ qr_data: 'x', verify_after: 0 })).not.toHaveProperty('pollMs');
	});

	it('is through with the code, whatever else stands there', () => {
		expect(look({ code: 'code-1', qr_data: 'x' })).toEqual({
			...{ state: 'complete', facts: { code: 'code-1' } },
		});
	});

	it('tells an order of the same person from no order at all', () => {
		expect(app.order?.reads).toEqual([409]);
		expect(app.order?.read(answer({}, 409), context)).toEqual({ state: 'busy' });
		expect(() => app.order?.read(answer({}), context)).toThrow(/"session_id" is missing/);
	});

	it.each([
		['scan', 5_000, 'cancelled'],
		['scan', 30_000, 'not-opened'],
		['app', 60_000, 'cancelled'],
		['app', 180_000, 'expired'],
		['', 60_000, 'cancelled'],
		['', 180_000, 'expired'],
	])('waiting for %j, ends after %s ms as %s', (awaits, passed, reason) => {
		const ended = look({ error: {} }, { awaits }, 401, now + passed);
		expect(ended).toEqual({ state: 'failed', reason });
	});

	it('does not blame the person for a signature', () => {
		const failures = [{ code: 'error.signature.invalid', description: 'D' }];
		expect(look({ error: { failures } }, {}, 401)).toEqual({
			...{ state: 'failed', reason: 'bank-error' },
		});
	});

	it('lets the person grant, and redeems the code that this brings', () => {
		const authorization = callAt(inApp.steps, 1);
		expect(authorization.ask(withFacts({ code: 'code-1' }))).toEqual({
			method: 'POST',
			path: '/personal/v5/decoupled/authorizations',
			body: { ...grant, code: 'code-1', response_type: 'nordea_token' },
		});
		expect(authorization.read(answer({ code: 'code-2' }), context)).toEqual({
			facts: { code: 'code-2' },
		});
		expect(() => authorization.read(answer({}), context)).toThrow(/"code" is missing/);
		expect(callAt(inApp.steps, 2).ask(withFacts({ code: 'code-2' }))).toEqual({
			method: 'POST',
			path: '/personal/v5/decoupled/token',
			form: { code: 'code-2', grant_type: 'authorization_code' },
		});
	});

	it.each(['189001019802', '01019012345', '010190-123A', '12345678'])(
		'takes %s as a name',
		(name) => {
			expect(name).toMatch(new RegExp(`^(?:${inApp.person.pattern})$`, 'u'));
			expect(name).toMatch(new RegExp(`^(?:${inApp.person.pattern})$`, 'v'));
		},
	);
});

const token = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer', raw: {} };

it.each([
	[{ tokenPath: '/personal/v5/decoupled/token' }, '/personal/v5/decoupled/token'],
	[{}, '/personal/v5/authorize/token'],
])('renews where %j says', (facts, path) => {
	const { ask, read } = nordea.renewal.call;
	expect(ask({ ...context, facts, token })).toEqual({
		...{ method: 'POST', path, form: { grant_type: 'refresh_token', refresh_token: 'r' } },
	});
	expect(read(answer({ access_token: 'b' }), context)).toEqual({ token: { access_token: 'b' } });
});

it('ends what was granted by the refresh token, and by the other one where there is none', () => {
	const { revoke } = nordea.consent;
	expect(revoke?.ask({ ...context, token })).toEqual({
		...{ method: 'POST', path: '/personal/v5/authorize/token/revoke', body: { token: 'r' } },
	});
	const { refreshToken: _none, ...alone } = token;
	expect(revoke?.ask({ ...context, token: alone }).body).toEqual({ token: 'a' });
});

it('dresses every call alike, and says who is there where somebody is', () => {
	const sending = {
		client: { id: 'client-1', secret: 'secret' },
		now,
		url: 'https://bank.example:8443/personal/v5/accounts',
	} as unknown as Sending;
	const { dress, attendance } = nordea.wire;
	expect(dress(sending)).toEqual({
		'X-IBM-Client-Id': 'client-1',
		'X-IBM-Client-Secret': 'secret',
		'X-Nordea-Originating-Date': 'Thu, 15 Jan 2026 08:00:00 GMT',
		'X-Nordea-Originating-Host': 'bank.example:8443',
	});
	expect(attendance({ psuIpAddress: '192.0.2.1' })).toEqual({
		'X-Nordea-Originating-User-Ip': '192.0.2.1',
	});
	expect(attendance({ psuIpAddress: '192.0.2.1', psuUserAgent: 'B' })).toMatchObject({
		'X-Nordea-Originating-User-Agent': 'B',
	});
});
