import type { FastifyRequest } from 'fastify';
import { digest } from './secrets';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What the bank calls this operation in its log and in fault matches. */
		endpoint?: string;
	}
}

export interface LogEntry {
	/** Epoch milliseconds by the bank's clock. */
	readonly at: number;
	readonly method: string;
	/** Ids are digests, unknown query values are left out. */
	readonly path: string;
	readonly endpoint: string;
	readonly requestId?: string;
	/** Whether PSU-IP-Address was sent. */
	readonly attended: boolean;
	/** Digests. */
	readonly consent?: string;
	readonly account?: string;
	/** Absent: the connection was cut, or the answer is still on its way. */
	status?: number;
	/** The code of a refusal. */
	code?: string;
	/** What a fault did to this call. */
	fault?: string;
	/** What the token endpoint was asked for. */
	grant?: string;
}

const openQuery = new Set([
	'bookingStatus',
	'dateFrom',
	'dateTo',
	'withBalance',
	'response_type',
	'scope',
]);
const idLike = /^(?=.*\d)[\w-]{16,}$/;

function maskedPath(url: string): string {
	const { pathname, searchParams } = new URL(url, 'http://sandbox');
	const path = pathname
		.split('/')
		.map((part) => (idLike.test(part) ? `~${digest(part)}` : part))
		.join('/');
	const query = [...searchParams].map(([name, value]) =>
		openQuery.has(name) && !idLike.test(value) ? `${name}=${value}` : `${name}=…`,
	);
	return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

const text = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;

/** Every call that the bank has seen: no tokens, secrets or personal numbers. */
export class RequestLog {
	private entries: LogEntry[] = [];
	private seenUrls: string[] = [];
	private readonly open = new WeakMap<FastifyRequest, LogEntry>();

	start(request: FastifyRequest, at: number): void {
		const { headers, params } = request;
		const requestId = text(headers['x-request-id']);
		const consent = text(headers['consent-id']);
		const account = (params as Record<string, string> | undefined)?.['accountId'];
		const entry: LogEntry = {
			at,
			method: request.method,
			path: maskedPath(request.url),
			endpoint: request.routeOptions.config.endpoint ?? 'unknown',
			attended: headers['psu-ip-address'] !== undefined,
			...(requestId !== undefined && { requestId }),
			...(consent !== undefined && { consent: digest(consent) }),
			...(account !== undefined && { account: digest(account) }),
		};
		this.entries.push(entry);
		this.seenUrls.push(request.url);
		this.open.set(request, entry);
	}

	note(
		request: FastifyRequest,
		note: Partial<Pick<LogEntry, 'status' | 'code' | 'fault' | 'grant'>>,
	) {
		const entry = this.open.get(request);
		if (entry !== undefined) Object.assign(entry, note);
	}

	all(): readonly LogEntry[] {
		return this.entries;
	}

	/** The addresses exactly as they were asked for: what a search for leaked secrets has to see. */
	urls(): readonly string[] {
		return this.seenUrls;
	}

	clear(): void {
		this.entries = [];
		this.seenUrls = [];
	}
}
