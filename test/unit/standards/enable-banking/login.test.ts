import { enableBanking } from '../../../../lib/banks/enable-banking';
import type { Call, Context, Gain } from '../../../../lib/profile/call';
import type { Step } from '../../../../lib/profile/login';
import { listAspsps } from '../../../../lib/standards/enable-banking/aspsps';
import { redirectLogin } from '../../../../lib/standards/enable-banking/login';

const now = Date.UTC(2031, 11, 31, 23, 59);
const dayMs = 86_400_000;

const context = (changes: Partial<Context> = {}): Context => ({
	client: { id: 'application-1' },
	hosts: { api: 'https://bank.example' },
	constants: {},
	choices: { aspsp: 'FI/business/Nowhere%20Savings%20%26%20Loan' },
	facts: {},
	language: 'sv',
	redirectUri: 'https://n8n.example/back',
	state: 'state-1',
	codeVerifier: 'v',
	nonce: 'n',
	now,
	...changes,
});

const answer = (body: unknown, status = 200) => ({ status, headers: {}, body });

const calls = redirectLogin.steps.flatMap((step: Step) => ('call' in step ? [step.call] : []));
function callOf(operation: string): Call<Gain> {
	const call = calls.find((one) => one.operation === operation);
	if (call === undefined) throw new Error(`no call ${operation}`);
	return call as Call<Gain>;
}

const entry = (changes: object = {}) => ({
	name: 'Nowhere Savings & Loan',
	country: 'FI',
	psu_types: ['business'],
	auth_methods: [{ psu_type: 'business', hidden_method: false, name: null }],
	maximum_consent_validity: 180 * 86_400,
	required_psu_headers: ['Psu-Ip-Address', 'Psu-User-Agent'],
	beta: false,
	...changes,
});

const factsOf = (aspsps: readonly object[], choices = context().choices) =>
	callOf('aspsps').read(answer({ aspsps }), context({ choices })).facts;

describe('the application', () => {
	const { read } = callOf('application');
	const good = {
		active: true,
		environment: 'PRODUCTION',
		redirect_urls: ['https://a', 'https://b'],
	};

	it('tells which addresses are registered', () => {
		expect(read(answer(good), context())).toEqual({
			facts: { redirectUrls: 'https://a https://b' },
		});
	});

	it('must be active, and of the environment of the credential', () => {
		expect(() => read(answer({ ...good, active: false }), context())).toThrow(/not active yet/);
		const constants = { application: 'PRODUCTION' };
		expect(() => read(answer(good), context({ constants }))).not.toThrow();
		expect(() => read(answer({ ...good, environment: 'SANDBOX' }), context({ constants }))).toThrow(
			/one of sandbox, and the credential is set to production/,
		);
	});
});

describe('the bank behind it', () => {
	it('is looked up in its country', () => {
		expect(callOf('aspsps').ask(context())).toMatchObject({
			path: '/aspsps',
			query: { country: 'FI', psu_type: 'business', service: 'AIS' },
		});
	});

	it('tells how long it allows, and which headers it wants', () => {
		expect(factsOf([entry({ name: 'Another' }), entry()])).toEqual({
			aspsp: 'Nowhere Savings & Loan',
			validSeconds: '15552000',
			psuHeaders: 'Psu-Ip-Address Psu-User-Agent',
		});
	});

	it('is known under a name that is written otherwise now', () => {
		const facts = factsOf([entry({ name: 'NOWHERE Savings & Lóan' })]);
		expect(facts).toMatchObject({ aspsp: 'NOWHERE Savings & Lóan' });
	});

	it('must be chosen, from the list', () => {
		for (const aspsp of [undefined, '', 'Nowhere', 'fi/business/x', 'FI/other/x']) {
			const choices = aspsp === undefined ? {} : { aspsp };
			expect(() => callOf('aspsps').ask(context({ choices }))).toThrow(
				expect.objectContaining({ code: 'invalid-input' }),
			);
		}
	});

	it('names similar ones where it is gone', () => {
		const aspsps = [entry({ name: 'Nowhere Bank' }), entry({ name: 'Elsewhere' })];
		expect(() => factsOf(aspsps)).toThrow(
			expect.objectContaining({
				code: 'settings-invalid',
				details: expect.objectContaining({
					nextStep: 'Choose the bank from the list again. Similar ones: "Nowhere Bank"',
				}) as unknown,
			}),
		);
	});

	it.each<[string, object[], string | undefined]>([
		['offers ways to log in', [{ psu_type: 'business', hidden_method: false }], undefined],
		[
			'offers none to this kind of customer',
			[
				{ psu_type: 'personal', hidden_method: false, name: 'P' },
				{ psu_type: 'personal', hidden_method: true, name: 'H' },
				{ psu_type: 'business', hidden_method: true, name: 'B' },
			],
			'B',
		],
		['says nothing', [], undefined],
	])(
		'takes a hidden way to log in only where there is no other: a bank that %s',
		(_, methods, method) => {
			expect(factsOf([entry({ auth_methods: methods })])?.['method']).toBe(method);
		},
	);
});

