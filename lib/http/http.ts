import axios, { type AxiosAdapter, type AxiosInstance } from 'axios';

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
 * One instance for one context. Every status is an answer, answers are text, redirects are not followed and the
 * environment's proxy is left to whoever owns the wire: n8n puts its own agent below axios, and both would
 * rewrite the request.
 */
export function createHttp({
	adapter,
	baseUrl,
	timeoutMs = 60_000,
}: HttpOptions = {}): AxiosInstance {
	return axios.create({
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
}
