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

/** What a client that has read everything in the period must arrive at, one entry a currency. */
export function ledger(book: AccountBook, today: number, { first, last }: Days): LedgerEntry[] {
	const booked = book.bookedBetween(today, first, last);
	return book.plan.currencies.map((currency) => ({
		person: book.owner.id,
		account: book.resourceId,
		...(book.plan.iban !== undefined && { iban: book.plan.iban }),
		currency,
		booked: totals(book, booked, currency),
		pending: totals(book, book.pending(today), currency),
		bookedBalance: decimal(book.bookedBalance(today, currency), currency),
	}));
}

function totals(book: AccountBook, { from, to }: Range, currency: string): Totals {
	let count = 0;
	let received = 0;
	let spent = 0;
	let firstDay: number | undefined;
	let lastDay: number | undefined;
	for (let ordinal = from; ordinal < to; ordinal += 1) {
		if (book.currency(ordinal) !== currency) continue;
		const minor = book.minor(ordinal);
		count += 1;
		if (minor > 0) received += minor;
		else spent += minor;
		lastDay = book.day(ordinal);
		firstDay ??= lastDay;
	}
	return {
		count,
		sum: decimal(received + spent, currency),
		in: decimal(received, currency),
		out: decimal(spent, currency),
		...(firstDay !== undefined && { firstDate: dateOf(firstDay) }),
		...(lastDay !== undefined && { lastDate: dateOf(lastDay) }),
	};
}
