import { Agent } from 'node:https';
import axios, { type AxiosAdapter, type AxiosResponse } from 'axios';
import { tlsOptions, type TransportKeys } from '../keys/transport';
import { errorCode, settle } from '../outcome';
import { within } from '../within';
import { Cuts } from './cuts';
import { decodeText } from './decode';
import { acceptedCodings, decompress } from './decompress';
import { payloadOf } from './payload';
import type { Http, HttpRequest, WireAnswer } from './port';
import { readBytes } from './read-bytes';
import { urlWith } from './url';
import { subjectOf, tooLarge } from './subject';
import { wireFailure } from './wire-failure';

export interface HttpOptions {
	/** Who puts requests on the wire; absent: axios' own, for use outside n8n. */
	readonly adapter?: AxiosAdapter;
	/** Shown to the bank where it asks (mutual TLS). Who brings an `adapter` opens it with the same. */
	readonly keys?: TransportKeys | undefined;
	/** Whether the bank may ask for them: then a connection that it cuts at once is about them. Default: with keys. */
	readonly mayAskForKeys?: boolean | undefined;
	readonly baseUrl?: string;
	/** For one attempt, from looking up the host to the last byte of the body. Default 60 s. */
	readonly timeoutMs?: number;
}

/** Far above any page seen (a bank's largest was 12 MB), far below what would end the process. */
const largestByDefault = 64 * 1024 * 1024;

/**
 * axios as the wire of one context. Every status is an answer, redirects are not followed and the environment's
 * proxy is left to whoever owns the wire: n8n puts its own agent below axios, and both would rewrite the request.
 * Bodies are read here, whichever wire they come off, so that the limits of size and time are the same on all.
 */
export function createHttp({
	adapter,
	keys,
	mayAskForKeys = keys?.certificate !== undefined,
	baseUrl,
	timeoutMs = 60_000,
}: HttpOptions = {}): Http {
	const instance = axios.create({
		...(adapter === undefined ? ownConnections(keys) : { adapter }),
		...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
		allowAbsoluteUrls: true,
		// Undone here: axios takes a cut one for a whole one.
		decompress: false,
		maxBodyLength: largestByDefault,
		maxRedirects: 0,
		proxy: false,
		responseType: 'stream',
		timeout: timeoutMs,
		transformRequest: [(body: unknown) => body],
		transformResponse: [(body: unknown) => body],
		validateStatus: () => true,
		headers: { common: { Accept: 'application/json', 'Accept-Encoding': acceptedCodings } },
	});
	const cuts = new Cuts();
	return async (request, options) => {
		const { largestAnswer = largestByDefault } = options;
		const { method, path, query } = request;
		const payload = payloadOf(request);
		const url = urlWith(path, query);
		const origin = URL.canParse(url, baseUrl) ? new URL(url, baseUrl).origin : '';
		const ask = async (signal: AbortSignal) => {
			const answer = await instance.request<unknown>({
				method,
				url,
				headers: {
					...(payload === undefined ? {} : { 'Content-Type': payload.type }),
					...present(request.headers),
				},
				...(payload === undefined ? {} : { data: payload.data }),
				signal,
			});
			cuts.answered(origin);
			const sent = await readBytes(answer.data, largestAnswer, signal);
			const { 'content-encoding': coding } = headersOf(answer);
			return { answer, bytes: sent && (await decompress(sent, coding, largestAnswer)) };
		};
		const outcome = await settle(within(timeoutMs, ask, options.signal));
		const subject = subjectOf(options);
		if ('error' in outcome) {
			const { error } = outcome;
			const isCut = mayAskForKeys && cuts.isAboutCertificate(origin, method, errorCode(error));
			throw wireFailure(error, subject, { keys, isCut, signal: options.signal });
		}
		const { answer, bytes } = outcome.value;
		if (bytes === undefined) throw tooLarge(subject, largestAnswer);
		return answerOf(answer, bytes);
	};
}

/** As Node's own agent has them. */
const ownConnections = (keys: TransportKeys | undefined) =>
	keys && { httpsAgent: new Agent({ keepAlive: true, timeout: 5_000, ...tlsOptions(keys) }) };

function answerOf(answer: AxiosResponse, bytes: Buffer): WireAnswer {
	const headers = headersOf(answer);
	const type = headers['content-type'];
	const text = /^image\//i.test(type ?? '') ? bytes.toString('base64') : decodeText(bytes, type);
	return { status: answer.status, headers, text };
}

const headersOf = ({ headers }: AxiosResponse): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || value === null
				? []
				: [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
		),
	);

function present(headers: HttpRequest['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		),
	);
}
