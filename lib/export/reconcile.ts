import type { Anchor } from './anchor';
import { DecimalSum } from './decimal-sum';
import type { BalanceLike } from './source';

/**
 * An account's rows held against the bank's booked balance.
 * `calculated`: the bank gave only the closing balance, so there is nothing to compare the opening with.
 * `not-comparable`: the list ends before the day of the bank's balance, or nothing tells that it
 * doesn't. `no-balance`: the bank gave none.
 */
export interface Reconciliation {
	readonly outcome: 'agrees' | 'differs' | 'calculated' | 'not-comparable' | 'no-balance';
	/** The bank's booked balance that was used. */
	readonly closing?: BalanceLike | undefined;
	/** Before the oldest row. */
	readonly opening?: string | undefined;
	/** Bank's balance minus (opening + rows); only where both ends are known. */
	readonly difference?: string | undefined;
}

export interface Evidence {
	readonly anchor: Anchor;
	/** Σ of the booked rows. */
	readonly net: string;
	/** Σ of the booked rows later than the day of `closing`. */
	readonly later: string;
	readonly closing: BalanceLike | undefined;
	/** Any booked balance of the bank, whether the list reaches its day or not. */
	readonly bankBalance: BalanceLike | undefined;
}

export function reconcile({ anchor, net, later, closing, bankBalance }: Evidence): Reconciliation {
	const opening = knownOpening(anchor, net);
	if (closing === undefined) {
		const outcome = bankBalance === undefined ? 'no-balance' : 'not-comparable';
		return { outcome, closing: bankBalance, opening };
	}
	const beforeRows = DecimalSum.of(closing.amount, later).subtract(net);
	if (opening === undefined) {
		return { outcome: 'calculated', closing, opening: beforeRows.toString() };
	}
	const difference = beforeRows.subtract(opening);
	return {
		outcome: difference.isZero ? 'agrees' : 'differs',
		closing,
		opening,
		difference: difference.toString(),
	};
}

/** The balance before the oldest row, where it doesn't come from the closing balance itself. */
function knownOpening({ tiedTo, direction, start }: Anchor, net: string): string | undefined {
	if (tiedTo !== 'balance-beside-row' && tiedTo !== 'opening-balance') return undefined;
	return direction === 'up' ? start : DecimalSum.of(start).subtract(net).toString();
}
