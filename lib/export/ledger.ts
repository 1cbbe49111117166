import { BankError } from '../errors';
import { isNegative } from '../models/money';
import { bookedBalances, closingBalance, findAnchor, type Anchor } from './anchor';
import { DecimalSum, isDecimal } from './decimal-sum';
import { reconcile, type Reconciliation } from './reconcile';
import { dayOf, isBooked } from './source';
import type { BalanceLike, ExportAccount, ExportSource, TransactionLike } from './source';

/** What an account's rows in one currency come to. */
export interface CurrencyTotals {
	readonly currency: string;
	readonly booked: number;
	readonly pending: number;
	/** Neither booked nor pending, e.g. standing orders: in no sum. */
	readonly other: number;
	/** Booked money in, out (negative) and both. */
	readonly moneyIn: string;
	readonly moneyOut: string;
	readonly net: string;
	readonly pendingNet: string;
	readonly firstDay: string | undefined;
	readonly lastDay: string | undefined;
	/** What the running balance was tied to. */
	readonly anchor: Anchor;
	readonly reconciliation: Reconciliation;
}

/** An account's books while its rows stream past: sums and running balance per currency. */
export class Ledger {
	readonly #books = new Map<string, Book>();
	#last: Book | undefined;

	constructor(
		private readonly account: ExportAccount,
		private readonly source: ExportSource,
		private readonly firstPage: readonly TransactionLike[],
	) {}

	/** Counts a row in; the running balance beside it, where it is booked. */
	post(transaction: TransactionLike): string | undefined {
		let book = this.#last;
		if (book?.currency !== transaction.currency) {
			book = this.#books.get(transaction.currency) ?? this.#open(transaction.currency);
			this.#last = book;
		}
		return book.post(transaction);
	}

	/** Whether the running balance is tied to a balance of the bank, in the first row's currency. */
	get isTied(): boolean {
		const [first] = this.#books.values();
		return first !== undefined && first.anchor.tiedTo !== 'nothing';
	}

	/** Of every currency that has rows; of an account without rows, in its own currency. */
	totals(): readonly CurrencyTotals[] {
		const { account, balances } = this.account;
		const own = account.currency ?? balances[0]?.currency;
		if (this.#books.size === 0 && own !== undefined) this.#open(own);
		return [...this.#books.values()].map((book) => book.totals());
	}

	totalsIn(currency: string): CurrencyTotals {
		return (this.#books.get(currency) ?? this.#open(currency)).totals();
	}

	/** The code goes into formulas and formats: it must be nothing but a code. */
	#open(currency: string): Book {
		if (!/^[A-Z]{3}$/.test(currency)) throw badCurrency();
		const { account, source, firstPage } = this;
		const book = new Book(
			currency,
			findAnchor(currency, account, source, firstPage),
			closingBalance(currency, account, source, firstPage),
			bookedBalances(currency, account.balances)[0],
		);
		this.#books.set(currency, book);
		return book;
	}
}

const badAmount = ({ id }: TransactionLike): BankError =>
	new BankError('invalid-input', `The amount of transaction ${id ?? 'without id'} is no decimal.`, {
		field: 'amount',
		nextStep: 'Amounts must be decimals as text, such as "-12.50".',
	});

const badCurrency = (): BankError =>
	new BankError('invalid-input', 'A transaction or its account has a currency that is none.', {
		field: 'currency',
		nextStep: 'Currencies must be codes of three capitals, such as "EUR".',
	});

class Book {
	#booked = 0;
	#pending = 0;
	#other = 0;
	readonly #in = new DecimalSum();
	readonly #out = new DecimalSum();
	readonly #pendingNet = new DecimalSum();
	/** Σ of the booked rows after the day of the bank's balance. */
	readonly #later = new DecimalSum();
	readonly #running: DecimalSum;
	#firstDay: string | undefined;
	#lastDay: string | undefined;

	constructor(
		readonly currency: string,
		readonly anchor: Anchor,
		private readonly closing: BalanceLike | undefined,
		private readonly bankBalance: BalanceLike | undefined,
	) {
		this.#running = DecimalSum.of(anchor.start);
	}

	post(transaction: TransactionLike): string | undefined {
		const { amount } = transaction;
		if (!isDecimal(amount)) throw badAmount(transaction);
		const day = dayOf(transaction);
		this.#note(day);
		if (!isBooked(transaction)) {
			if (transaction.status === 'pending') {
				this.#pending += 1;
				this.#pendingNet.add(amount);
			} else this.#other += 1;
			return undefined;
		}
		this.#booked += 1;
		(isNegative(amount) ? this.#out : this.#in).add(amount);
		const closingDay = this.closing?.referenceDate;
		if (day !== undefined && closingDay !== undefined && day > closingDay) this.#later.add(amount);
		if (this.anchor.direction === 'up') return this.#running.add(amount).toString();
		const after = this.#running.toString();
		this.#running.subtract(amount);
		return after;
	}

	totals(): CurrencyTotals {
		const [moneyIn, moneyOut] = [this.#in.toString(), this.#out.toString()];
		const net = DecimalSum.of(moneyIn, moneyOut).toString();
		const { anchor, closing, bankBalance } = this;
		const later = this.#later.toString();
		return {
			currency: this.currency,
			booked: this.#booked,
			pending: this.#pending,
			other: this.#other,
			moneyIn,
			moneyOut,
			net,
			pendingNet: this.#pendingNet.toString(),
			firstDay: this.#firstDay,
			lastDay: this.#lastDay,
			anchor,
			reconciliation: reconcile({ anchor, net, later, closing, bankBalance }),
		};
	}

	#note(day: string | undefined): void {
		if (day === undefined) return;
		if (this.#firstDay === undefined || day < this.#firstDay) this.#firstDay = day;
		if (this.#lastDay === undefined || day > this.#lastDay) this.#lastDay = day;
	}
}
