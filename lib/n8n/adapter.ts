import { AxiosHeaders, type AxiosAdapter, type AxiosResponse } from 'axios';
import type { IHttpRequestMethods, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { tlsOptions, type TransportKeys } from '../keys/transport';
import { settle } from '../outcome';
import { asAxiosError } from './wire-error';

/** The part of n8n's contexts that sends: every node, trigger and list-search context has it. */
export interface Sender {
	readonly helpers: {
		httpRequest(options: IHttpRequestOptions): Promise<unknown>;
	};
}

/**
 * axios on n8n's wire: proxy, SSRF protection, cancel signal and client certificates are n8n's.
 * Any status is an answer, redirects are not followed (a token must not travel with one). The body comes as a stream:
 * read whole by the helper, it would know no limit.
 */
export function n8nAdapter(context: Sender, keys?: TransportKeys): AxiosAdapter {
	return async (config) => {
		const options: IHttpRequestOptions = {
			method: (config.method ?? 'get').toUpperCase() as IHttpRequestMethods,
			url: new URL(config.url ?? '', config.baseURL).toString(),
			headers: { ...AxiosHeaders.from(config.headers).toJSON() },
			encoding: 'stream',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			...(config.data === undefined ? {} : { body: config.data }),
			...(config.timeout ? { timeout: config.timeout } : {}),
			...(config.signal ? { abortSignal: config.signal } : {}),
			...(keys === undefined ? {} : { agentOptions: tlsOptions(keys) }),
		};
		const outcome = await settle(context.helpers.httpRequest(options));
		if ('error' in outcome) throw asAxiosError(outcome.error, config);
		const answer = outcome.value as IN8nHttpFullResponse;
		const response: AxiosResponse = {
			data: answer.body,
			status: answer.statusCode,
			statusText: answer.statusMessage ?? '',
			headers: answer.headers as AxiosResponse['headers'],
			config,
		};
		return response;
	};
}
