import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import nock from 'nock';
import { createHttp } from '../../../lib/http/http';
import { send } from '../../../lib/http/send';
import { ScriptedBank } from '../../support/scripted-bank';

const get = (path: string) => ({ method: 'GET', path }) as const;

describe('send, over a real connection', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	const http = createHttp({ timeoutMs: 10_000 });
	const impatient = createHttp({ timeoutMs: 200 });

	it.each([200, 201, 204, 301, 400, 401, 404, 429, 500, 503])(
		'takes %i as an answer',
		async (status) => {
			bank.answers({ status, headers: { location: '/elsewhere', 'X-Own': 'kept' } });
			const answer = await send(http, get(`${bank.url}/v1/accounts`));
			expect(answer).toMatchObject({ status, headers: { 'x-own': 'kept' } });
			expect(bank.seen).toHaveLength(1);
		},
	);

	it.each([
		['JSON', 'application/json', '{"a":1}', { a: 1 }],
		['JSON with a suffix', 'application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
		['JSON sent as text', 'text/plain', '{"a":1}', { a: 1 }],
		['text', 'text/plain', 'hello', 'hello'],
		['nothing', 'application/json', '', undefined],
		[
			'numbers beyond 2^53 by their digits',
			'application/json',
			'{"a":12345678901234567890,"b":"12345678901234567890"}',
			{ a: '12345678901234567890', b: '12345678901234567890' },
		],
		[
			'the same in JSON sent as text',
			'text/plain',
			'[-12345678901234.567]',
			['-12345678901234.567'],
		],
	])('reads %s', async (_what, type, text, body) => {
		bank.answers({ headers: { 'content-type': type }, body: text });
		expect((await send(http, get(bank.url))).body).toEqual(body);
	});

	it.each([
		[
			'in its header',
			'application/json; charset=ISO-8859-1',
			'{"name":"Grüße"}',
			{ name: 'Grüße' },
		],
		['in its XML', 'application/xml', '<?xml version="1.0" encoding="ISO-8859-1"?><n>ü</n>', /ü/],
		['nowhere (MT940)', 'text/plain', ':86:Grüße', ':86:Grüße'],
	])('reads a charset declared %s', async (_where, type, text, body) => {
		bank.answers({ headers: { 'content-type': type }, body: Buffer.from(text, 'latin1') });
		const answer = await send(http, get(bank.url));
		if (body instanceof RegExp) expect(answer.body).toMatch(body);
		else expect(answer.body).toEqual(body);
	});

	it.each([
		['gzip', gzipSync],
		['x-gzip', gzipSync],
		['br', brotliCompressSync],
		['deflate', deflateSync],
		['deflate', deflateRawSync],
		['br, gzip', (bytes: Buffer) => gzipSync(brotliCompressSync(bytes))],
		['identity', (bytes: Buffer) => bytes],
	])('undoes %s', async (coding, compress) => {
		bank.answers({
			headers: { 'content-encoding': coding },
			body: compress(Buffer.from('{"a":"ä"}')),
		});
		expect((await send(http, get(bank.url))).body).toEqual({ a: 'ä' });
		expect(bank.seen[0]?.headers['accept-encoding']).toBe('gzip, br');
	});

	it('refuses JSON nested beyond reason', async () => {
		bank.answers({ body: '['.repeat(100_000) + ']'.repeat(100_000) });
		await expect(send(http, get(bank.url))).rejects.toMatchObject({ code: 'unreadable-answer' });
	});

	it('refuses JSON that is none', async () => {
		bank.answers({ body: '{"a":' });
		await expect(send(http, get(bank.url), { bank: 'Plain Bank' })).rejects.toMatchObject({
			code: 'unreadable-answer',
			message: 'Plain Bank announced JSON and sent something else',
		});
	});

	it('leaves the body of a refusal as text where it is no JSON', async () => {
		bank.answers({ status: 502, body: '<html>Bad gateway</html>' });
		expect(await send(http, get(bank.url))).toMatchObject({
			status: 502,
			body: '<html>Bad gateway</html>',
		});
	});

	it.each([
		['reset', 'the connection was cut'],
		['cut', 'the answer was cut off'],
		['silent', 'no answer in time'],
	] as const)('calls a connection that is %s no answer', async (failure, why) => {
		bank.answers({ failure, body: { a: 'b'.repeat(1000) } });
		// Only the one that never answers is waited for in vain.
		const waiting = failure === 'silent' ? impatient : http;
		const sent = send(waiting, get(bank.url), { bank: 'Plain Bank' });
		await expect(sent).rejects.toMatchObject({
			code: 'no-answer',
			message: expect.stringMatching(/^Plain Bank did not answer: /),
		});
		await expect(sent).rejects.toThrow(failure === 'cut' ? /cut/ : why);
	});

	it('calls a refused connection no answer', async () => {
		await expect(send(http, get('http://127.0.0.1:1/'))).rejects.toMatchObject({
			code: 'no-answer',
			message: 'The bank did not answer: the connection was refused',
		});
	});

	it.each(['a\nb', 'a\r\nX-Evil: 1', 'a\u2028b', 'a\0b', '\u{1f600}'])(
		'sends nothing where a header would hold %j, and does not try again',
		async (value) => {
			bank.answers({});
			const sent = send(
				http,
				{ ...get(bank.url), headers: { 'PSU-ID': value } },
				{ bank: 'Plain Bank', asked: 'the accounts' },
			);
			await expect(sent).rejects.toMatchObject({
				code: 'invalid-input',
				message:
					"Plain Bank was not asked for the accounts: a header would hold characters that can't be sent",
			});
			expect(bank.seen).toEqual([]);
		},
	);

	it('stops with the run, before and during a call', async () => {
		const before = send(http, get(bank.url), { signal: AbortSignal.abort() });
		await expect(before).rejects.toMatchObject({ code: 'cancelled' });
		bank.answers({ failure: 'silent' });
		const stop = new AbortController();
		const during = send(createHttp(), get(bank.url), { signal: stop.signal });
		const refused = expect(during).rejects.toMatchObject({ code: 'cancelled' });
		while (bank.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
		stop.abort();
		await refused;
	});

	it('keeps the token out of its errors', async () => {
		const error: unknown = await send(http, {
			...get('http://127.0.0.1:1/v1/accounts/planted-account'),
			headers: { Authorization: 'Bearer planted-token' },
		}).catch((reason: unknown) => reason);
		const { inspect } = await import('node:util');
		expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/planted/);
	});
});

