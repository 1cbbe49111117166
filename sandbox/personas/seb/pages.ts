import type { Bank } from '../../bank/bank';
import type { AccountBook } from '../../data/book';
import { daysAsked, listingOf, pageOf, type Listing, type ListingPage } from '../../kit/listing';
import type { Served } from '../../kit/served';
import { count, type Account } from './account';
import { bookedRow, pendingRow } from './rows';

/** Booked rows on one page of v7; v8 goes by the setting. */
const v7Rows = 199;

export function pageFor(
	served: Served,
	bank: Bank,
	account: Account,
	keyName: string,
): ListingPage {
	const { version, book } = account;
	const status = served.query['bookingStatus'] as 'booked' | 'pending' | 'both';
	const listing = (): Listing => {
		const days = daysAsked(served, bank, { from: 'dateFrom', to: 'dateTo' });
		return listingOf(bank, book, days, status);
	};
	const begin = (): Listing => {
		const begun = listing();
		count(served, bank, account);
		return begun;
	};
	if (version === 'v8') {
		return pageOf(served, bank, { book, keyName, owner: served.grant.consentId ?? '', begin });
	}
	const asked = served.query[keyName];
	return asked === undefined
		? numberedPage(book, bank, begin())
		: numberedPage(book, bank, { ...listing(), withPending: false }, Number(asked));
}

/** v7: the page below a row, by the row's number; rows that are booked meanwhile change nothing. */
function numberedPage(book: AccountBook, bank: Bank, listing: Listing, below = listing.to) {
	const { today, from, withPending } = listing;
	const upper = Math.min(below, listing.to);
	const lower = Math.max(from, upper - Math.min(v7Rows, bank.settings.pageSize));
	const pending = book.pending(today);
	return {
		today,
		booked: rowsBetween(book, lower, upper, today),
		pending: withPending ? rowsBetween(book, pending.from, pending.to, today) : [],
		next: lower > from ? String(lower) : undefined,
	};
}

/** Newest first. */
const rowsBetween = (book: AccountBook, from: number, to: number, today: number) =>
	Array.from({ length: Math.max(0, to - from) }, (_, index) => book.row(to - 1 - index, today));

export function rowsOf(
	{ version, book, path }: Account,
	page: ListingPage,
	status: string | undefined,
) {
	return {
		...(status !== 'pending' && {
			booked: page.booked.map((one) => bookedRow(version, book, one, path)),
		}),
		...(status !== 'booked' && {
			pending: page.pending.map((one) => pendingRow(version, one)),
		}),
	};
}
