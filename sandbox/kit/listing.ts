import { z } from 'zod/v4';
import type { Bank } from '../bank/bank';
import type { AccountBook, Row } from '../data/book';
import { dateOf, dayNumber } from '../data/calendar';
import { Refused } from './refused';
import type { Served } from './served';

/** The account of a path, if it is one that the caller may see. */
export function bookOf(
	bank: Bank,
	personId: string | undefined,
	granted: Iterable<string>,
	accountId: string | undefined,
): AccountBook {
	const book = booksOf(bank, personId, granted).find(({ resourceId }) => resourceId === accountId);
	if (book !== undefined) return book;
	throw new Refused('unknown-id', { field: 'accountId', text: 'no such account' });
}

/** All accounts that the caller may see. */
export function booksOf(
	bank: Bank,
	personId: string | undefined,
	granted: Iterable<string>,
): AccountBook[] {
	const seen = new Set(granted);
	return bank.library.of(personId ?? '').filter(({ resourceId }) => seen.has(resourceId));
}

/** Counts a read that nobody is waiting for; one too many is refused. `key`: what the bank counts by. */
export function countRead(
	served: Served,
	bank: Bank,
	key: string,
	limit: number | null = bank.settings.quotaPerDay,
): void {
	if (served.attended || bank.quota.take(`${key}/${served.call}`, limit)) return;
	throw new Refused('quota', {
		text: `${limit} reads in 24 hours without the account holder, and no more`,
	});
}

export interface Days {
	/** Days since 1970-01-01, both inclusive. */
	readonly first: number;
	readonly last: number;
}

export interface WindowRules {
	/** Names of the query parameters. */
	readonly from: string;
	readonly to: string;
	/** When the account holder logged in, epoch ms; counts where the bank has `freshMinutes`. */
	readonly since?: number | undefined;
}

/**
 * The days asked for. Refuses `period` (future, turned round) and `too-far-back` (before what the bank shows, or
 * shows without a fresh login). Without a first day: as far back as allowed.
 */
export function daysAsked(served: Served, bank: Bank, { from, to, since }: WindowRules): Days {
	const today = bank.today();
	const { historyDays, unattendedDays, freshMinutes } = bank.settings;
	const fresh =
		freshMinutes === null
			? served.attended
			: since !== undefined && bank.now() - since < freshMinutes * 60_000;
	const shown = historyDays === null ? 0 : today - historyDays;
	const oldest = fresh ? shown : Math.max(shown, today - unattendedDays);
	const first = day(served, from) ?? oldest;
	const last = day(served, to) ?? today;
	if (first > today) throw new Refused('period', { field: from, text: `${from} is in the future` });
	if (first > last) throw new Refused('period', { field: from, text: `${from} is after ${to}` });
	if (first < oldest) {
		const text = fresh
			? `nothing before ${dateOf(oldest)} is given out`
			: `without the account holder nothing before ${dateOf(oldest)} is given out`;
		throw new Refused('too-far-back', { field: from, text });
	}
	return { first, last };
}

function day({ query }: Served, name: string): number | undefined {
	const text = query[name];
	if (text === undefined) return undefined;
	const number = dayNumber(text);
	if (number !== undefined) return number;
	throw new Refused('bad-parameter', {
		field: name,
		text: `${name} is not a date like 2031-05-17`,
	});
}

const listingSchema = z.object({
	account: z.string(),
	/** The day on which the reading began. */
	today: z.number(),
	/** Ordinals of the booked rows, half open. */
	from: z.number(),
	to: z.number(),
	withPending: z.boolean(),
});

/** One reading of an account's transactions, fixed when its first page is asked for. */
export type Listing = z.infer<typeof listingSchema>;

const keySchema = z.object({
	owner: z.string(),
	question: z.string(),
	until: z.number(),
	listing: listingSchema,
	/** Booked rows on the pages before. */
	given: z.number(),
	/** Only there to make every key of an endless listing a new one. */
	lap: z.number().optional(),
});

const lifetimeMs = 3_600_000;

/** The rows of these days: booked ones, and what waits to be booked where the last day is today or later. */
export function listingOf(
	bank: Bank,
	book: AccountBook,
	{ first, last }: Days,
	status: 'booked' | 'pending' | 'both' = 'both',
): Listing {
	const today = bank.today();
	const { from, to } = book.bookedBetween(today, first, last);
	return {
		account: book.resourceId,
		today,
		from,
		to: status === 'pending' ? from : to,
		withPending: status !== 'booked' && last >= today,
	};
}

