import { appLogin } from '../../../lib/banks/seb/login';
import type { Context } from '../../../lib/profile/call';

const context: Context = {
	client: { id: 'client', secret: 'secret' },
	hosts: { api: 'https://bank.example' },
	constants: {},
	choices: {},
	facts: { authReqId: 'a/b' },
	psuIpAddress: '203.0.113.7',
	language: 'sv',
	redirectUri: 'https://n8n.example/back',
	state: 'state',
	codeVerifier: '',
	nonce: '',
	now: Date.UTC(2026, 0, 15),
};
const [{ order, look }, { call: exchange }] = appLogin.steps;
const standing = (body: unknown, status = 200) => look.read({ status, headers: {}, body }, context);

it('asks in the language of the person, and for the QR code where nobody says which device', () => {
	expect(order.ask(context).body).toMatchObject({ lang: 'sv', start_mode: 'qr' });
	expect(look.ask(context).path).toBe('/authorizations/a%2Fb');
});

it('names nobody before, and wants to know where the app is', () => {
	expect(appLogin).toMatchObject({ how: 'app', app: 'bankid', device: 'asked' });
	expect(appLogin).not.toHaveProperty('person');
});

it.each([
	['PENDING', 'userSign', { state: 'signing', hint: 'userSign' }],
	['PENDING', 'USER_SIGN', { state: 'signing', hint: 'userSign' }],
	['PENDING', 'somethingNew', { state: 'outstanding' }],
	['PENDING', undefined, { state: 'outstanding' }],
	['PENDING', 'userCancel', { state: 'outstanding', hint: 'userCancel' }],
	['COMPLETE', 'userSign', { state: 'complete' }],
	['FAILED', 'SEB_TIMEOUT', { state: 'failed', reason: 'expired', hint: 'sebTimeout' }],
	['FAILED', 'userSign', { state: 'failed', reason: 'refused', hint: 'userSign' }],
	['FAILED', undefined, { state: 'failed', reason: 'refused' }],
])('reads %s with %s: the status decides', (status, hint_code, expected) => {
	expect(standing({ status, hint_code })).toEqual(expected);
});

it.each([undefined, 'pending', 'DONE', 1])('guesses nothing of the status %j', (status) => {
	expect(() => standing({ status })).toThrow('"status" is not PENDING, COMPLETE or FAILED');
});

it('takes what opens the app, and the pace of the bank where it is one', () => {
	const body = { status: 'PENDING', qr_token: 'bankid.x', autostart_token: 'a b', poll_delay: 700 };
	expect(standing(body)).toMatchObject({
		qr: 'bankid.x',
		links: { computer: 'bankid:///?autostarttoken=a%20b&redirect=null' },
		pollMs: 700,
	});
	expect(standing({ status: 'PENDING', poll_delay: 'soon' }).pollMs).toBeUndefined();
});

it('wants an id of the order, and tokens at its end', () => {
	const answer = (status: number, body: unknown) => ({ status, headers: {}, body });
	expect(() => order.read(answer(201, {}), context)).toThrow('"auth_req_id" is missing');
	expect(() => exchange.read(answer(201, {}), context)).toThrow('access_token');
	expect(exchange.read(answer(409, {}), context)).toBe('not-yet');
	expect(exchange.read(answer(201, { access_token: 'token' }), context)).toEqual({
		token: { access_token: 'token' },
		facts: { how: 'app', redirectUri: 'https://n8n.example/back' },
		validUntil: '2026-07-14',
	});
});
