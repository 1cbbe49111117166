import type { Money } from './money';

export const balanceTypes = [
	'closingBooked',
	'closingAvailable',
	'expected',
	'openingBooked',
	'openingAvailable',
	'interimBooked',
	'interimAvailable',
	'forwardAvailable',
	'previouslyClosedBooked',
	'nonInvoiced',
	'information',
	'other',
] as const;

/** Berlin Group names; ISO codes and banks' own words are mapped onto them. */
export type BalanceType = (typeof balanceTypes)[number];

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
	/** What could not be read and is left out, or was put right. */
	readonly remarks?: readonly string[];
	readonly raw: unknown;
}

/** ISO 20022 external balance type codes (camt.053, Open Banking UK 4, STET, Enable Banking). */
const isoCodes: Readonly<Record<string, BalanceType>> = {
	clbd: 'closingBooked',
	clav: 'closingAvailable',
	xpcd: 'expected',
	opbd: 'openingBooked',
	opav: 'openingAvailable',
	itbd: 'interimBooked',
	itav: 'interimAvailable',
	fwav: 'forwardAvailable',
	prcd: 'previouslyClosedBooked',
	info: 'information',
};

// Berlin Group writes `interimBooked`, Open Banking UK 3 `InterimBooked`, GoCardless sometimes `interim_booked`.
const words: ReadonlyMap<string, BalanceType> = new Map([
	...balanceTypes.map((type) => [type.toLowerCase(), type] as const),
	...Object.entries(isoCodes),
	...Object.entries({
		booked: 'interimBooked',
		bookedbalance: 'interimBooked',
		available: 'interimAvailable',
		availablebalance: 'interimAvailable',
		availableamount: 'interimAvailable',
	} as const),
]);

/** The type in our words, and the bank's own word where it differs. */
export function toBalanceType(word: string): Pick<Balance, 'type' | 'bankType'> {
	const type = words.get(word.toLowerCase().replace(/[\s_-]/g, '')) ?? 'other';
	return type === word ? { type } : { type, bankType: word };
}

/** The two balances people ask for. */
export interface PickedBalances {
	/** What stands on the account by the books: pending payments not counted. */
	readonly booked?: Balance;
	/** What can be spent now. */
	readonly available?: Balance;
}

const bookedOrder: readonly BalanceType[] = [
	'interimBooked',
	'closingBooked',
	'openingBooked',
	'previouslyClosedBooked',
];

const availableOrder: readonly BalanceType[] = [
	'interimAvailable',
	'closingAvailable',
	'expected',
	'forwardAvailable',
	'openingAvailable',
];

/**
 * Picks `booked` and `available`, by this rule:
 *
 * 1. Only balances in the account's currency count; where it has none, those in the first balance's.
 * 2. The most current kind wins. Booked: interim, closing, opening, previously closed. Available: interim,
 *    closing, expected, forward, opening. Other kinds (`nonInvoiced`, `information`, …) are never picked.
 * 3. Of one kind, a balance without the credit line beats one that includes it: own money before credit.
 * 4. Then the latest reference date wins, and last the order in which the bank sent them.
 */
export function pickBalances(balances: readonly Balance[], currency?: string): PickedBalances {
	const wanted = currency ?? balances[0]?.amount.currency;
	const candidates = balances.filter((balance) => balance.amount.currency === wanted);
	const booked = firstOf(bookedOrder, candidates);
	const available = firstOf(availableOrder, candidates);
	return { ...(booked && { booked }), ...(available && { available }) };
}

function firstOf(order: readonly BalanceType[], balances: readonly Balance[]): Balance | undefined {
	for (const type of order) {
		const [best] = balances.filter((balance) => balance.type === type).sort(byCreditThenDate);
		if (best !== undefined) return best;
	}
	return undefined;
}

function byCreditThenDate(left: Balance, right: Balance): number {
	const credit =
		Number(left.creditLimitIncluded ?? false) - Number(right.creditLimitIncluded ?? false);
	return credit !== 0 ? credit : dateOf(right).localeCompare(dateOf(left), 'en');
}

function dateOf(balance: Balance): string {
	return balance.referenceDate ?? balance.lastChanged?.slice(0, 10) ?? '';
}
