import { z } from 'zod/v4';
import type { TransactionRow, TransactionStatus } from '../../../models/transaction';
import { readAs, unreadable } from '../../../models/unreadable';
import { parseCurrency } from '../../../models/money';
import { accountNumberOf } from '../counterparty';
import { recordOf, textOf } from '../fields';
import { toTransactionStatus } from '../indicators';
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
	/** Rows that stand in no group. */
	readonly rows?: readonly unknown[];
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

/**
 * Card accounts have a report of their own; the answer to a single transaction is a report of one. A list without
 * groups is read by what each row says of itself.
 */
export function reportsIn(body: unknown): readonly Report[] {
	const answer = readAs(z.looseObject({}), body);
	const named = ['transactions', 'cardTransactions'].flatMap((name): readonly Report[] => {
		const groups = recordOf(answer[name]);
		if (groups !== undefined) return [{ name, groups }];
		return Array.isArray(answer[name]) ? [{ name, groups: {}, rows: answer[name] }] : [];
	});
	if (named.length > 0) return named;
	// Some hand the groups on without their container.
	if (Array.isArray(answer['booked'])) return [{ name: 'transactions', groups: answer }];
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

/** The account that an answer is about. */
export interface OwnAccount {
	readonly iban?: string | undefined;
	readonly currency?: string | undefined;
}

/** What the caller knows of the account; else the answer may tell. */
export function accountOf(body: unknown, known: OwnAccount): OwnAccount {
	const answer = recordOf(body);
	const account = answer?.['account'] ?? answer?.['cardAccount'];
	return {
		iban: known.iban ?? accountNumberOf(account).iban,
		currency: known.currency ?? parseCurrency(recordOf(account)?.['currency']),
	};
}

/** The rows of an answer. */
export function readReports(
	body: unknown,
	own: OwnAccount,
	toRow: RowReader,
): readonly TransactionRow[] {
	// "If true, the amounts of debits on the reports are quoted positive" (1.3.11, debitAccounting).
	const read: RowReader =
		recordOf(body)?.['debitAccounting'] === true
			? (booking, context) => toRow(purchasesPositive(booking), context)
			: toRow;
	return reportsIn(body).flatMap(({ name, groups, rows }) => [
		...readRows(rows ?? [], name, own, read, statusInRow),
		...Object.entries(groups).flatMap(([group, list]) => readGroup(name, group, list, own, read)),
	]);
}

/** A list under a name we don't know is refused: its rows would be lost without a word. */
function readGroup(
	report: string,
	group: string,
	rows: unknown,
	own: OwnAccount,
	toRow: RowReader,
): readonly TransactionRow[] {
	const status = statuses.get(group.toLowerCase());
	if (rows === null || rows === undefined) return [];
	if (status === undefined) {
		if (Array.isArray(rows)) throw unreadable(`${report}.${group}`, 'is a list we do not know');
		return [];
	}
	const isSingle = recordOf(rows)?.['transactionAmount'] !== undefined;
	const list = isSingle ? [rows] : rows;
	return readRows(list, `${report}.${group}`, own, toRow, () => status);
}

function readRows(
	rows: unknown,
	list: string,
	{ iban: ownIban, currency }: OwnAccount,
	toRow: RowReader,
	statusAt: (booking: Booking, path: string) => TransactionStatus,
): readonly TransactionRow[] {
	return readBookings(rows, list)
		.map((booking, index) => {
			const path = `${list}[${index}]`;
			return toRow(withOnlyEntry(booking), {
				path,
				raw: booking,
				status: statusAt(booking, path),
				ownIban,
				currency,
			});
		})
		.filter((row) => row !== undefined);
}

/** What a batch of one says in its entry (`entryDetails`, since 1.3.9) is said of the row. */
function withOnlyEntry(booking: Booking): Booking {
	const entries = booking['entryDetails'];
	const entry = Array.isArray(entries) && entries.length === 1 ? recordOf(entries[0]) : undefined;
	if (entry === undefined) return booking;
	const given = Object.entries(booking).filter(
		([, value]) => value !== undefined && value !== null,
	);
	return { ...entry, ...Object.fromEntries(given), transactionAmount: booking.transactionAmount };
}

const statusFields = ['status', 'bookingStatus', 'transactionStatus'] as const;

/** In no group, a row tells its status, or the date it was booked. */
function statusInRow(booking: Booking, path: string): TransactionStatus {
	const word = statusFields
		.map((field) => textOf(booking[field]))
		.find((each) => each !== undefined);
	const bookingDate = textOf(booking['bookingDate']) ?? textOf(booking['bookingDateTime']);
	if (word === undefined && bookingDate === undefined)
		throw unreadable(`${path}.status`, 'is missing, and so is the booking date');
	return toTransactionStatus(word, bookingDate);
}
