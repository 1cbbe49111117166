import type { Money } from './money';

/** Berlin Group names; ISO codes and banks' own words are mapped onto them. */
export type BalanceType =
	| 'closingBooked'
	| 'closingAvailable'
	| 'expected'
	| 'openingBooked'
	| 'openingAvailable'
	| 'interimBooked'
	| 'interimAvailable'
	| 'forwardAvailable'
	| 'previouslyClosedBooked'
	| 'nonInvoiced'
	| 'information'
	| 'other';

export interface Balance {
	readonly type: BalanceType;
	/** The bank's own word where it is not `type`. */
	readonly bankType?: string;
	readonly amount: Money;
	readonly creditLimitIncluded?: boolean;
	/** `YYYY-MM-DD`. */
	readonly referenceDate?: string;
	/** As the bank wrote it. */
	readonly lastChanged?: string;
	readonly raw: unknown;
}