describe('send, as the wire sees it', () => {
	afterEach(() => nock.cleanAll());
	// nock stays in Node's http for the suites that follow in this process.
	afterAll(() => nock.restore());
	const http = createHttp({ baseUrl: 'https://bank.example' });

	it('sends query, JSON and headers as given, and leaves undefined ones out', async () => {
		const wire = nock('https://bank.example')
			.post('/v1/consents?a=1&b=x%20y', { validUntil: '2026-12-31' })
			.matchHeader('content-type', 'application/json')
			.matchHeader('accept', 'application/json')
			.matchHeader('consent-id', 'c-1')
			.reply(201, { consentId: 'c-2' });
		const answer = await send(http, {
			method: 'POST',
			path: '/v1/consents',
			query: { a: 1, b: 'x y', c: undefined },
			headers: { 'Consent-ID': 'c-1', 'PSU-ID': undefined },
			body: { validUntil: '2026-12-31' },
		});
		expect(answer).toMatchObject({ status: 201, body: { consentId: 'c-2' } });
		expect(wire.isDone()).toBe(true);
	});

	it('sends forms', async () => {
		nock('https://bank.example')
			.post('/token', 'grant_type=refresh_token&refresh_token=a%2Bb')
			.matchHeader('content-type', 'application/x-www-form-urlencoded')
			.reply(200, { access_token: 't' });
		const form = { grant_type: 'refresh_token', refresh_token: 'a+b' };
		expect((await send(http, { method: 'POST', path: '/token', form })).status).toBe(200);
	});

	it("leaves the environment's proxy alone", async () => {
		const before = process.env.HTTPS_PROXY;
		process.env.HTTPS_PROXY = 'http://proxy.example:3128';
		nock('https://bank.example').get('/v1/accounts').reply(200, {});
		expect((await send(http, get('/v1/accounts'))).status).toBe(200);
		if (before === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = before;
	});

	it.each([
		['CERT_HAS_EXPIRED', 'has expired'],
		['SsrfBlockedIpError', 'SSRF protection'],
	])('calls %s a setting to correct, not a thing to repeat', async (code, why) => {
		nock('https://bank.example')
			.get('/')
			.replyWithError(Object.assign(new Error(code), { code }));
		await expect(send(http, get('/'))).rejects.toMatchObject({
			code: 'settings-invalid',
			message: expect.stringContaining(why),
			retryable: false,
		});
	});
});
