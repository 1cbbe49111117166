import { dressed } from '../../../lib/client/dress';
import { BankCalls } from '../../../lib/login/bank-calls';
import type { BankProfile } from '../../../lib/profile/profile';
import { createHttp } from '../../../lib/http/http';
import { createMemoryStore } from '../../../lib/store/memory';
import type { SignPlan } from '../../../lib/profile/wire';
import { madePair } from '../../support/certificates';
import { plainBank } from '../../support/client-under-test';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const clock = new TestClock(Date.UTC(2026, 6, 1, 12));
const bank: BankProfile = {
	...plainBank,
	wire: {
		requestId: 'X-Own-Id',
		attendance: ({ psuIpAddress }) => ({ 'X-Holder': psuIpAddress }),
		dress: ({ client, constants }) => ({
			'X-Client': client.id,
			'X-Brand': constants['brand'] ?? '',
		}),
		authorization: ({ accessToken, as }) => `${as} ${accessToken}`,
	},
};

const dressing = {
	bank,
	hosts: { api: 'https://bank.example' },
	client: { id: 'client-1' },
	constants: { brand: 'b' },
	clock,
};
const attempt = {
	request: { method: 'POST', path: '/v1/x', body: { a: 'ü' } },
	url: 'https://bank.example/v1/x?a=b%20c',
	requestId: 'request-1',
	operation: 'x',
	as: 'person',
	access: { accessToken: 'token-1' },
} as const;

it('puts on what all calls have in common', () => {
	const attended = { psuIpAddress: '203.0.113.7' };
	expect(dressed({ ...dressing, attended }, attempt).headers).toMatchObject({
		'X-Own-Id': 'request-1',
		'X-Holder': '203.0.113.7',
		'X-Client': 'client-1',
		'X-Brand': 'b',
		Authorization: 'person token-1',
	});
	expect(dressed(dressing, attempt).headers).not.toHaveProperty('X-Holder');
});

describe('a bank that wants in the body what others want in headers (PolishAPI)', () => {
	const polish: BankProfile = {
		...bank,
		wire: {
			authorization: () => undefined,
			body: ({ request, requestId, accessToken, client, holder }) => ({
				requestHeader: {
					...{ requestId, token: accessToken, tppId: client.id },
					isDirectPsu: holder !== undefined,
				},
				...(request.body as object),
			}),
		},
	};

	it('has it there', () => {
		const { body, headers } = dressed({ ...dressing, bank: polish }, attempt);
		expect(body).toEqual({
			requestHeader: {
				...{ requestId: 'request-1', token: 'token-1', tppId: 'client-1' },
				isDirectPsu: false,
			},
			a: 'ü',
		});
		expect(headers).not.toHaveProperty('Authorization');
		const attended = { psuIpAddress: '203.0.113.7' };
		expect(dressed({ ...dressing, bank: polish, attended }, attempt).body).toMatchObject({
			requestHeader: { isDirectPsu: true },
		});
	});

	it('adds no body to a call that has none', () => {
		const request = { method: 'GET', path: '/v1/x' } as const;
		expect(dressed({ ...dressing, bank: polish }, { ...attempt, request })).not.toHaveProperty(
			'body',
		);
	});
});

describe('a bank that wants its calls signed differently (ING)', () => {
	const pair = madePair('dress');
	const plan = (header: 'Signature' | 'Authorization'): SignPlan => ({
		kind: 'http-signature',
		covers: ['(request-target)', 'digest'],
		algorithm: 'RS256',
		called: 'rsa-sha256',
		digest: { algorithm: 'SHA-256', of: 'always' },
		keyId: 'client-id',
		header,
	});
	const differing: BankProfile = {
		...bank,
		wire: {
			sign: ({ as, operation }) =>
				operation === 'unsigned'
					? undefined
					: plan(as === 'nobody' ? 'Authorization' : 'Signature'),
		},
	};
	const headersOf = (changes: object) =>
		dressed(
			{ ...dressing, bank: differing, client: { id: 'client-1', signing: pair } },
			{ ...attempt, ...changes },
		).headers;

	it('signs each as it is to be', () => {
		expect(headersOf({})).toMatchObject({
			Authorization: 'Bearer token-1',
			Signature: expect.stringContaining('keyId="client-1"') as string,
		});
		const first = headersOf({ as: 'nobody', access: { accessToken: '' } });
		expect(first?.['Authorization']).toMatch(/^Signature keyId="client-1"/);
		expect(first).not.toHaveProperty('Signature');
		expect(headersOf({ operation: 'unsigned' })).not.toHaveProperty('Signature');
	});
});

it('sends the query of a call that is none of reading, and goes to the host it names', async () => {
	const wire = await ScriptedBank.start();
	wire.answers({ status: 201, body: {} });
	const calls = new BankCalls({
		bank: plainBank,
		hosts: { api: 'https://bank.example', login: `${wire.url}/auth` },
		http: createHttp(),
		clock,
		store: createMemoryStore(clock),
		connection: { id: 'connection' },
		audit: () => undefined,
	});
	const context = {
		...calls.place,
		facts: { clientToken: 'client-token' },
		language: 'en',
		redirectUri: '',
		state: '',
		codeVerifier: '',
		nonce: '',
		now: clock.now(),
	} as const;
	await calls.answerTo(
		{
			operation: 'authorisation.start',
			at: 'login',
			as: 'client',
			ask: () => ({ method: 'POST', path: '/orders', query: { start: 'qr', scope: 'a b' } }),
			read: () => undefined,
		},
		context,
		{ asked: 'the login' },
	);
	await wire.stop();
	expect(wire.seen[0]?.url).toBe('/auth/orders?start=qr&scope=a%20b');
	expect(wire.seen[0]?.headers['authorization']).toBe('Bearer client-token');
});
