import {
	AxiosError,
	AxiosHeaders,
	type AxiosAdapter,
	type AxiosResponse,
	type InternalAxiosRequestConfig,
} from 'axios';
import type { IHttpRequestMethods, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { settle } from '../outcome';
import type { ClientCertificate } from './kept-connection';
import { asAxiosError } from './wire-error';

/** The part of n8n's contexts that sends: every node, trigger and list-search context has it. */
export interface Sender {
	readonly helpers: {
		httpRequest(options: IHttpRequestOptions): Promise<unknown>;
	};
}

/**
 * axios on n8n's wire: proxy, SSRF protection, cancel signal and client certificates are n8n's.
 * Any status is an answer, redirects are not followed (a token must not travel with one).
 */
export function n8nAdapter(context: Sender, certificate?: ClientCertificate): AxiosAdapter {
	return async (config) => {
		const options: IHttpRequestOptions = {
			method: (config.method ?? 'get').toUpperCase() as IHttpRequestMethods,
			url: new URL(config.url ?? '', config.baseURL).toString(),
			headers: { ...AxiosHeaders.from(config.headers).toJSON() },
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			...(config.data === undefined ? {} : { body: config.data }),
			...(config.timeout ? { timeout: config.timeout } : {}),
			...(config.signal ? { abortSignal: config.signal } : {}),
			...(certificate === undefined ? {} : { agentOptions: { ...certificate } }),
		};
		const outcome = await settle(context.helpers.httpRequest(options));
		if ('error' in outcome) throw asAxiosError(outcome.error, config);
		const answer = outcome.value as IN8nHttpFullResponse;
		const response: AxiosResponse = {
			data: withinLimit(
				typeof answer.body === 'string' ? answer.body : String(answer.body ?? ''),
				config,
			),
			status: answer.statusCode,
			statusText: answer.statusMessage ?? '',
			headers: answer.headers as AxiosResponse['headers'],
			config,
		};
		return response;
	};
}

/** n8n's helper knows no limit; axios' own words, by which the client tells it. */
function withinLimit(body: string, config: InternalAxiosRequestConfig): string {
	const { maxContentLength = -1 } = config;
	if (maxContentLength < 0 || Buffer.byteLength(body) <= maxContentLength) return body;
	const message = `maxContentLength size of ${maxContentLength} exceeded`;
	throw new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config);
}
