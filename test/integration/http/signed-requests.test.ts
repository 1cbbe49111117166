import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { dressed } from '../../../lib/client/dress';
import type { HttpRequest } from '../../../lib/http/port';
import { systemClock } from '../../../lib/http/clock';
import { send } from '../../../lib/http/send';
import { n8nHttp } from '../../../lib/n8n/wire';
import type { BankProfile } from '../../../lib/profile/profile';
import { madePair } from '../../support/certificates';
import { plainBank } from '../../support/client-under-test';
import { createEngine } from '../../support/engine';
import { isSignedBy, type Received } from '../../support/signatures';

process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
process.env.N8N_SSRF_ALLOWED_IP_RANGES = '127.0.0.1/32,::1/128';

const pair = madePair('signer');
const bank: BankProfile = {
	...plainBank,
	wire: {
		requestId: 'X-Own-Id',
		dress: ({ now }) => ({ Date: new Date(now).toUTCString(), Accept: 'application/json' }),
		sign: {
			kind: 'http-signature',
			covers: [
				'(request-target)',
				'(created)',
				'host',
				'date',
				'accept',
				'x-own-id',
				'authorization',
			],
			coversIfSent: ['content-type', 'digest'],
			algorithm: 'RS256',
			called: 'hs2019',
			digest: { algorithm: 'SHA-256', of: 'body' },
			keyId: 'key-id',
		},
	},
};
const dressing = {
	bank,
	hosts: { api: 'http://127.0.0.1' },
	client: { id: 'c', signing: { key: pair.key, keyId: 'made-up' } },
	clock: systemClock,
};

/** What a bank gets over each of n8n's wires must be, byte for byte, what was signed. */
describe('A signed request', () => {
	const got: Received[] = [];
	let server: Server;

	beforeAll(async () => {
		server = createServer((request, answer) => {
			const pieces: Buffer[] = [];
			request.on('data', (piece: Buffer) => pieces.push(piece));
			request.on('end', () => {
				const { method = '', url: target = '', headers } = request;
				got.push({ method, target, headers, body: Buffer.concat(pieces) });
				answer.end('{}');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => new Promise((resolve) => server.close(resolve)));

	it.each<[string, Pick<HttpRequest, 'method' | 'body' | 'form'>, string]>([
		[
			'reading',
			{ method: 'GET' },
			'/accounts/%C3%A5+b/x%2Fy?from=2026-01-01&text=a%20b%26c+d&empty=',
		],
		[
			'JSON',
			{ method: 'POST', body: { name: ' åäö 😀 ', list: [1, '2'], nothing: null } },
			'/consents',
		],
		['a text of JSON', { method: 'PUT', body: ' "x" ' }, '/consents'],
		[
			'a form',
			{ method: 'POST', form: { scope: 'a b', code: "a+b/c=&%~*'", ö: '' } },
			'/token?x=1',
		],
		['a deletion', { method: 'DELETE' }, '/consents/1'],
	])('arrives as it was signed: %s', async (_what, request, path) => {
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}${path}`;
		const sent = dressed(dressing, {
			request: { ...request, path },
			url,
			requestId: 'made up',
			operation: 'any',
			as: 'person',
			access: { accessToken: 'a made-up token' },
		});
		got.length = 0;
		const { error } = await inNode(async (context) => {
			const http = n8nHttp(context, { keys: undefined, timeoutMs: 10_000 });
			await send(http, sent);
		});
		expect(error).toBeUndefined();
		expect(got).toHaveLength(1);
		const [received] = got;
		if (received === undefined) throw new Error('nothing came');
		expect(isSignedBy({ 'made-up': pair.certificate }, received)).toBe(true);
		expect(
			isSignedBy({ 'made-up': pair.certificate }, { ...received, target: `${received.target}x` }),
		).toBe(false);
	});
});

async function inNode(work: (context: IExecuteFunctions) => Promise<void>) {
	const engine = await createEngine([]);
	const probe: INodeType = {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			await work(this);
			return [[]];
		},
	};
	return engine.run([{ node: probe }]);
}
