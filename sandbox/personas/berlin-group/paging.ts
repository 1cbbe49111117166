import type { FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import type { Bank } from '../../bank/bank';
import { Refusal } from './refusal';

/** One reading of an account's transactions, fixed when its first page is asked for. */
export interface Listing {
	readonly account: string;
	readonly status: 'booked' | 'pending' | 'both';
	/** The day on which the reading began. */
	readonly today: number;
	/** Ordinals of the booked rows, half open. */
	readonly from: number;
	readonly to: number;
	readonly withPending: boolean;
}

export interface Page extends Listing {
	/** Booked rows on the pages before. */
	readonly given: number;
}

const pageKeySchema = z.object({
	consent: z.string(),
	query: z.string(),
	until: z.number(),
	page: z.object({
		account: z.string(),
		status: z.enum(['booked', 'pending', 'both']),
		today: z.number(),
		from: z.number(),
		to: z.number(),
		withPending: z.boolean(),
		given: z.number(),
	}),
	/** Only there to make every link of an endless listing a new one. */
	lap: z.number().optional(),
});

const lifetimeMs = 3_600_000;

/** The query as the first page had it: a next link must not be bent into another question. */
function questionOf(request: FastifyRequest): string {
	const { pageKey: _, ...question } = request.query as Record<string, string>;
	return new URLSearchParams(Object.entries(question).sort()).toString();
}

/** The page that a sealed key names, or the first one of a new listing. */
export function openPage(
	bank: Bank,
	request: FastifyRequest,
	consent: string,
	begin: () => Listing,
): Page {
	const { pageKey } = request.query as { pageKey?: string };
	if (pageKey === undefined) return { ...begin(), given: 0 };
	const key = pageKeySchema.safeParse(bank.seal.open(pageKey));
	const { accountId } = request.params as { accountId: string };
	if (!key.success || key.data.consent !== consent || key.data.page.account !== accountId) {
		throw new Refusal(400, 'FORMAT_ERROR', 'this is no link that the bank gave out', 'pageKey');
	}
	if (key.data.query !== questionOf(request)) {
		throw new Refusal(400, 'PARAMETER_NOT_CONSISTENT', 'follow the next link unchanged', 'pageKey');
	}
	if (key.data.until < bank.now()) {
		throw new Refusal(400, 'RESOURCE_EXPIRED', 'the link is too old; start the listing again');
	}
	return key.data.page;
}

/** Where the listing goes on, or where a fault says that it does. */
export function nextPage(
	bank: Bank,
	request: FastifyRequest,
	consent: string,
	page: Page,
	base: string,
): string | undefined {
	const link = (given: number, lap?: number): string => {
		const query = questionOf(request);
		const until = bank.now() + lifetimeMs;
		const pageKey = bank.seal.close({ consent, query, until, page: { ...page, given }, lap });
		return `${base}/v1/accounts/${page.account}/transactions?${query}&pageKey=${pageKey}`;
	};
	const given = page.given + bank.settings.pageSize;
	switch (request.fault?.kind) {
		case 'repeat-next-link':
			return request.url;
		case 'empty-page-with-next':
			return link(page.given);
		case 'endless-pages':
			return link(page.given, Math.random());
		case 'foreign-next-link':
			return new URL(link(given), request.fault.params.origin ?? 'https://elsewhere.example').href;
		default:
			return given < page.to - page.from ? link(given) : undefined;
	}
}
