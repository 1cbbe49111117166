import type { Endpoint, Page } from '../profile/reading';
import { BankError } from '../errors';
import type { HttpAnswer, HttpRequest } from '../http/port';
import { urlWith } from '../http/url';
import { settle, settleSync, type Outcome } from '../outcome';
import { firstUrl, linkedUrl } from './address';
import { nextSteps } from './next-steps';

const defaultMaximumPages = 10_000;

export interface ListingOptions<Parameters, Model> {
	readonly endpoint: Endpoint<Parameters, Model>;
	readonly parameters: Parameters;
	/** Base of the API. */
	readonly api: string;
	readonly bank: string;
	/** For messages, masked. */
	readonly asked: string;
	readonly maximumPages?: number;
	/** Stops the run. */
	readonly signal?: AbortSignal;
	readonly fetch: (url: string, request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
	/** What an answer that can't be read is instead, where it says so. */
	readonly judgeUnread?: (answer: HttpAnswer) => BankError | undefined;
}

/** No URL can hold half a surrogate pair (WHATWG URL, percent-encode): an expression may have cut one. */
function firstRequest<Parameters, Model>(
	endpoint: Endpoint<Parameters, Model>,
	parameters: Parameters,
	asked: string,
): HttpRequest {
	const request = settleSync(() => endpoint.ask(parameters));
	if ('value' in request) return request.value;
	if (request.error instanceof BankError) throw request.error;
	throw new BankError(
		'invalid-input',
		`No bank can be asked for ${asked}: the id is no whole text`,
		{
			field: 'account',
			nextStep: 'Take the account id from the PSD2 Accounts node, as it is',
			cause: request.error,
		},
	);
}

/**
 * Yields a listing page by page. A bank that names a page twice, leads elsewhere or never ends is stopped with an
 * error before the page that shows it is handed on: rows must neither repeat nor go missing. Only where the answer
 * says that it is the last page does a link back to a page that was asked for mean nothing.
 *
 * Who comes back for a second page wants them all: from then on the next page is on its way while one is worked on,
 * never more than one.
 */
export async function* listPages<Parameters, Model>({
	endpoint,
	parameters,
	api,
	bank,
	asked,
	maximumPages = defaultMaximumPages,
	signal,
	fetch,
	judgeUnread,
}: ListingOptions<Parameters, Model>): AsyncGenerator<Page<Model>, void, undefined> {
	const left = new AbortController();
	const stop = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
	const start = (url: string, request: HttpRequest) => settle(fetch(url, request, stop));

	const first = firstRequest(endpoint, parameters, asked);
	let url = urlWith(firstUrl(api, first.path), first.query);
	let asking = askKey(url, first);
	const asks = new Set([asking]);
	let onItsWay: Promise<Outcome<HttpAnswer>> | undefined = start(url, first);
	try {
		for (let count = 1; ; count += 1) {
			const outcome: Outcome<HttpAnswer> = await onItsWay;
			onItsWay = undefined;
			if ('error' in outcome) throw outcome.error;
			const page = readPage(endpoint, outcome.value, parameters, bank, asked, judgeUnread);
			const { next } = page;
			if (next === undefined) {
				yield page;
				return;
			}
			const nextUrl = urlWith(linkedUrl(api, url, next.path, bank), next.query);
			const key = askKey(nextUrl, next);
			if (asks.has(key)) {
				if (!saysItIsLast(page, next, count, asking, (link) => linkedUrl(api, url, link, bank)))
					throw endless(bank, asked, `page ${count} leads back to an earlier one`);
				yield page;
				return;
			}
			if (count >= maximumPages)
				throw endless(bank, asked, `there are more than ${maximumPages} pages`);
			[url, asking] = [nextUrl, key];
			asks.add(key);
			if (count > 1) onItsWay = start(url, next);
			yield page;
			onItsWay ??= start(url, next);
		}
	} finally {
		// Nobody wants what is on its way; its record is written before the listing ends.
		left.abort();
		await onItsWay;
	}
}

function readPage<Parameters, Model>(
	{ read }: Endpoint<Parameters, Model>,
	answer: HttpAnswer,
	parameters: Parameters,
	bank: string,
	asked: string,
	judgeUnread: ListingOptions<Parameters, Model>['judgeUnread'],
): Page<Model> {
	const outcome = settleSync(() => read(answer, parameters));
	if ('value' in outcome) return outcome.value;
	const refusal = judgeUnread?.(answer);
	if (refusal !== undefined) throw refusal;
	const error =
		outcome.error instanceof BankError
			? outcome.error
			: new BankError('unreadable-answer', "The bank's answer can't be read", {
					cause: outcome.error,
				});
	const requestId = answer.headers['x-request-id'];
	throw new BankError(error.code, `${error.message} (${bank}, when asked for ${asked})`, {
		bank,
		status: answer.status,
		...(requestId === undefined ? {} : { requestId }),
		nextStep: nextSteps[error.code],
		...error.details,
	});
}

function saysItIsLast(
	{ last, pages }: Page<unknown>,
	next: HttpRequest,
	count: number,
	asking: string,
	resolve: (link: string) => string,
): boolean {
	if (pages !== undefined && pages <= count) return true;
	if (last === undefined) return false;
	const url = settleSync(() => resolve(last));
	return 'value' in url && askKey(url.value, next) === asking;
}

/**
 * What tells two pages apart. Some banks page by a header or a body; the order and the spelling of a query are the
 * writer's.
 */
function askKey(url: string, { headers, body, form }: HttpRequest): string {
	const { origin, pathname, search } = new URL(url);
	const query = search.slice(1).split('&').filter(Boolean).map(decoded).sort();
	return JSON.stringify([origin, pathname, query, headers, body, form]);
}

function decoded(pair: string): string {
	const outcome = settleSync(() => decodeURIComponent(pair));
	return 'value' in outcome ? outcome.value : pair;
}

const endless = (bank: string, asked: string, why: string) =>
	new BankError('unreadable-answer', `${bank} does not come to an end with ${asked}: ${why}`, {
		bank,
		field: 'next',
		nextStep: 'Ask for a shorter period. If it stays, report it with the name of the bank',
	});
