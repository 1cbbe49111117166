import type { LookupAllOptions, LookupAddress } from 'node:dns';
import { createHttp } from '../http/http';
import type { Http } from '../http/port';
import { settle } from '../outcome';
import type { Caller } from '../thread/calls';
import { remoteHttp, type OfferedToClient } from '../thread/client';
import { keptConnection, type EgressFilter } from './kept-connection';
import type { WireOptions } from './wire';

type Lookup = ReturnType<EgressFilter['createSecureLookup']>;
type LookupAnswer = readonly [string | LookupAddress[], number | undefined];

/** n8n's egress filter for a thread that has connections of its own. */
export function offeredByFilter(filter: EgressFilter) {
	const lookup = filter.createSecureLookup();
	return {
		validateUrl: async (url: string): Promise<void> => {
			const allowed = await filter.validateUrl(url);
			if (!allowed.ok) throw allowed.error;
		},
		lookup: ({ hostname, options }: { hostname: string; options: LookupAllOptions }) =>
			new Promise<LookupAnswer>((resolve, reject) => {
				lookup(hostname, options, (error, address, family) =>
					error ? reject(error) : resolve([address, family]),
				);
			}),
	};
}

export type OfferedByFilter = ReturnType<typeof offeredByFilter>;

/**
 * How a call leaves n8n from a thread, as `wire.ts` has it: reading (GET) on kept connections of the thread, each
 * address judged by n8n's filter where n8n is; everything else, and without that filter all, from there too.
 */
export function threadHttp(
	calls: Caller<OfferedToClient & OfferedByFilter>,
	own: WireOptions | undefined,
): Http {
	const fromThere = remoteHttp(calls);
	if (own === undefined) return fromThere;
	const adapter = keptConnection({ filter: remoteFilter(calls), keys: own.keys });
	const kept = createHttp({ adapter, ...own });
	return (request, options) => (request.method === 'GET' ? kept : fromThere)(request, options);
}

function remoteFilter(calls: Caller<OfferedByFilter>): EgressFilter {
	return {
		validateUrl: async (url) => {
			const outcome = await settle(calls.call('validateUrl', String(url)));
			return 'value' in outcome
				? { ok: true, result: undefined }
				: { ok: false, error: outcome.error as Error };
		},
		createSecureLookup: () => (hostname, options, callback) => {
			void settle(calls.call('lookup', { hostname, options: options as LookupAllOptions })).then(
				(outcome) => tell(callback, outcome),
			);
		},
	};
}

function tell(
	callback: Parameters<Lookup>[2],
	outcome: { readonly value: LookupAnswer } | { readonly error: unknown },
): void {
	if ('value' in outcome) callback(null, ...outcome.value);
	else callback(outcome.error as NodeJS.ErrnoException, '');
}
