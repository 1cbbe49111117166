import { decimal } from './amount';
import type { AccountBook, Range } from './book';
import { dateOf } from './calendar';

export interface Totals {
	readonly count: number;
	readonly sum: string;
	readonly in: string;
	readonly out: string;
	readonly firstDate?: string;
	readonly lastDate?: string;
}

export interface LedgerEntry {
	readonly person: string;
	readonly account: string;
	readonly iban?: string;
	readonly currency: string;
	readonly booked: Totals;
	readonly pending: Totals;
	/** Balance after the last booked row, whatever period was asked for. */
	readonly bookedBalance: string;
}

interface Days {
	readonly first: number;
	readonly last: number;
}

/** Sums in minor units, and the ordinals of the oldest and newest row. */
interface Tally {
	count: number;
	in: number;
	out: number;
	first?: number;
	last?: number;
}

/** What a client that has read everything in the period must arrive at, one entry a currency. */
export function ledger(book: AccountBook, today: number, { first, last }: Days): LedgerEntry[] {
	const booked = tally(book, book.bookedBetween(today, first, last));
	const pending = tally(book, book.pending(today));
	return book.plan.currencies.map((currency) => ({
		person: book.owner.id,
		account: book.resourceId,
		...(book.plan.iban !== undefined && { iban: book.plan.iban }),
		currency,
		booked: totals(book, booked.get(currency), currency),
		pending: totals(book, pending.get(currency), currency),
		bookedBalance: decimal(book.bookedBalance(today, currency), currency),
	}));
}

function tally(book: AccountBook, { from, to }: Range): ReadonlyMap<string, Tally> {
	const tallies = new Map<string, Tally>();
	for (let ordinal = from; ordinal < to; ordinal += 1) {
		const currency = book.currency(ordinal);
		const sums = tallies.get(currency) ?? { count: 0, in: 0, out: 0, first: ordinal };
		const minor = book.minor(ordinal);
		sums.count += 1;
		if (minor > 0) sums.in += minor;
		else sums.out += minor;
		sums.last = ordinal;
		tallies.set(currency, sums);
	}
	return tallies;
}

const nothing: Tally = { count: 0, in: 0, out: 0 };

function totals(book: AccountBook, sums: Tally | undefined, currency: string): Totals {
	const { count, in: received, out: spent, first, last }: Tally = sums ?? nothing;
	return {
		count,
		sum: decimal(received + spent, currency),
		in: decimal(received, currency),
		out: decimal(spent, currency),
		...(first !== undefined && { firstDate: dateOf(book.day(first)) }),
		...(last !== undefined && { lastDate: dateOf(book.day(last)) }),
	};
}
