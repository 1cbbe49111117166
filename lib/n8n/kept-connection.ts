import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getAdapter, type AxiosAdapter } from 'axios';
import type { NodeEgressFilter } from 'n8n-workflow';
import { tlsOptions, type TransportKeys } from '../keys/transport';
import { settle } from '../outcome';
import { asAxiosError } from './wire-error';

/** What of n8n's egress filter a connection that is not n8n's must ask. */
export type EgressFilter = Pick<NodeEgressFilter, 'validateUrl' | 'createSecureLookup'>;

export interface KeptConnection {
	readonly filter: EgressFilter;
	readonly keys?: TransportKeys | undefined;
	/** How long a connection waits for the next page. Default 4 s: servers give up after 5 s or more. */
	readonly idleMs?: number;
}

/**
 * Node's own HTTP on connections that stay open from page to page. n8n's egress filter judges each address before
 * anything is sent, and, at the moment of connecting, what the host name resolves to.
 */
export function keptConnection({ filter, keys, idleMs = 4_000 }: KeptConnection): AxiosAdapter {
	const pool = { keepAlive: true, timeout: idleMs, lookup: filter.createSecureLookup() };
	const httpAgent = new HttpAgent(pool);
	const httpsAgent = new HttpsAgent({ ...pool, ...tlsOptions(keys) });
	const send = getAdapter('http');
	return async (config) => {
		const allowed = await settle(filter.validateUrl(new URL(config.url ?? '', config.baseURL)));
		const refusal = 'error' in allowed ? allowed.error : refusalOf(allowed.value);
		if (refusal !== undefined) throw asAxiosError(refusal, config);
		// As n8n calls itself.
		config.headers.set('User-Agent', 'n8n', false);
		const wire = { httpAgent, httpsAgent, maxRedirects: 0, proxy: false } as const;
		const outcome = await settle(send({ ...config, ...wire }));
		if ('error' in outcome) throw asAxiosError(outcome.error, config);
		return outcome.value;
	};
}

const refusalOf = (allowed: Awaited<ReturnType<EgressFilter['validateUrl']>>) =>
	allowed.ok ? undefined : allowed.error;
