import type { Endpoint, Page } from '../banks/profile';
import { BankError } from '../errors';
import type { HttpAnswer, HttpRequest } from '../http/port';
import { urlWith } from '../http/send';
import { settleSync } from '../outcome';
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
	readonly fetch: (url: string, request: HttpRequest) => Promise<HttpAnswer>;
}

/**
 * Yields a listing page by page. A bank that names a page twice, leads elsewhere or never ends is stopped with an
 * error before the page that shows it is handed on: rows must neither repeat nor go missing.
 */
export async function* listPages<Parameters, Model>({
	endpoint,
	parameters,
	api,
	bank,
	asked,
	maximumPages = defaultMaximumPages,
	fetch,
}: ListingOptions<Parameters, Model>): AsyncGenerator<Page<Model>, void, undefined> {
	let request = endpoint.ask(parameters);
	let url = urlWith(firstUrl(api, request.path), request.query);
	const asks = new Set([askKey(url, request)]);
	for (let count = 1; ; count += 1) {
		const page = readPage(endpoint, await fetch(url, request), parameters, bank, asked);
		if (page.next === undefined) {
			yield page;
			return;
		}
		const { next } = page;
		const nextUrl = urlWith(linkedUrl(api, url, next.path, bank), next.query);
		const key = askKey(nextUrl, next);
		if (asks.has(key)) throw endless(bank, asked, `page ${count} leads back to an earlier one`);
		if (count >= maximumPages)
			throw endless(bank, asked, `there are more than ${maximumPages} pages`);
		asks.add(key);
		yield page;
		request = next;
		url = nextUrl;
	}
}

function readPage<Parameters, Model>(
	{ read }: Endpoint<Parameters, Model>,
	answer: HttpAnswer,
	parameters: Parameters,
	bank: string,
	asked: string,
): Page<Model> {
	const outcome = settleSync(() => read(answer, parameters));
	if ('value' in outcome) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof BankError)) throw error;
	const requestId = answer.headers['x-request-id'];
	throw new BankError(error.code, `${error.message} (${bank}, when asked for ${asked})`, {
		bank,
		status: answer.status,
		...(requestId === undefined ? {} : { requestId }),
		nextStep: nextSteps[error.code],
		...error.details,
	});
}

/** Some banks page by a header or a body, so the URL alone does not tell two pages apart. */
const askKey = (url: string, { headers, body, form }: HttpRequest) =>
	JSON.stringify([url, headers, body, form]);

const endless = (bank: string, asked: string, why: string) =>
	new BankError('unreadable-answer', `${bank} does not come to an end with ${asked}: ${why}`, {
		bank,
		field: 'next',
		nextStep: 'Ask for a shorter period. If it stays, report it with the name of the bank',
	});
