import { BankError } from '../errors';
import { withoutOpening } from './advice';
import { DecimalSum } from './decimal-sum';
import type { CurrencyTotals } from './ledger';
import type { ExportSource } from './source';

/** The balances before the first row and after the last one: together with the rows they agree. */
export interface Span {
	readonly opening: string;
	readonly closing: string;
}

/** `undefined` where the bank's balances don't tell it. */
export function spanOf(totals: CurrencyTotals | undefined): Span | undefined {
	const opening = totals?.reconciliation.opening;
	if (totals === undefined || opening === undefined) return undefined;
	return { opening, closing: DecimalSum.of(opening, totals.net).toString() };
}

/** For a statement that is not refused. */
export function knownSpan(source: ExportSource, totals: CurrencyTotals | undefined): Span {
	const span = spanOf(totals);
	if (span !== undefined) return span;
	const { why, nextStep } = withoutOpening(source, totals);
	throw new BankError('invalid-input', why, { field: 'balances', nextStep });
}

/** The days that a statement is of: those that were asked for, with every row's and the balance's within them. */
export function daysOf(
	{ madeAt, period }: ExportSource,
	totals: CurrencyTotals | undefined,
): { readonly from: string; readonly to: string } {
	const made = madeAt.slice(0, 10);
	const { firstDay = made, lastDay = made, reconciliation } = totals ?? {};
	const balanceDay =
		reconciliation?.outcome === 'not-comparable'
			? undefined
			: reconciliation?.closing?.referenceDate;
	const end = period === undefined ? lastDay : earlier(period.to ?? made, made);
	return {
		from: earlier(period?.from ?? firstDay, firstDay),
		to: later(later(end, lastDay), balanceDay ?? lastDay),
	};
}

const earlier = (left: string, right: string) => (left < right ? left : right);
const later = (left: string, right: string) => (left > right ? left : right);
