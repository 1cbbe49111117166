import type { TransactionRow } from '../../models/transaction';
import {
	berlinGroupWith,
	type Booking,
	type BookingContext,
	toTransactionRow,
} from '../../standards/berlin-group';
import { isAbsent, textOf } from '../../standards/kit/fields';

/*
 * SEB's account information, Berlin Group 1.3 by its shape. What differs between v7 and v8: seb-oss/openbanking of
 * 2026-01-13, "Account Information v8 release notes".
 */

/** Private accounts and rows have other ids in each: a connection stays with one. */
export type AccountsVersion = 'v7' | 'v8';

function toSebRow(booking: Booking, context: BookingContext): TransactionRow {
	const { transactionTime, cardAcceptorId, descriptiveText } = booking;
	// Swish says when it was paid, in a field of its own.
	const dated = isAbsent(transactionTime)
		? booking
		: { ...booking, transactionDateTime: transactionTime };
	const row = toTransactionRow(dated, context);
	const merchant = row.counterparty === undefined ? textOf(cardAcceptorId) : undefined;
	const text = row.text ?? textOf(descriptiveText);
	if (merchant === undefined && text === row.text) return row;
	const counterparty =
		merchant === undefined ? row.counterparty : { name: merchant, source: 'cardAcceptorId' };
	return text === undefined
		? { ...row, counterparty }
		: { ...row, counterparty, text, lines: row.lines ?? [text] };
}

/** v7 writes what is pending without a sign, whichever way it goes: only the parties may tell, or it is refused. */
function toRowOfV7(booking: Booking, context: BookingContext): TransactionRow {
	if (context.status !== 'pending') return toSebRow(booking, context);
	const { path, raw, status, around } = context;
	return toSebRow(booking, { path, raw, status, around: { ...around, isSigned: false } });
}

/** The version stands in the address of the API: paths are below it. */
export const accountInformation = (version: AccountsVersion) =>
	berlinGroupWith({ root: '', toRow: version === 'v7' ? toRowOfV7 : toSebRow });
