import { isNegative, negate, parseAmount } from '../../models/money';
import { recordOf } from '../kit/fields';
import type { Booking } from './transaction';

/*
 * For banks that don't sign amounts from the account's view. A profile puts the sign right before the row is read,
 * because the counterparty is chosen by it:
 * `berlinGroupWith({ toRow: (booking, context) => toTransactionRow(purchasesPositive(booking), context) })`.
 */

/** Cards that count a purchase positive: SEB Kort; Berlin Group card accounts with `debitAccounting`. */
export function purchasesPositive(booking: Booking): Booking {
	const { originalAmount } = booking;
	return {
		...booking,
		transactionAmount: negated(booking.transactionAmount),
		originalAmount: negatedIn(originalAmount),
	};
}

/** 1.3.11's `debitAccounting` means the balances too. */
export function debitsPositive(booking: Booking): Booking {
	const { balanceAfterTransaction: balance } = booking;
	const inside = recordOf(recordOf(balance)?.['balanceAmount']);
	const after =
		inside === undefined
			? negatedIn(balance)
			: { ...recordOf(balance), balanceAmount: negated(inside) };
	return { ...purchasesPositive(booking), balanceAfterTransaction: after };
}

/** Amounts that are always positive, where another field tells that money left (Triodos NL, seen 2022). */
export function unsigned(booking: Booking, isMoneyOut: boolean): Booking {
	const amount = parseAmount(booking.transactionAmount.amount);
	const isUnsigned = amount !== undefined && !isNegative(amount);
	if (!isUnsigned) return booking;
	const { transactionAmount } = booking;
	return {
		...booking,
		transactionAmount: isMoneyOut
			? negated(transactionAmount)
			: { ...transactionAmount, amount: `+${amount}` },
	};
}

const negatedIn = (money: unknown): unknown => {
	const fields = recordOf(money);
	return fields === undefined ? money : negated(fields);
};

/** What can't be read stays as it is, for the reader to refuse. */
function negated<Fields extends { readonly amount?: unknown }>(money: Fields): Fields {
	const amount = parseAmount(money.amount);
	if (amount === undefined) return money;
	const turned = negate(amount);
	// The plus tells the reader that the sign is known.
	return { ...money, amount: isNegative(turned) ? turned : `+${turned}` };
}
