import { z } from 'zod/v4';
import type { TransactionRow, TransactionStatus } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import type { BookingStatus } from '../../profile/reading';
import { isAsked } from '../kit/asking';
import type { Around } from '../kit/direction';
import { isAbsent, recordOf, textOf } from '../kit/fields';
import { indicatorIn, toTransactionStatus } from '../kit/indicators';
import { Neighbours, type Seen, type Which } from '../kit/neighbours';
import type { OwnAccount } from '../kit/own-account';
import { partyOf } from './party';
import { debitsPositive } from './signs';
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
	/** The only row of the answer to a single transaction. */
	readonly single?: unknown;
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

const statusOfGroup = (name: string) => statuses.get(name.trim().toLowerCase());

const listNames = ['transactions', 'cardTransactions'] as const;
const singleNames = ['transactionsDetails', 'transactionDetails'] as const;

/** What tells that a body is a report, and not a wrapper around one. */
export const reportNames = [...listNames, ...singleNames, 'booked', 'transactionAmount'] as const;

/**
 * Card accounts have a report of their own; the answer to a single transaction is a report of one. A list without
 * groups is read by what each row says of itself.
 */
export function reportsIn(body: unknown): readonly Report[] {
	const answer = recordOf(body) ?? readAs(z.looseObject({}), body);
	const named = listNames.flatMap((name): readonly Report[] => {
		const groups = recordOf(answer[name]);
		if (groups !== undefined) return [{ name, groups }];
		return Array.isArray(answer[name]) ? [{ name, groups: {}, rows: answer[name] }] : [];
	});
	if (named.length > 0) return named;
	// Some hand the groups on without their container.
	if (Array.isArray(answer['booked'])) return [{ name: 'transactions', groups: answer }];
	return [singleIn(answer)];
}

/** The standard's `transactionsDetails`, its later name `transactionDetails`, both, or the bare row. */
function singleIn(answer: Fields): Report {
	const name = singleNames.find((each) => recordOf(answer[each]) !== undefined);
	if (name !== undefined) {
		const fields = recordOf(answer[name]);
		return { name, groups: {}, single: recordOf(fields?.['transactionDetails']) ?? fields };
	}
	if (recordOf(answer['transactionAmount']) === undefined) throw noReport(answer);
	return { name: 'transaction', groups: {}, single: answer };
}

function noReport(answer: Fields) {
	if (answer['transactions'] !== undefined)
		return unreadable('transactions', 'should be an object');
	const isDownload = recordOf(answer['_links'])?.['download'] !== undefined;
	return unreadable('transactions', isDownload ? 'is offered as a download only' : 'is missing');
}

/** The rows of an answer, those of the status that was asked for. */
export function readReports(
	body: unknown,
	own: OwnAccount,
	toRow: RowReader,
	asked: BookingStatus,
): readonly TransactionRow[] {
	const reports = reportsIn(body);
	const neighbours = new Neighbours((which) => seenIn(reports, which), own);
	const read: TransactionRow[] = [];
	const reader: Reader = {
		around: { own, neighbours, isSigned: true },
		asked,
		// "If true, the amounts of debits on the reports are quoted positive" (1.3.11, debitAccounting).
		toRow:
			recordOf(body)?.['debitAccounting'] === true
				? (booking, context) => toRow(debitsPositive(booking), context)
				: toRow,
		read,
	};
	for (const { name, groups, rows, single } of reports) {
		if (single !== undefined) readRows([single], name, reader, statusTold);
		readRows(rows ?? [], name, reader, statusInRow);
		for (const [group, list] of Object.entries(groups)) readGroup(name, group, list, reader);
	}
	return read;
}

interface Reader {
	readonly around: Around;
	readonly asked: BookingStatus;
	readonly toRow: RowReader;
	/** The rows so far. */
	readonly read: TransactionRow[];
}

/** A list under a name we don't know is refused: its rows would be lost without a word. */
function readGroup(report: string, group: string, rows: unknown, reader: Reader): void {
	const status = statusOfGroup(group);
	if (rows === null || rows === undefined) return;
	if (status === undefined) {
		if (Array.isArray(rows)) throw unreadable(`${report}.${group}`, 'is a list we do not know');
		return;
	}
	// What nobody asked for can't spoil what was.
	if (!isAsked(status, reader.asked)) return;
	readRows(listIn(rows), `${report}.${group}`, reader, () => status);
}

/** Some send the only row without a list. */
const listIn = (rows: unknown): unknown =>
	recordOf(rows)?.['transactionAmount'] === undefined ? rows : [rows];

function readRows(
	rows: unknown,
	list: string,
	{ around, asked, toRow, read }: Reader,
	statusOf: (booking: Booking, list: string, index: number) => TransactionStatus,
): void {
	readBookings(rows, list).forEach((booking, index) => {
		const status = statusOf(booking, list, index);
		if (!isAsked(status, asked)) return;
		const context = new RowContext(booking, status, around, list, index);
		const row = toRow(withOnlyEntry(booking), context);
		if (row !== undefined) read.push(row);
	});
}

/** The path is made only for an error: for each of a million rows it would be a tenth of the reading. */
class RowContext implements BookingContext {
	constructor(
		readonly raw: unknown,
		readonly status: TransactionStatus,
		readonly around: Around,
		private readonly list: string,
		private readonly index: number,
	) {}

	get path(): string {
		return `${this.list}[${this.index}]`;
	}
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
function statusInRow(booking: Booking, list: string, index: number): TransactionStatus {
	if (wordIn(booking) === undefined && bookingDateIn(booking) === undefined)
		throw unreadable(`${list}[${index}].status`, 'is missing, and so is the booking date');
	return statusTold(booking);
}

const statusTold = (row: Fields): TransactionStatus =>
	toTransactionStatus(wordIn(row), bookingDateIn(row));

const wordIn = (row: Fields): string | undefined =>
	statusFields.map((field) => textOf(row[field])).find((each) => each !== undefined);

const bookingDateIn = (row: Fields): string | undefined =>
	textOf(row['bookingDate']) ?? textOf(row['bookingDateTime']);

function* seenIn(reports: readonly Report[], which: Which): Generator<Seen> {
	for (const { groups, rows } of reports) {
		for (const row of rows ?? []) {
			if (isMeant(row, which)) yield seen(row, statusTold(recordOf(row) ?? {}));
		}
		for (const [group, list] of Object.entries(groups)) {
			const status = statusOfGroup(group);
			if (status === undefined || !Array.isArray(list)) continue;
			for (const row of list) if (isMeant(row, which)) yield seen(row, status);
		}
	}
}

function isMeant(row: unknown, which: Which): boolean {
	if (which === 'all') return true;
	const fields = recordOf(row);
	return !isAbsent(fields?.['creditorAccount']) && !isAbsent(fields?.['debtorAccount']);
}

function seen(row: unknown, status: TransactionStatus): Seen {
	const fields = recordOf(row) ?? {};
	const { transactionAmount: amount } = fields;
	return {
		status,
		written: recordOf(amount)?.['amount'],
		indicator: indicatorIn(fields, amount, 'creditDebitIndicator'),
		creditor: partyOf(fields, 'creditor', []),
		debtor: partyOf(fields, 'debtor', []),
	};
}
