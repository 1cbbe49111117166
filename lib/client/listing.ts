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
	/** `isFurther`: not the listing itself, but what one of its pages wants to be asked as well. */
	readonly fetch: (
		url: string,
		request: HttpRequest,
		signal: AbortSignal,
		isFurther: boolean,
	) => Promise<HttpAnswer>;
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
	const first = firstRequest(endpoint, parameters, asked);
	const asks = new Set<string>();
	let current = { url: urlWith(firstUrl(api, first.path), first.query), request: first };
	let isFurther = false;
	asks.add(askKey(current.url, first));
	const start = (asking: Asking, further: boolean) =>
		settle(fetch(asking.url, asking.request, stop, further));
	const waiting: Array<Asking & { readonly isFurther: boolean }> = [];
	let onItsWay: Promise<Outcome<HttpAnswer>> | undefined = start(current, false);
	try {
		for (let count = 1; ; count += 1) {
			const outcome: Outcome<HttpAnswer> = await onItsWay;
			onItsWay = undefined;
			if ('error' in outcome) throw outcome.error;
			const { request } = current;
			const page = readPage(endpoint, outcome.value, parameters, request, {
				bank,
				asked,
				judgeUnread,
			});
			const { url } = current;
			const resolve = (link: string) => linkedUrl(api, url, link, bank);
			const further = (page.more ?? []).map((more) => asking(resolve, more));
			for (const each of further) {
				if (asks.has(askKey(each.url, each.request)))
					throw endless(bank, asked, `page ${count} asks twice for the same`);
				asks.add(askKey(each.url, each.request));
			}
			const next = page.next && asking(resolve, page.next);
			if (next !== undefined && asks.has(askKey(next.url, next.request))) {
				if (!saysItIsLast(page, next.request, count, askKey(url, request), resolve))
					throw endless(bank, asked, `page ${count} leads back to an earlier one`);
			} else if (next !== undefined) {
				asks.add(askKey(next.url, next.request));
				waiting.unshift({ ...next, isFurther });
			}
			waiting.unshift(...further.map((each) => ({ ...each, isFurther: true })));
			const following = waiting.shift();
			if (following === undefined) {
				yield page;
				return;
			}
			if (count >= maximumPages)
				throw endless(bank, asked, `there are more than ${maximumPages} pages`);
			current = following;
			isFurther = following.isFurther;
			if (count > 1) onItsWay = start(current, isFurther);
			yield page;
			onItsWay ??= start(current, isFurther);
		}
	} finally {
		// Nobody wants what is on its way; its record is written before the listing ends.
		left.abort();
		await onItsWay;
	}
}

interface Asking {
	readonly url: string;
	readonly request: HttpRequest;
}

const asking = (resolve: (link: string) => string, request: HttpRequest): Asking => ({
	url: urlWith(resolve(request.path), request.query),
	request,
});

interface Reading {
	readonly bank: string;
	readonly asked: string;
	readonly judgeUnread: ((answer: HttpAnswer) => BankError | undefined) | undefined;
}

function readPage<Parameters, Model>(
	{ read }: Endpoint<Parameters, Model>,
	answer: HttpAnswer,
	parameters: Parameters,
	request: HttpRequest,
	{ bank, asked, judgeUnread }: Reading,
): Page<Model> {
	const outcome = settleSync(() => read(answer, parameters, request));
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
