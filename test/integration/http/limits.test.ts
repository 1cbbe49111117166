import { lookup } from 'node:dns';
import { MessageChannel } from 'node:worker_threads';
import type { IHttpRequestOptions, NodeEgressFilter } from 'n8n-workflow';
import { createHttp } from '../../../lib/http/http';
import type { Http } from '../../../lib/http/port';
import { send } from '../../../lib/http/send';
import { n8nAdapter } from '../../../lib/n8n/adapter';
import { keptConnection } from '../../../lib/n8n/kept-connection';
import { offeredByFilter, threadHttp } from '../../../lib/n8n/thread-wire';
import { createMemoryStore } from '../../../lib/store/memory';
import { Caller, offer } from '../../../lib/thread/calls';
import { offeredToClient } from '../../../lib/thread/client';
import '../../support/engine';
import { FixedSession } from '../../support/fixed-session';
import { openRawBank, type MisbehaviourName, type RawBank } from '../../support/raw-bank';
import { TestClock } from '../../support/test-clock';

/** Long enough for an answer to begin, short enough to wait for. */
const shortMs = 150;
/** Where time is not what is looked at. */
const longMs = 20_000;
const largestAnswer = 1024 * 1024;

const filter: NodeEgressFilter = {
	validateUrl: async () => ({ ok: true, result: undefined }),
	validateConnectionHost: () => ({ ok: true, result: undefined }),
	createSecureLookup: () => lookup,
	validateRedirectSync: () => undefined,
};

/** n8n's own helper, as every node has it. */
async function helper(timeoutMs: number): Promise<Http> {
	const { Container } = await import('@n8n/di');
	const { OutboundHttp } = await import('@n8n/backend-network');
	const httpRequest = (options: IHttpRequestOptions) =>
		Container.get(OutboundHttp).requests().request(options);
	return createHttp({ adapter: n8nAdapter({ helpers: { httpRequest } }), timeoutMs });
}

const channels: MessageChannel[] = [];

/** As an export's thread has it, over what n8n's thread offers. */
function inThread(http: Http, timeoutMs: number | undefined): Http {
	const channel = new MessageChannel();
	channels.push(channel);
	const here = {
		http,
		session: new FixedSession(),
		store: createMemoryStore(new TestClock()),
		audit: () => undefined,
	};
	const offered = { ...offeredToClient(here), ...offeredByFilter(filter) };
	offer(channel.port1, offered);
	const calls = new Caller<typeof offered>(channel.port2);
	return threadHttp(calls, timeoutMs === undefined ? undefined : { timeoutMs });
}

const wires: Readonly<Record<string, (timeoutMs: number) => Promise<Http>>> = {
	'kept connections': async (timeoutMs) =>
		createHttp({ adapter: keptConnection({ filter }), timeoutMs }),
	"n8n's helper": helper,
	"n8n's helper behind a proxy": helper,
	"the thread's connections": async (timeoutMs) => inThread(await helper(timeoutMs), timeoutMs),
	"n8n's helper for the thread": async (timeoutMs) => inThread(await helper(timeoutMs), undefined),
	'no n8n': async (timeoutMs) => createHttp({ timeoutMs }),
};

describe.each(Object.keys(wires))('On %s', (name) => {
	let bank: RawBank;
	let hasty: Http;
	let patient: Http;
	const isKept = /connections|no n8n/.test(name);
	const isProxied = name.endsWith('proxy');

	beforeAll(async () => {
		bank = await openRawBank();
		if (isProxied) process.env.http_proxy = process.env.https_proxy = bank.url;
		const open = wires[name] as (timeoutMs: number) => Promise<Http>;
		hasty = await open(shortMs);
		patient = await open(longMs);
	});
	afterAll(async () => {
		delete process.env.http_proxy;
		delete process.env.https_proxy;
		for (const { port1 } of channels.splice(0)) port1.close();
		await bank.close();
	});

	const host = () => (isProxied ? 'http://bank.invalid' : bank.url);
	const ask = (http: Http, what: MisbehaviourName | URL, method: 'GET' | 'POST' = 'GET') =>
		send(
			http,
			{
				method,
				path: typeof what === 'string' ? `${host()}/${encodeURIComponent(what)}` : what.href,
				...(method === 'POST' ? { form: { grant_type: 'refresh_token' } } : {}),
			},
			{ bank: 'Plain Bank', largestAnswer },
		);

	describe.each(['GET', 'POST'] as const)('%s', (method) => {
		it.each([
			'silent',
			'headers that drip',
			'information for ever',
			'continue for ever',
			'a body that drips',
			'a compressed body that drips',
		] as const)('one attempt is over in time: %s', async (what) => {
			await expect(ask(hasty, what, method)).rejects.toMatchObject({
				code: 'no-answer',
				message: 'Plain Bank did not answer: no answer in time',
			});
			await bank.allEnded();
		});

		it.each(['a body without an end', 'a body of bombs'] as const)(
			'stops reading at the limit: %s',
			async (what) => {
				const before = process.memoryUsage().rss;
				const sentBefore = bank.sent;
				await expect(ask(patient, what, method)).rejects.toMatchObject({
					code: 'unreadable-answer',
					message: 'Plain Bank sent more than 1 MiB in one answer',
					retryable: false,
				});
				await bank.allEnded();
				expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
				expect(bank.sent - sentBefore).toBeLessThan(16 * 1024 * 1024);
			},
		);

		it.each([
			['text that is called gzip', 'unreadable-answer'],
			// n8n's helper gives what came as if it was all.
			[
				'gzip that is cut',
				isKept && (method === 'GET' || !name.startsWith('the thread'))
					? 'no-answer'
					: 'unreadable-answer',
			],
			['less than it announced', 'no-answer'],
		] as const)('says what is wrong with %s', async (what, code) => {
			await expect(ask(patient, what, method)).rejects.toMatchObject({ code });
		});
	});

	it('takes nothing for an answer, compressed or not', async () => {
		expect(await ask(patient, 'nothing that is called gzip')).toMatchObject({
			status: 200,
			body: undefined,
		});
	});

	it('is over in time where nobody shakes hands', async () => {
		const { host: at } = new URL(host());
		await expect(ask(hasty, new URL(`https://${at}/`))).rejects.toMatchObject({
			code: 'no-answer',
		});
	});
});
