import type { CurrencyTotals } from '../ledger';
import type { AccountLike, BalanceLike, ExportSource, TransactionLike } from '../source';

/** What stands at the head of a bank statement: one account in one currency. */
export interface StatementHead {
	/** 1, 2, … through the file. */
	readonly number: number;
	readonly account: AccountLike;
	readonly currency: string;
	/** In this currency. */
	readonly balances: readonly BalanceLike[];
	readonly source: ExportSource;
}

/** What a file has around statements of one kind; nothing where there are none. */
export interface Section {
	readonly begin: string;
	readonly end: string;
}

/** Why an account can't be stated, and what to do: two sentences. */
export interface Refusal {
	readonly why: string;
	readonly nextStep: string;
}

/** A file of bank statements, said in pieces that are written as the rows come. */
export interface StatementFormat {
	/** As the picker shows it. */
	readonly name: string;
	readonly begin: (source: ExportSource) => string;
	readonly section: Section;
	/** Of some accounts, behind all others: their statements wait, compressed, in memory. */
	readonly lastSection?: Section & { readonly has: (account: AccountLike) => boolean };
	/** `totals`: only for a format that `startsWithTotals`. */
	readonly refusal: (
		head: StatementHead,
		totals: CurrencyTotals | undefined,
	) => Refusal | undefined;
	/** What is to be said of a statement that is in the file, a sentence. */
	readonly remark?: (head: StatementHead, totals: CurrencyTotals) => string | undefined;
	/** `totals`: only for a format that `startsWithTotals`. */
	readonly open: (head: StatementHead, totals: CurrencyTotals | undefined) => string;
	/** `undefined`: the format has no place for such a row. `referenceOf`: once a row; no other of the file has it. */
	readonly row: (
		transaction: TransactionLike,
		head: StatementHead,
		referenceOf: (transaction: TransactionLike) => string,
	) => string | undefined;
	readonly close: (head: StatementHead, totals: CurrencyTotals) => string;
	readonly end: () => string;
	/** The head holds what is only known after the rows: they wait, compressed, in memory. */
	readonly startsWithTotals: boolean;
}
