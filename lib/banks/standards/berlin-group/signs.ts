import { isNegative, negate, parseAmount } from '../../../models/money';
import { recordOf } from '../fields';
import type { Booking } from './transaction';

/*
 * For banks that don't sign amounts from the account's view. A profile puts the sign right before the row is read,
 * because the counterparty is chosen by it:
 * `transactionsWith((booking, context) => toTransactionRow(purchasesPositive(booking), context))`.
 */

/** Cards that count a purchase positive: SEB Kort; Berlin Group card accounts with `debitAccounting`. */
export function purchasesPositive(booking: Booking): Booking {
	const { originalAmount } = booking;
	return {
		...booking,
		transactionAmount: negated(booking.transactionAmount),
		...(recordOf(originalAmount) && { originalAmount: negated(recordOf(originalAmount) ?? {}) }),
	};
}

/** Amounts that are always positive, where another field tells that money left (Triodos NL, seen 2022). */
export function unsigned(booking: Booking, isMoneyOut: boolean): Booking {
	const amount = parseAmount(booking.transactionAmount.amount);
	const isUnsigned = amount !== undefined && !isNegative(amount);
	return isMoneyOut && isUnsigned
		? { ...booking, transactionAmount: negated(booking.transactionAmount) }
		: booking;
}

/** What can't be read stays as it is, for the reader to refuse. */
function negated<Fields extends { readonly amount?: unknown }>(money: Fields): Fields {
	const amount = parseAmount(money.amount);
	return amount === undefined ? money : { ...money, amount: negate(amount) };
}
