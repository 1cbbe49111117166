import type { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Bank } from '../bank/bank';
import { check } from './demands';
import { sufferFaults } from './fault-hooks';
import { pathOf, type BankCall, type Persona } from './persona';
import { Refused, sentences, type About } from './refused';
import { servedFrom, type Parsed, type Reply } from './served';
import { visitCalls } from './visit';

/** Puts a persona on the wire, below its own path. */
export function serve(app: FastifyInstance, persona: Persona, bank: Bank): void {
	const refuse = (reply: FastifyReply, { reason, about }: Refused): FastifyReply => {
		const call = endpointOf(reply.request);
		const text = about.text ?? sentences[reason];
		const refusal = persona.refuse(reason, {
			...about,
			...(text !== undefined && { text }),
			call,
		});
		bank.log.note(reply.request, { code: about.code ?? reason });
		return send(reply, { ...refusal, status: about.status ?? refusal.status });
	};

	readBodies(app);
	app.addHook('onRequest', async (request, reply) => {
		bank.log.start(request, bank.now());
		const requestId = request.headers['x-request-id'];
		if (typeof requestId === 'string') reply.header('x-request-id', requestId);
	});
	sufferFaults(app, bank, (reply, reason, about) => refuse(reply, new Refused(reason, about)));
	app.addHook('onResponse', async (request, reply) => {
		// A cut answer has no status: nobody received it.
		if (request.fault?.kind !== 'cut') bank.log.note(request, { status: reply.statusCode });
		if (reply.statusCode === 401) bank.barrier.refused(endpointOf(request));
	});
	app.setErrorHandler((error, _request, reply) => refuse(reply, asRefused(error)));
	app.setNotFoundHandler((_request, reply) => refuse(reply, new Refused('unknown-path')));

	const calls = [...persona.calls, ...visitCalls];
	for (const call of calls) {
		app.route({
			method: call.method,
			url: call.path,
			config: { endpoint: call.name },
			handler: async (request, reply) => send(reply, await answer(persona, bank, call, request)),
		});
	}
	refuseOtherMethods(app, calls);
}

async function answer(
	persona: Persona,
	bank: Bank,
	call: BankCall,
	request: FastifyRequest,
): Promise<Reply> {
	const served = servedFrom(request, bank, {
		call: call.name,
		path: pathOf(persona),
		attended: persona.attended?.value ?? 'psu-ip-address',
	});
	const byBrowser = call.browser === true;
	if (persona.transport !== undefined && !byBrowser) checkCertificate(request);
	check(call.demands, served, bank);
	if (persona.signature !== undefined && !byBrowser) {
		const verdict = persona.signature.value(served, bank);
		if (verdict !== true) throw new Refused(verdict, { field: 'Signature' });
	}
	return call.answer(served, bank);
}

/** Only HTTPS has certificates; over plain HTTP the bank is its own sandbox, which asks for none. */
function checkCertificate({ raw }: FastifyRequest): void {
	const socket = raw.socket as Partial<TLSSocket>;
	if (socket.encrypted !== true || socket.authorized === true) return;
	const shown = Object.keys(socket.getPeerCertificate?.() ?? {}).length > 0;
	if (!shown) {
		throw new Refused('missing-certificate', { text: 'a client certificate is needed' });
	}
	const why = String(socket.authorizationError).toLowerCase().replaceAll('_', ' ');
	throw new Refused('bad-certificate', { text: `the client certificate is refused: ${why}` });
}

function send(reply: FastifyReply, { status, headers = {}, body }: Reply): FastifyReply {
	reply.code(status).headers(headers);
	return body === undefined ? reply.send() : reply.send(body);
}

const endpointOf = ({ routeOptions }: FastifyRequest): string =>
	routeOptions.config.endpoint ?? 'unknown';

function asRefused(error: unknown): Refused {
	if (error instanceof Refused) return error;
	const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
	// What the web framework refuses before a call is answered.
	if (status === 415) return new Refused('unsupported-media');
	if (status === 400 || status === 413) return new Refused('bad-body', { field: 'body' });
	const text = error instanceof Error ? error.message : 'unknown';
	return new Refused('server-error', { text } satisfies Partial<About>);
}

/** Bodies are kept as bytes too: a signature covers them as they came. */
function readBodies(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	const parse = (type: string | RegExp, read: (text: string) => Omit<Parsed, 'raw'>) =>
		app.addContentTypeParser(
			type,
			{ parseAs: 'buffer' },
			async (_request: FastifyRequest, raw: Buffer) => ({
				raw,
				...read(raw.toString()),
			}),
		);
	parse('application/x-www-form-urlencoded', (text) => ({ form: new URLSearchParams(text) }));
	parse(/^application\/([\w.-]+\+)?json/, (text) => {
		if (text === '') return {};
		try {
			return { json: JSON.parse(text) as unknown };
		} catch {
			throw new Refused('bad-body', { field: 'body', text: 'the body is not valid JSON' });
		}
	});
}

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

function refuseOtherMethods(app: FastifyInstance, calls: readonly BankCall[]): void {
	for (const url of new Set(calls.map(({ path }) => path))) {
		const known = new Set(calls.filter(({ path }) => path === url).map(({ method }) => method));
		const method: HTTPMethods[] = methods.filter((one) => !known.has(one));
		if (method.length === 0) continue;
		app.route({
			url,
			method,
			handler: async () => {
				throw new Refused('wrong-method');
			},
		});
	}
}
