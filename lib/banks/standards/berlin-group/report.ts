import { z } from 'zod/v4';
import type { TransactionRow, TransactionStatus } from '../../../models/transaction';
import { readAs, unreadable } from '../../../models/unreadable';
import { accountNumberOf } from '../counterparty';
import { recordOf } from '../fields';
import { purchasesPositive } from './signs';
import { type Booking, type BookingContext, readBookings } from './transaction';

type Fields = Readonly<Record<string, unknown>>;

/** How a row is read; `undefined` drops it. */
export type RowReader = (booking: Booking, context: BookingContext) => TransactionRow | undefined;

/** What the standard calls an account report: rows in groups by status, with links. */
interface Report {
	/** Its name in the answer, for errors. */
	readonly name: string;
	readonly groups: Fields;
}

/** `info` is ING's name for the standard's `information`. */
const statuses: ReadonlyMap<string, TransactionStatus> = new Map(
	Object.entries({
		booked: 'booked',
		pending: 'pending',
		information: 'information',
		info: 'information',
	} as const),
);

/** Card accounts have a report of their own; the answer to a single transaction is a report of one. */
export function reportsIn(body: unknown): readonly Report[] {
	const answer = readAs(z.looseObject({}), body);
	const named = ['transactions', 'cardTransactions'].flatMap((name): readonly Report[] => {
		const groups = recordOf(answer[name]);
		return groups === undefined ? [] : [{ name, groups }];
	});
	if (named.length > 0) return named;
	const single = recordOf(answer['transactionsDetails']);
	if (single === undefined) throw noReport(answer);
	const booked = [recordOf(single['transactionDetails']) ?? single];
	return [{ name: 'transactionsDetails', groups: { booked } }];
}

function noReport(answer: Fields) {
	if (answer['transactions'] !== undefined)
		return unreadable('transactions', 'should be an object');
	const isDownload = recordOf(answer['_links'])?.['download'] !== undefined;
	return unreadable('transactions', isDownload ? 'is offered as a download only' : 'is missing');
}

/** The rows of an answer. `ownIban` where the caller knows it; else the answer may tell. */
export function readReports(
	body: unknown,
	ownIban: string | undefined,
	toRow: RowReader,
): readonly TransactionRow[] {
	const answer = recordOf(body);
	const own = ownIban ?? accountNumberOf(answer?.['account']).iban;
	// "If true, the amounts of debits on the reports are quoted positive" (1.3.11, debitAccounting).
	const read: RowReader =
		answer?.['debitAccounting'] === true
			? (booking, context) => toRow(purchasesPositive(booking), context)
			: toRow;
	return reportsIn(body).flatMap(({ name, groups }) =>
		Object.entries(groups).flatMap(([group, rows]) => readGroup(name, group, rows, own, read)),
	);
}

/** A list under a name we don't know is refused: its rows would be lost without a word. */
function readGroup(
	report: string,
	group: string,
	rows: unknown,
	ownIban: string | undefined,
	toRow: RowReader,
): readonly TransactionRow[] {
	const status = statuses.get(group);
	if (rows === null || rows === undefined) return [];
	if (status === undefined) {
		if (Array.isArray(rows)) throw unreadable(`${report}.${group}`, 'is a list we do not know');
		return [];
	}
	return readBookings(rows, `${report}.${group}`)
		.map((booking, index) => {
			const path = `${report}.${group}[${index}]`;
			return toRow(booking, { path, raw: booking, status, ownIban });
		})
		.filter((row) => row !== undefined);
}
