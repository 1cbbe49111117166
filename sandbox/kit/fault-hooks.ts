import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bank } from '../bank/bank';
import type { Fault } from '../bank/faults';
import type { About, Reason } from './refused';

/** A persona's way to refuse a call. */
export type Refuse = (
	reply: FastifyReply,
	reason: Reason,
	about: Pick<About, 'status' | 'code'>,
) => FastifyReply;

/** Lets the faults that were switched on happen to the routes of one persona. */
export function sufferFaults(app: FastifyInstance, bank: Bank, refuse: Refuse): void {
	app.addHook('onRequest', async (request, reply) => {
		request.fault = bank.faults.take(callOf(request));
		if (request.fault === undefined) return undefined;
		bank.log.note(request, { fault: request.fault.kind });
		return strike(request.fault, request, reply, refuse);
	});

	app.addHook('onSend', async (request, _reply, payload) =>
		request.fault?.kind === 'cut' && typeof payload === 'string'
			? cutOff(payload, request.fault.params.bytes)
			: payload,
	);
}

function callOf(request: FastifyRequest) {
	const { accountId } = request.params as { accountId?: string };
	return {
		endpoint: request.routeOptions.config.endpoint ?? 'unknown',
		method: request.method,
		...(accountId !== undefined && { account: accountId }),
	};
}

/** Answers at once, delays, or leaves the call to the faults of a later hook. */
async function strike(
	{ kind, params }: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
	refuse: Refuse,
): Promise<FastifyReply | undefined> {
	switch (kind) {
		case 'status':
			return refuse(reply, 'server-error', {
				status: params.status ?? 503,
				...(params.code !== undefined && { code: params.code }),
			});
		case 'refused':
			return refuse(reply, params.reason ?? 'server-error', {});
		case '429':
			return refuse(reply, 'too-many', {});
		case '429-retry-after':
			reply.header('retry-after', params.date ?? String(params.seconds ?? 1));
			return refuse(reply, 'too-many', {});
		case 'access-exceeded':
			return refuse(reply, 'quota', {});
		case 'wrong-json':
			return reply.type('application/json').send('{"accounts":[{"resourceId":"cut sho');
		case 'wrong-shape':
			return reply.send({ message: 'valid JSON, but not what was asked for' });
		case 'html':
			return reply
				.code(params.status ?? 200)
				.type('text/html; charset=utf-8')
				.send('<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>');
		case 'redirect':
			return reply.redirect(`${params.origin ?? 'https://elsewhere.example'}${request.url}`);
		case 'slow':
			await keepWaiting(params.ms ?? 2_000, reply);
			return undefined;
		case 'cut':
			if (params.bytes !== 0) return undefined;
			reply.hijack();
			request.raw.socket.destroy();
			return reply;
		default:
			return undefined;
	}
}

/** No longer than the caller does: a timer of minutes would outlive the bank. */
async function keepWaiting(ms: number, { raw }: FastifyReply): Promise<void> {
	const hungUp = new AbortController();
	raw.once('close', () => hungUp.abort());
	await wait(ms, undefined, { signal: hungUp.signal }).catch(() => undefined);
}

/** Promises the whole answer in Content-Length and breaks off. */
function cutOff(payload: string, bytes: number | undefined): Readable {
	const whole = Buffer.from(payload);
	const part = whole.subarray(0, bytes ?? Math.floor(whole.length / 2));
	return Readable.from(
		(async function* breakOff() {
			yield part;
			await wait(20);
			throw new Error('cut by a fault');
		})(),
		{ objectMode: false },
	);
}
