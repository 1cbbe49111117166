import type { IncomingHttpHeaders } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { AccessState, Grant } from '../bank/grants';
import type { Bank } from '../bank/bank';
import type { Fault } from '../bank/faults';
import type { LogEntry } from '../bank/request-log';
import { Refused } from './refused';

export type Texts = Readonly<Record<string, string | undefined>>;

/** A call as the bank sees it: what an answer and a demand's test are given. */
export interface Served {
	/** The call's name. */
	readonly call: string;
	readonly method: string;
	/** Path and query as they came. */
	readonly target: string;
	readonly params: Readonly<Record<string, string>>;
	readonly query: Texts;
	/** Empty where the body is no form. A field that came twice: its values in `forms`. */
	readonly form: Texts;
	readonly forms: (name: string) => readonly string[];
	/** The JSON, or `undefined`. */
	readonly body: unknown;
	/** The bytes of the body. */
	readonly raw: Buffer;
	readonly headers: IncomingHttpHeaders;
	/** In any spelling; an empty one counts as absent. */
	readonly header: (name: string) => string | undefined;
	/** `http://127.0.0.1:8787/<id>`, at whichever listener was asked. */
	readonly base: string;
	/** The same as a path. */
	readonly path: string;
	/** Whether the account holder is there. */
	readonly attended: boolean;
	/** What `Authorization: Bearer` opens at this bank; `undefined` without one. */
	readonly access: AccessState | undefined;
	/** Whom the token belongs to. Throws where there is none that lives: such calls demand `bearer`. */
	readonly grant: Grant;
	readonly fault: Fault | undefined;
	/** Adds to the call's line in the log; never a secret. */
	readonly note: (note: Partial<Pick<LogEntry, 'grant' | 'code'>>) => void;
}

export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON; a text or bytes go out as they are, with the `content-type` of `headers`. */
	readonly body?: unknown;
}

export const json = (body: unknown, status = 200): Reply => ({ status, body });

export const redirect = (location: string): Reply => ({
	status: 302,
	headers: { location, 'referrer-policy': 'no-referrer' },
});

/** What the kit's parsers make of a body. */
export interface Parsed {
	readonly raw: Buffer;
	readonly json?: unknown;
	readonly form?: URLSearchParams;
}

const none: Parsed = { raw: Buffer.alloc(0) };

export function servedFrom(
	request: FastifyRequest,
	bank: Bank,
	{ call, path, attended }: { call: string; path: string; attended: string },
): Served {
	const { raw, json: body, form } = (request.body as Parsed | null | undefined) ?? none;
	const { headers } = request;
	const header = (name: string): string | undefined => {
		const value = headers[name.toLowerCase()];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const token = /^Bearer (\S+)$/i.exec(header('authorization') ?? '')?.[1];
	const access = token === undefined ? undefined : bank.grants.look(token);
	const scheme = (request.raw.socket as Partial<TLSSocket>).encrypted === true ? 'https' : 'http';
	return {
		call,
		method: request.method,
		target: request.url,
		params: request.params as Record<string, string>,
		query: request.query as Texts,
		form: Object.fromEntries(form ?? []),
		forms: (name) => form?.getAll(name) ?? [],
		body,
		raw,
		headers,
		header,
		base: `${scheme}://${headers.host ?? 'localhost'}${path}`,
		path,
		attended: header(attended) !== undefined,
		access,
		get grant() {
			if (access?.state === 'live') return access.grant;
			throw new Refused('missing-token', { field: 'Authorization' });
		},
		fault: request.fault,
		note: (note) => bank.log.note(request, note),
	};
}
