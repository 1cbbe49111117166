import { bankIdLinks, standingOf } from '../../../lib/standards/bankid';
import { consentFirstLogin, decoupledLogin } from '../../../lib/standards/berlin-group/login';
import { renewalWith, tokenRequest } from '../../../lib/standards/oauth2';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';

const context = {
	client: { id: 'client:1', secret: 'sécret & more' },
	facts: { clientToken: 'client token', consentId: 'consent/1', authorisationId: 'auth 1' },
	psuIpAddress: '203.0.113.7',
	language: 'sv',
	validUntil: '2027-05-21',
} as const;

const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const standing = (body: object) => decoupledLogin.status.read(answer(body));

describe('what is asked', () => {
	it('a consent on whatever accounts the person picks, decoupled', () => {
		const [create] = decoupledLogin.prepare;
		expect(create?.ask(context)).toMatchObject({
			method: 'POST',
			path: '/v1/consents',
			headers: {
				authorization: 'Bearer client token',
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
		const { order } = decoupledLogin;
		expect(order.ask(context).headers).not.toHaveProperty('psu-id');
		const named = order.ask({ ...context, personalNumber: '189001019802' });
		expect(named.headers).toMatchObject({ 'psu-id': '189001019802' });
		expect(JSON.stringify([named.path, named.body, named.query])).not.toContain('189001019802');
	});

	it('ids are escaped in paths', () => {
		expect(decoupledLogin.status.ask(context).path).toBe(
			'/v1/consents/consent%2F1/authorisations/auth%201',
		);
	});

	it('the client secret goes into the header as RFC 6749 says, or into the body', () => {
		const form = { grant_type: 'refresh_token', refresh_token: 'r' };
		const { authorization } = tokenRequest(context.client, form).headers ?? {};
		const basic = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString();
		expect(basic).toBe('client%3A1:s%C3%A9cret+%26+more');
		expect(renewalWith('body').ask(context.client, 'r')).toMatchObject({
			form: { ...form, client_id: 'client:1', client_secret: 'sécret & more' },
		});
		expect(renewalWith('body').ask(context.client, 'r').headers).toBeUndefined();
	});

	it('a redirect that names the consent, with PKCE', () => {
		// RFC 7636, appendix B.
		const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
		const redirect = { redirectUri: 'https://n8n.example/login', state: 'state', codeVerifier };
		expect(consentFirstLogin.authorize({ ...context, ...redirect })).toMatchObject({
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
			autoStartToken: 'auto',
			pollMs: 750,
			message: 'Skanna koden.',
		});
		const over = standing({ scaStatus: 'finalised', authorizationCode: 'code' });
		expect(over.facts).toEqual({ code: 'code' });
	});

	it('nothing is guessed where the answer is not the standard', () => {
		expect(() => standing({})).toThrow('scaStatus');
		expect(() => standing({ scaStatus: 'somewhere' })).toThrow('is not one of the standard');
		expect(() => decoupledLogin.order.read(answer({ scaStatus: 'received' }))).toThrow(
			'authorisationId',
		);
	});
});

describe('BankID', () => {
	it.each([
		['outstandingTransaction', 'outstanding', undefined],
		['NO_CLIENT', 'outstanding', undefined],
		['started', 'started', undefined],
		['userMrtd', 'signing', undefined],
		['processing', 'signing', undefined],
		['expiredTransaction', 'failed', 'expired'],
		['certificateErr', 'failed', 'unusable'],
		['cancelled', 'failed', 'replaced'],
		['transactionRiskBlocked', 'failed', 'refused'],
	])('%s is %s', (hint, state, reason) => {
		expect(standingOf(hint)).toMatchObject({ state, ...(reason && { reason }) });
	});

	it('a word that it has added since is left to the bank', () => {
		expect(standingOf('somethingNew')).toBeUndefined();
	});

	it('opens on the same device, with nothing but the token', () => {
		expect(bankIdLinks('a b')).toEqual({
			computer: 'bankid:///?autostarttoken=a%20b&redirect=null',
			phone: 'https://app.bankid.com/?autostarttoken=a%20b&redirect=',
		});
		const hosts = { api: 'http://127.0.0.1:1/berlin-group', authorize: '', token: '' };
		expect(sandboxBank.decoupled.appLinks('token', hosts).computer).toBe(
			'http://127.0.0.1:1/bankid-app?autostarttoken=token',
		);
	});
});
