import { Agent, request } from 'node:https';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { MadePair } from '../../../sandbox/tls/certificates';
import { scope } from './seb-tpp';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ tls: true });
});
afterAll(() => sandbox.close());

const secure = () => {
	if (sandbox.secure === undefined) throw new Error('no HTTPS');
	return sandbox.secure;
};
const agent = new Agent({ keepAlive: false });

type Body = readonly [type: string, text: string];

/** A call over HTTPS, with a body a POST. */
function call(path: string, shown?: MadePair, body?: Body) {
	return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
		const { certificates, url } = secure();
		const sent = request(
			`${url}/seb${path}`,
			{
				agent,
				ca: certificates.authority,
				method: body === undefined ? 'GET' : 'POST',
				...(body && { headers: { 'content-type': body[0] } }),
				...(shown && { cert: shown.certificate, key: shown.key }),
			},
			(answer) => {
				let text = '';
				answer.on('data', (part: Buffer) => (text += part.toString()));
				answer.on('end', () => resolve({ status: answer.statusCode, text }));
			},
		);
		sent.on('error', reject);
		sent.end(body?.[1]);
	});
}

const order = (): Body => [
	'application/json',
	JSON.stringify({ client_id: sandbox.clientId, scope, start_mode: 'ast' }),
];
const renewal = (): Body => ['application/x-www-form-urlencoded', 'grant_type=refresh_token'];

it.each([
	[
		'account information',
		'/ais/v8/identified2/accounts',
		undefined,
		{ code: 'CERTIFICATE_MISSING' },
	],
	[
		'a look of v4',
		'/auth/v4/authorizations/1',
		undefined,
		{ status: 401, instance: expect.any(String) },
	],
	['an order of v3', '/auth/v3/authorizations', order, { status: 401, type: 'about:blank' }],
	['the token call', '/mga/sps/oauth/oauth20/token', renewal, { error: 'invalid_client' }],
])(
	'asks for a certificate over HTTPS before anything else: %s',
	async (_name, path, body, expected) => {
		const { status, text } = await call(path, undefined, body?.());
		expect([status, JSON.parse(text)]).toEqual([401, expect.objectContaining(expected)]);
	},
);

it.each(['expired', 'notYetValid', 'foreign'] as const)('refuses one that is %s', async (which) => {
	const shown = secure().certificates[which];
	const { status, text } = await call('/ais/v7/identified2/accounts', shown);
	expect([status, JSON.parse(text)]).toEqual([
		401,
		expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
	]);
});

it('takes an order with the right one, and shows a browser its page without', async () => {
	const { client } = secure().certificates;
	expect((await call('/auth/v3/authorizations', client, order())).status).toBe(201);
	const query = new URLSearchParams({
		client_id: sandbox.clientId,
		redirect_uri: 'http://127.0.0.1:5678/back',
		response_type: 'code',
		scope,
	});
	const page = await call(`/mga/sps/oauth/oauth20/authorize?${query.toString()}`);
	expect([page.status, page.text]).toEqual([200, expect.stringContaining('Who are you')]);
});
