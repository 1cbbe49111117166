import { isDeepStrictEqual } from 'node:util';
import type { TransactionRow } from '../models/transaction';
import { namesOneRow } from './references';

/**
 * A page without the rows at its head that the page before it ended with. Banks that page by a count of rows send
 * them again when a row is booked while the listing is read. Only what is the same to the last field, under a
 * reference of the bank's that names one row, is one payment; two payments that are merely alike stay two.
 */
export function withoutRepeated<Row extends TransactionRow>(
	before: readonly Row[],
	page: readonly Row[],
): readonly Row[] {
	const [first] = page;
	if (first === undefined || !isNamed(first)) return page;
	// Booked and pending rows stand in lists of their own.
	const ended = before.filter(({ status }) => status === first.status);
	// A page that is all of the one before it is no overlap: how such a listing ends is for the client to judge.
	const wholePage = ended.length === before.length ? 1 : 0;
	for (let from = Math.max(wholePage, ended.length - page.length); from < ended.length; from += 1) {
		if (ended[from]?.bankId !== first.bankId) continue;
		const tail = ended.slice(from);
		if (tail.every((row, index) => isSame(row, page[index]))) return page.slice(tail.length);
	}
	return page;
}

const isNamed = ({ bankId }: TransactionRow): boolean =>
	bankId !== undefined && namesOneRow(bankId);

const isSame = (row: TransactionRow, other: TransactionRow | undefined): boolean =>
	isNamed(row) && row.bankId === other?.bankId && isDeepStrictEqual(row.raw, other?.raw);
