import { AxiosError, AxiosHeaders, type AxiosAdapter, type AxiosResponse } from 'axios';
import type { IHttpRequestMethods, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { settle } from '../outcome';

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
export function n8nAdapter(context: Sender): AxiosAdapter {
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
		};
		const outcome = await settle(context.helpers.httpRequest(options));
		if ('error' in outcome) throw asAxiosError(outcome.error, config);
		const answer = outcome.value as IN8nHttpFullResponse;
		const response: AxiosResponse = {
			data: typeof answer.body === 'string' ? answer.body : String(answer.body ?? ''),
			status: answer.statusCode,
			statusText: answer.statusMessage ?? '',
			headers: answer.headers as AxiosResponse['headers'],
			config,
		};
		return response;
	};
}

/** n8n hides the network's code in different depths; the client judges by `code` alone. */
function asAxiosError(error: unknown, config: AxiosError['config']): AxiosError {
	const code = codeOf(error) ?? AxiosError.ERR_NETWORK;
	const message = error instanceof Error ? error.message : 'The request could not be sent';
	const wrapped = new AxiosError(message, code, config);
	wrapped.cause = error instanceof Error ? error : new Error(message);
	return wrapped;
}

function codeOf(error: unknown): string | undefined {
	for (let inner = error, depth = 0; inner instanceof Error && depth < 4; depth += 1) {
		if (inner.name === 'SsrfBlockedIpError' || inner.name === 'AbortError') return inner.name;
		if ('code' in inner && typeof inner.code === 'string') return inner.code;
		inner = inner.cause;
	}
	return undefined;
}