describe('the list of banks', () => {
	it('is sorted, its values as they are saved', () => {
		const hidden = { psu_type: 'personal', hidden_method: true, name: 'ID/1', title: 'Card' };
		const aspsps = [
			entry({ country: 'SE', name: 'Ödebank', psu_types: ['personal'], auth_methods: [hidden] }),
			entry({ country: 'SE', name: 'Abank', beta: true }),
			entry({ name: 'Zbank', auth_methods: null }),
		];
		expect(listAspsps.read(answer({ aspsps }), context())).toEqual([
			{ value: 'FI/business/Zbank', name: 'Zbank (FI, business)' },
			{
				value: 'SE/business/Abank',
				name: 'Abank (SE, business)',
				description: 'Still in beta at Enable Banking: it may fail',
			},
			{ value: 'SE/personal/%C3%96debank', name: 'Ödebank (SE, personal)' },
			{ value: 'SE/personal/%C3%96debank/ID%2F1', name: 'Ödebank (SE, personal, Card)' },
		]);
	});

	it('refuses a list that is none, naming the field', () => {
		expect(() => listAspsps.read(answer({ aspsps: [{ name: 'A' }] }), context())).toThrow(
			/aspsps\[0\]\.country/,
		);
	});
});

describe('the authorisation', () => {
	const facts = { aspsp: 'Nowhere Savings & Loan', validSeconds: '15552000', redirectUrls: '' };
	const { ask, read } = callOf('authorize');

	it('asks for as long as the bank allows, less an hour', () => {
		expect(ask(context({ facts }))).toMatchObject({
			method: 'POST',
			path: '/auth',
			body: {
				access: {
					valid_until: new Date(now + 180 * dayMs - 3_600_000).toISOString(),
					balances: true,
					transactions: true,
				},
				aspsp: { name: 'Nowhere Savings & Loan', country: 'FI' },
				state: 'state-1',
				redirect_url: 'https://n8n.example/back',
				psu_type: 'business',
				language: 'sv',
			},
		});
		expect(ask(context({ facts })).body).not.toHaveProperty('auth_method');
	});

	it('of a bank that allows an hour only asks for most of it', () => {
		const { body } = ask(context({ facts: { ...facts, validSeconds: '3600' } }));
		expect(body).toMatchObject({
			access: { valid_until: new Date(now + 3_240_000).toISOString() },
		});
	});

	it('names a way to log in that was chosen', () => {
		const { body } = ask(context({ facts: { ...facts, method: 'ID/1' } }));
		expect(body).toMatchObject({ auth_method: 'ID/1' });
	});

	it.each([
		{ error: 'REDIRECT_URI_NOT_ALLOWED', message: 'Redirect URI not allowed' },
		{ error: 'WRONG_REQUEST_PARAMETERS', message: 'Redirect URI is not allowed' },
	])('shows the address that is wanted beside those that are registered: $error', (body) => {
		const known = context({ facts: { ...facts, redirectUrls: 'https://a https://b' } });
		expect(() => read(answer({ code: 422, ...body }, 422), known)).toThrow(
			'Enable Banking does not know the address https://n8n.example/back. Registered: https://a, https://b',
		);
	});

	it('says what else is wrong', () => {
		const message = 'ASPSP does not support consent validity more than 7776000 seconds';
		const body = { code: 422, error: 'WRONG_REQUEST_PARAMETERS', message, detail: null };
		expect(() => read(answer(body, 422), context({ facts }))).toThrow(
			expect.objectContaining({
				code: 'request-rejected',
				details: expect.objectContaining({
					nextStep: expect.stringMatching(/clock/) as string,
				}) as unknown,
			}),
		);
	});
});

describe('the session', () => {
	const { read } = callOf('session');
	const account = {
		uid: 'u-1',
		identification_hash: 'h-1',
		account_id: { iban: 'FI0000000000000000' },
		postal_address: { address_line: ['1 Nowhere Street'] },
		legal_age: true,
		product: null,
		currency: 'EUR',
	};
	const body = {
		session_id: 's-1',
		accounts: [account],
		access: { valid_until: '2032-06-28T22:59:00Z' },
	};

	it('keeps what is told of the accounts once, and no more than is needed', () => {
		const { consentId, validUntil, facts = {} } = read(answer(body), context());
		expect({ consentId, validUntil }).toEqual({ consentId: 's-1', validUntil: '2032-06-28' });
		expect(JSON.parse(facts['accounts'] ?? '')).toEqual([
			{
				uid: 'u-1',
				identification_hash: 'h-1',
				account_id: { iban: 'FI0000000000000000' },
				currency: 'EUR',
			},
		]);
		// 89 days before the last day of 2031.
		expect(facts['firstDay']).toBe('2031-10-03');
		expect(enableBanking.keep).toEqual(['accounts', 'psuHeaders', 'firstDay']);
	});

	it('refuses an answer without its id', () => {
		expect(() => read(answer({ ...body, session_id: null }), context())).toThrow(/session_id/);
	});
});
