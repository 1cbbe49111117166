import { isNegative, parseAmount } from '../../models/money';
import type { TransactionStatus } from '../../models/transaction';
import { isAbsent } from './fields';
import { isForeignNumber, type OwnAccount } from './own-account';
import { type Party, type Side, sidesOf } from './parties';
import { foldedName } from './same-name';

/** A row of an answer, for what it shows of its bank's habits. */
export interface Seen {
	readonly status: TransactionStatus;
	/** The amount as the bank wrote it. */
	readonly written: unknown;
	readonly indicator: unknown;
	readonly creditor: Party;
	readonly debtor: Party;
}

export interface Signs {
	/** A minus stands before some amount. */
	readonly minus: boolean;
	/** … of a row whose debtor is the account that was asked. */
	readonly minusOfOwnDebtor: boolean;
}

/** `between-accounts`: those that name both sides' accounts may be all that is told. */
export type Which = 'all' | 'between-accounts';

/** The rows around a row. They are looked at only when one leaves something open, and once. */
export class Neighbours {
	readonly #signs = new Map<TransactionStatus, Signs>();
	readonly #isHolder = new Map<string, boolean>();
	#holders: ReadonlySet<string> | undefined;

	constructor(
		private readonly seen: (which: Which) => Iterable<Seen>,
		private readonly own: OwnAccount,
	) {}

	/** Whether the bank signs amounts. Who signs what is pending signs what is booked, and not the other way round (NBG, seen 2025). */
	signs(status: TransactionStatus): Signs {
		const known = this.#signs.get(status) ?? this.#signsOf(status);
		this.#signs.set(status, known);
		return known;
	}

	/**
	 * Whether a name is the holder's: the bank calls it so, or it stands under the account's own number opposite somebody
	 * else, as a pot's never does.
	 */
	isHolder(name: string): boolean {
		const known = this.#isHolder.get(name);
		if (known !== undefined) return known;
		this.#holders ??= this.#holderNames();
		const isHolder = this.#holders.has(foldedName(name));
		this.#isHolder.set(name, isHolder);
		return isHolder;
	}

	#signsOf(status: TransactionStatus): Signs {
		const negative = [...this.seen('all')].filter(
			(row) => isTelling(row.status, status) && isAbsent(row.indicator) && hasMinus(row.written),
		);
		return {
			minus: negative.length > 0,
			minusOfOwnDebtor: negative.some((row) => this.#sides(row).debtor.isOwn),
		};
	}

	/** Joint holders are told as one list. */
	#holderNames(): ReadonlySet<string> {
		const { ownerName = '' } = this.own;
		const names: (string | undefined)[] = [ownerName, ...ownerName.split(',')];
		for (const row of this.seen('between-accounts')) {
			// Most banks name one side only: nothing is parsed for those.
			if (isAbsent(row.creditor.account) || isAbsent(row.debtor.account)) continue;
			const { creditor, debtor } = this.#sides(row);
			if (this.#isBetween(creditor, debtor)) names.push(creditor.name);
			if (this.#isBetween(debtor, creditor)) names.push(debtor.name);
		}
		return new Set(names.filter((name) => name !== undefined).map(foldedName));
	}

	#isBetween(side: Side, other: Side): boolean {
		return side.isOwn && isForeignNumber(other.number, this.own);
	}

	#sides({ creditor, debtor }: Seen) {
		return sidesOf(creditor, debtor, this.own);
	}
}

const isTelling = (of: TransactionStatus, status: TransactionStatus): boolean =>
	of === status || (status === 'booked' && of === 'pending');

function hasMinus(written: unknown): boolean {
	const amount = parseAmount(written);
	return amount !== undefined && isNegative(amount);
}
