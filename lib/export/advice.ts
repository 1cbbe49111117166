import { BankError } from '../errors';
import type { CurrencyTotals } from './ledger';
import { labelOf } from './remarks';
import type { AccountLike, ExportSource, TransactionLike } from './source';
import type { Refusal } from './statements/format';

const others = 'Excel or CSV, which need none';

/** An account has no booked balance, and the format needs one. */
export const withoutBalance = ({ isOfItems }: ExportSource): Refusal => ({
	why: 'The format needs its booked balance, and there is none.',
	nextStep:
		isOfItems === true
			? `Add its balances (PSD2 Balances) to the items, or choose ${others}.`
			: `The bank gives none, as is usual for some cards: choose ${others}.`,
});

/** The balance before the first row is needed, and the bank's balances don't tell it. */
export function withoutOpening(source: ExportSource, totals: CurrencyTotals | undefined): Refusal {
	if (totals?.reconciliation.outcome === 'no-balance') return withoutBalance(source);
	return {
		why: `The format needs the balance before the first transaction, and it can't be told: ${otherDay}.`,
		nextStep:
			source.isOfItems === true
				? `Export straight from the bank with a period that ends today, or choose ${others}.`
				: `Choose a period that ends today, or ${others}.`,
	};
}

const otherDay = "the bank's balance is of a day that the transactions don't reach";

/** A statement does without its opening and closing balance. */
export const openRemark = ({ reconciliation: { outcome } }: CurrencyTotals): string =>
	`without an opening and a closing balance: ${outcome === 'no-balance' ? 'the bank gives no booked balance' : otherDay}.`;

/** The rows and the bank's balance are two things. */
export function differenceRemark({
	currency,
	reconciliation: { difference, outcome },
}: CurrencyTotals): string | undefined {
	if (outcome !== 'differs') return undefined;
	return `the bank's booked balance differs from the transactions by ${difference} ${currency}.`;
}

/** A row that a statement has no day for. */
export const withoutDate = (
	format: string,
	{ id = 'every transaction' }: TransactionLike,
	account: AccountLike,
): BankError =>
	new BankError('invalid-input', `${labelOf(account)}: ${format} needs a date for ${id}.`, {
		field: 'date',
		nextStep: 'Choose Excel or CSV, which need none.',
	});
