import { bankIdLinks } from '../../../lib/standards/bankid';
import { decoupledLogin, redirectLogin } from '../../../lib/standards/berlin-group/login';
import type { Context } from '../../../lib/profile/call';
import { renewalWith, tokenRequest } from '../../../lib/standards/oauth2';
import { simulatedApp } from '../../../lib/banks/sandbox-bank';

const context: Context = {
	client: { id: 'client:1', secret: 'sécret & more' },
	hosts: { api: 'https://bank.example', authorize: 'https://bank.example/authorize' },
	constants: {},
	choices: {},
	facts: { clientToken: 'client token', authorisationId: 'auth 1' },
	consentId: 'consent/1',
	psuIpAddress: '203.0.113.7',
	language: 'sv',
	redirectUri: 'https://n8n.example/login',
	state: 'state',
	codeVerifier: 'verifier',
	nonce: 'nonce',
	now: Date.UTC(2026, 10, 22, 12),
};
const [, { call: create }, { order, look }] = decoupledLogin().steps;

const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const standing = (body: object) => look.read(answer(body), context);

describe('what is asked', () => {
	it('a consent on whatever accounts the person picks, decoupled', () => {
		expect(create.as).toBe('client');
		expect(create.ask(context)).toMatchObject({
			method: 'POST',
			path: '/v1/consents',
			headers: {
				'psu-ip-address': '203.0.113.7',
				'psu-accept-language': 'sv',
				'tpp-redirect-preferred': 'false',
				'tpp-decoupled-preferred': 'true',
			},
			body: {
				access: { accounts: [], balances: [], transactions: [] },
				recurringIndicator: true,
				validUntil: '2027-05-21',
				frequencyPerDay: 4,
			},
		});
	});

	it('an order for whoever opens it, or for the person who is named, in a header only', () => {
		expect(order.ask(context).headers).not.toHaveProperty('psu-id');
		const named = order.ask({ ...context, personalNumber: '189001019802' });
		expect(named.headers).toMatchObject({ 'psu-id': '189001019802' });
		expect(JSON.stringify([named.path, named.body, named.query])).not.toContain('189001019802');
	});

	it('ids are escaped in paths', () => {
		expect(look.ask(context).path).toBe('/v1/consents/consent%2F1/authorisations/auth%201');
	});

	it('the client secret goes into the header as RFC 6749 says, or into the body', () => {
		const form = { grant_type: 'refresh_token', refresh_token: 'r' };
		const { authorization } = tokenRequest(context.client, form).headers ?? {};
		const basic = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString();
		expect(basic).toBe('client%3A1:s%C3%A9cret+%26+more');
		const token = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer', raw: {} };
		const renewing = renewalWith('body').call.ask({ ...context, token });
		expect(renewing).toMatchObject({
			form: { ...form, client_id: 'client:1', client_secret: 'sécret & more' },
		});
		expect(renewing.headers).toBeUndefined();
	});

	it('a redirect that names the consent, with PKCE', () => {
		// RFC 7636, appendix B.
		const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
		const [, , { visit }] = redirectLogin.steps;
		const { searchParams } = new URL(visit({ ...context, codeVerifier }));
		expect(Object.fromEntries(searchParams)).toMatchObject({
			redirect_uri: 'https://n8n.example/login',
			scope: 'AIS:consent/1',
			code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
			code_challenge_method: 'S256',
			state: 'state',
		});
	});
});

describe('what is read', () => {
	it.each([
		[{ scaStatus: 'received' }, 'outstanding', undefined],
		[{ scaStatus: 'psuIdentified' }, 'outstanding', undefined],
		[{ scaStatus: 'started' }, 'started', undefined],
		[{ scaStatus: 'started', hintCode: 'userSign' }, 'signing', undefined],
		[{ scaStatus: 'started', hintCode: 'USER_SIGN' }, 'signing', undefined],
		[{ scaStatus: 'started', hintCode: 'a word of next year' }, 'started', undefined],
		[{ scaStatus: 'finalised' }, 'complete', undefined],
		[{ scaStatus: 'finalised', hintCode: 'userSign' }, 'complete', undefined],
		[{ scaStatus: 'exempted' }, 'complete', undefined],
		[{ scaStatus: 'failed' }, 'failed', 'refused'],
		[{ scaStatus: 'failed', hintCode: 'userCancel' }, 'failed', 'cancelled'],
		[{ scaStatus: 'failed', hintCode: 'START_FAILED' }, 'failed', 'not-opened'],
		[
			{ scaStatus: 'failed', tppMessages: [{ code: 'ERROR', text: 'PSU_CREDENTIALS_INVALID' }] },
			'failed',
			'wrong-person',
		],
	])('%j is %s %s', (body, state, reason) => {
		expect(standing(body)).toMatchObject({ state, ...(reason && { reason }) });
		if (reason === undefined) expect(standing(body)).not.toHaveProperty('reason');
	});

	it('the code to draw, the token that opens the app, the pause, the code to redeem', () => {
		const read = standing({
			scaStatus: 'received',
			pollDelay: 750,
			psuMessage: 'Skanna koden.',
			challengeData: { data: ['bankid.x.1.y'], autoStartToken: 'auto' },
		});
		expect(read).toMatchObject({
			qr: 'bankid.x.1.y',
			links: bankIdLinks('auto'),
			pollMs: 750,
			message: 'Skanna koden.',
		});
		const over = standing({ scaStatus: 'finalised', authorizationCode: 'code' });
		expect(over.facts).toEqual({ code: 'code' });
	});

	it('nothing is guessed where the answer is not the standard', () => {
		expect(() => standing({})).toThrow('scaStatus');
		expect(() => standing({ scaStatus: 'somewhere' })).toThrow('is not one of the standard');
		expect(() => order.read(answer({ scaStatus: 'received' }), context)).toThrow('authorisationId');
	});
});

describe('BankID', () => {
	it('opens on the same device, with nothing but the token', () => {
		expect(bankIdLinks('a b')).toEqual({
			computer: 'bankid:///?autostarttoken=a%20b&redirect=null',
			phone: 'https://app.bankid.com/?autostarttoken=a%20b&redirect=',
		});
		const [, , sandboxOrder] = decoupledLogin(simulatedApp).steps;
		const hosts = { api: 'http://127.0.0.1:1/berlin-group' };
		const challengeData = { autoStartToken: 'token' };
		const body = { scaStatus: 'received', challengeData };
		expect(sandboxOrder.look.read(answer(body), { ...context, hosts }).links?.computer).toBe(
			'http://127.0.0.1:1/bankid-app?autostarttoken=token',
		);
	});
});
