import { isNegative, isZero, signed } from '../../models/money';
import type { TransactionStatus } from '../../models/transaction';
import { unreadable } from '../../models/unreadable';
import { isAbsent, readAmount, recordOf, textOf } from './fields';

const debits: ReadonlySet<string> = new Set(['DBIT', 'DEBIT', 'DBT', 'DEB', 'DR', 'DB', 'D', 'RC']);
const credits: ReadonlySet<string> = new Set(['CRDT', 'CREDIT', 'CDT', 'CRED', 'CR', 'C', 'RD']);

/** Whether money left the account: ISO 20022 `DBIT`/`CRDT` and their long forms; `undefined` where none is given. */
export function isDebit(indicator: unknown, path: string): boolean | undefined {
	if (isAbsent(indicator)) return undefined;
	const word = (textOf(indicator) ?? textOf(recordOf(indicator)?.['code']))?.toUpperCase() ?? '';
	if (debits.has(word)) return true;
	if (credits.has(word)) return false;
	throw unreadable(path, 'is neither debit nor credit');
}

/**
 * An unsigned amount with the sign of its indicator; an amount that the bank signed itself stays as it is. Without
 * both nobody knows which way the money went.
 */
export function readSigned(
	written: unknown,
	amountPath: string,
	indicator: unknown,
	indicatorPath: string,
): string {
	const amount = readAmount(written, amountPath);
	const isTold = !isAbsent(indicator) || isNegative(amount) || isZero(amount);
	if (!isTold) throw unreadable(indicatorPath, 'is missing');
	return withIndicator(amount, indicator, indicatorPath);
}

/** The sign of an indicator on an amount; where both are given and differ, nobody knows which is right. */
export function withIndicator(amount: string, indicator: unknown, path: string): string {
	const debit = isDebit(indicator, path);
	if (debit === false && isNegative(amount))
		throw unreadable(path, 'says credit of a negative amount');
	return signed(amount, debit ?? false);
}

/** Beside the amount, as ISO 20022 has it; some banks write it into the amount. */
export const indicatorIn = (fields: unknown, amount: unknown, name: string): unknown => {
	const beside = recordOf(fields)?.[name];
	return isAbsent(beside) ? recordOf(amount)?.[name] : beside;
};

/** ISO 20022 entry statuses with banks' additions (`FUTR` BNP Paribas Fortis, `HOLD` Enable Banking). */
const statusWords: ReadonlyMap<string, TransactionStatus> = new Map(
	Object.entries({
		book: 'booked',
		booked: 'booked',
		pdng: 'pending',
		pending: 'pending',
		hold: 'pending',
	} as const),
);

/**
 * Booked, pending, or else information: rejected, cancelled and future rows never changed a balance, so they
 * must not look as if they had. Where the bank says nothing, a booking date speaks for it.
 */
export function toTransactionStatus(
	word: string | undefined,
	bookingDate: string | undefined,
): TransactionStatus {
	if (word === undefined) return bookingDate === undefined ? 'pending' : 'booked';
	return statusWords.get(word.toLowerCase()) ?? 'information';
}
