import axios, { type AxiosAdapter, type AxiosResponse } from 'axios';
import { settle } from '../outcome';
import type { Http, HttpRequest, WireAnswer } from './port';
import { urlWith } from './send';
import { subjectOf } from './subject';
import { wireFailure } from './wire-failure';

export interface HttpOptions {
	/** Who puts requests on the wire; absent: axios' own, for use outside n8n. */
	readonly adapter?: AxiosAdapter;
	readonly baseUrl?: string;
	/** For one attempt. Default 60 s. */
	readonly timeoutMs?: number;
}

/** Far above any page seen (a bank's largest was 12 MB), far below what would end the process. */
const largestAnswer = 64 * 1024 * 1024;

/**
 * axios as the wire of one context. Every status is an answer, answers are text, redirects are not followed and the
 * environment's proxy is left to whoever owns the wire: n8n puts its own agent below axios, and both would
 * rewrite the request.
 */
export function createHttp({ adapter, baseUrl, timeoutMs = 60_000 }: HttpOptions = {}): Http {
	const instance = axios.create({
		...(adapter === undefined ? {} : { adapter }),
		...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
		allowAbsoluteUrls: true,
		maxBodyLength: largestAnswer,
		maxContentLength: largestAnswer,
		maxRedirects: 0,
		proxy: false,
		responseType: 'text',
		timeout: timeoutMs,
		transformRequest: [(body: unknown) => body],
		transformResponse: [(body: unknown) => body],
		validateStatus: () => true,
		headers: { common: { Accept: 'application/json' } },
	});
	return async (request, options) => {
		const { method, path, query } = request;
		const payload = payloadOf(request);
		const outcome = await settle(
			instance.request<string>({
				method,
				url: urlWith(path, query),
				headers: {
					...(payload === undefined ? {} : { 'Content-Type': payload.type }),
					...present(request.headers),
				},
				...(payload === undefined ? {} : { data: payload.data }),
				...(options.signal === undefined ? {} : { signal: options.signal }),
			}),
		);
		if ('value' in outcome) return answerOf(outcome.value);
		throw wireFailure(outcome.error, subjectOf(options), options.signal);
	};
}

function payloadOf({ form, body }: HttpRequest) {
	if (form !== undefined) {
		const data = new URLSearchParams(form).toString();
		return { data, type: 'application/x-www-form-urlencoded' };
	}
	return body === undefined ? undefined : { data: JSON.stringify(body), type: 'application/json' };
}

function answerOf({ status, headers, data }: AxiosResponse<string>): WireAnswer {
	const lower = Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || value === null
				? []
				: [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
		),
	);
	return { status, headers: lower, text: typeof data === 'string' ? data : '' };
}

function present(headers: HttpRequest['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		),
	);
}