export interface ListingRules {
	readonly book: AccountBook;
	/** Query parameter that carries the key of a later page. */
	readonly keyName: string;
	/** The key itself, where the bank wraps it into one of its own; `undefined`: the first page. */
	readonly key?: string | undefined;
	/** Whose key it is: a consent, a session, a person. Another's is refused. */
	readonly owner: string;
	/** Called for the first page only: count the read here. */
	readonly begin: () => Listing;
}

export interface ListingPage {
	readonly today: number;
	/** Newest first. */
	readonly booked: readonly Row[];
	/** Newest first; on the first page only. */
	readonly pending: readonly Row[];
	/** Opaque, bound to owner, account and query; absent on the last page. */
	readonly next: string | undefined;
}

/** One page, also where a fault bends the way on. Refuses `page-key`, `page-bent`, `page-expired`. */
export function pageOf(served: Served, bank: Bank, rules: ListingRules): ListingPage {
	const { keyName, owner, book } = rules;
	const asked = 'key' in rules ? rules.key : served.query[keyName];
	const question = questionOf(served, keyName);
	const { listing, given } =
		asked === undefined
			? { listing: rules.begin(), given: 0 }
			: opened(bank, asked, { owner, question, account: book.resourceId, keyName });
	const { pageSize } = bank.settings;
	const key = (rowsGiven: number, lap?: number): string =>
		bank.seal.close({
			owner,
			question,
			until: bank.now() + lifetimeMs,
			listing,
			given: rowsGiven,
			lap,
		});
	const upper = listing.to - given;
	const lower = Math.max(listing.from, upper - pageSize);
	const more = lower > listing.from ? key(given + pageSize) : undefined;
	const first = given === 0 && listing.withPending;
	const page = {
		today: listing.today,
		booked: rows(book, lower, upper, listing.today),
		pending: first
			? rows(book, book.pending(listing.today).from, book.pending(listing.today).to, listing.today)
			: [],
	};
	switch (served.fault?.kind) {
		case 'repeat-next-link':
			return { ...page, next: asked ?? key(given) };
		case 'empty-page-with-next':
			return { ...page, booked: [], pending: [], next: key(given) };
		case 'endless-pages':
			return { ...page, next: key(given, Math.random()) };
		case 'foreign-next-link':
			return { ...page, next: key(given + pageSize) };
		default:
			return { ...page, next: more };
	}
}

/**
 * The link to the next page, for banks that give links: `start` (a path or a whole address without a query), the
 * question as it was, and the key.
 */
export function nextLink(
	served: Served,
	{ next }: ListingPage,
	keyName: string,
	start: string,
): string | undefined {
	if (next === undefined) return undefined;
	if (served.fault?.kind === 'repeat-next-link') return served.target;
	const question = questionOf(served, keyName);
	const link = `${start}?${question}${question === '' ? '' : '&'}${keyName}=${next}`;
	if (served.fault?.kind !== 'foreign-next-link') return link;
	return new URL(link, served.fault.params.origin ?? 'https://elsewhere.example').href;
}

/** The query as the first page had it: a next link must not be bent into another question. */
function questionOf({ query }: Served, keyName: string): string {
	const { [keyName]: _, ...question } = query as Record<string, string>;
	return new URLSearchParams(Object.entries(question).sort()).toString();
}

function opened(
	bank: Bank,
	asked: string,
	{
		owner,
		question,
		account,
		keyName: field,
	}: { owner: string; question: string; account: string; keyName: string },
) {
	const key = keySchema.safeParse(bank.seal.open(asked));
	if (!key.success || key.data.owner !== owner || key.data.listing.account !== account) {
		throw new Refused('page-key', { field, text: 'this is no key that the bank gave out' });
	}
	if (key.data.question !== question) {
		throw new Refused('page-bent', { field, text: 'follow the next link unchanged' });
	}
	if (key.data.until < bank.now()) {
		throw new Refused('page-expired', {
			field,
			text: 'the link is too old; start the listing again',
		});
	}
	return key.data;
}

function rows(book: AccountBook, from: number, to: number, today: number): Row[] {
	const all: Row[] = [];
	for (let ordinal = to - 1; ordinal >= from; ordinal -= 1) all.push(book.row(ordinal, today));
	return all;
}
