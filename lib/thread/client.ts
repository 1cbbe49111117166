import type { AuditRecord } from '../audit/record';
import type { Access } from '../login/session';
import type { BankClientOptions } from '../client/options';
import { systemClock } from '../http/clock';
import type { Http, HttpRequest, SendOptions } from '../http/port';
import type { Caller } from './calls';

/** What of a client's options goes to another thread as it is. */
export type PortableOptions = Omit<
	BankClientOptions,
	| 'bank'
	| 'http'
	| 'session'
	| 'clock'
	| 'store'
	| 'audit'
	| 'lateRecords'
	| 'signal'
	| 'random'
	| 'remark'
>;

interface Sending extends Omit<SendOptions, 'signal'> {
	readonly request: HttpRequest;
}

interface Entry {
	readonly key: string;
	readonly value: string;
	readonly ttlMs?: number | undefined;
}

interface Exchanged {
	readonly key: string;
	readonly expected?: string | undefined;
	readonly next?: string | undefined;
	readonly ttlMs?: number | undefined;
}

/** The wire, the tokens, the shared state and the audit log stay in the thread that has them. */
export const offeredToClient = ({
	http,
	session,
	store,
	audit,
}: Pick<BankClientOptions, 'http' | 'session' | 'store' | 'audit'>) => ({
	send: ({ request, ...options }: Sending, signal: AbortSignal) =>
		http(request, { ...options, signal }),
	currentAccess: () => session.current(),
	renewAccess: (refused: Access) => session.renew(refused),
	get: (key: string) => store.get(key),
	set: ({ key, value, ttlMs }: Entry) => store.set(key, value, ttlMs),
	delete: (key: string) => store.delete(key),
	compareAndSet: ({ key, expected, next, ttlMs }: Exchanged) =>
		store.compareAndSet(key, expected, next, ttlMs),
	audit: async (record: AuditRecord) => await audit(record),
	auditReady: async () => await audit.ready?.(),
});

export type OfferedToClient = ReturnType<typeof offeredToClient>;

export function portable(options: BankClientOptions): PortableOptions {
	const { bank, http, session, clock, store, audit, lateRecords, signal, random, remark, ...rest } =
		options;
	return rest;
}

/** The wire of the thread that offers it. */
export const remoteHttp =
	(calls: Caller<OfferedToClient>): Http =>
	(request, { signal, ...asking }) =>
		calls.call('send', { request, ...asking }, { signal });

/** A client's options in the other thread. */
export function remoteOptions(
	own: Pick<BankClientOptions, 'bank' | 'http' | 'signal' | 'remark'>,
	options: PortableOptions,
	calls: Caller<OfferedToClient>,
): BankClientOptions {
	return {
		...options,
		...own,
		clock: systemClock,
		session: {
			current: () => calls.call('currentAccess', undefined),
			renew: (refused) => calls.call('renewAccess', refused),
		},
		store: {
			get: (key) => calls.call('get', key),
			set: (key, value, ttlMs) => calls.call('set', { key, value, ttlMs }),
			delete: (key) => calls.call('delete', key),
			compareAndSet: (key, expected, next, ttlMs) =>
				calls.call('compareAndSet', { key, expected, next, ttlMs }),
		},
		audit: Object.assign((record: AuditRecord) => calls.call('audit', record), {
			ready: () => calls.call('auditReady', undefined),
		}),
	};
}
