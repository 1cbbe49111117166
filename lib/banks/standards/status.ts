import type { TransactionStatus } from '../../models/transaction';
import type { BookingStatus } from '../profile';
import type { Remarks } from './fields';

/** ISO 20022 entry statuses with banks' additions (`FUTR` BNP Paribas Fortis, `HOLD` Enable Banking). */
const statusWords: ReadonlyMap<string, TransactionStatus> = new Map([
	...['book', 'booked', 'posted', 'settled'].map((word) => [word, 'booked'] as const),
	...['pdng', 'pending', 'hold', 'reserved'].map((word) => [word, 'pending'] as const),
	...['info', 'information', 'othr', 'futr', 'schd', 'scheduled'].map(
		(word) => [word, 'information'] as const,
	),
	...['rjct', 'rejected', 'cncl', 'cancelled', 'canceled', 'declined', 'failed'].map(
		(word) => [word, 'information'] as const,
	),
]);

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

/**
 * Not every bank keeps to the status that was asked for (Swedbank's sandbox sends both): a pending row that nobody asked
 * for would come again, under another id, when it is booked; a standing order would be taken for a payment. A row of a
 * status that we don't know (`word`) may have moved money: it is never left out, and says what it is.
 */
export function isAsked(status: TransactionStatus, asked: BookingStatus, word?: string): boolean {
	if (asked === 'all' || status === asked || isUnknown(word)) return true;
	return asked === 'both' && status !== 'information';
}

/** `field`: where the word stands. */
export function remarkUnknownStatus(
	word: string | undefined,
	field: string,
	remarks: Remarks,
): void {
	if (isUnknown(word)) remarks.push(`${field} is a status we don't know: counted as information`);
}

const isUnknown = (word: string | undefined): boolean =>
	word !== undefined && !statusWords.has(word.toLowerCase());
