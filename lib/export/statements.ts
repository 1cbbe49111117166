import type { Writable } from 'node:stream';
import { deliver, type Delivery } from './delivery';
import { Ledger, type CurrencyTotals } from './ledger';
import { Spool } from './spool';
import type { AccountLike, BalanceLike, ExportAccount, ExportResult } from './source';
import type { ExportSource, TransactionLike } from './source';
import { TextOutput } from './text-output';

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

/** A file of bank statements, said in pieces that are written as the rows come. */
export interface StatementFormat {
	readonly begin: (source: ExportSource) => string;
	/** `totals`: only for a format that `startsWithTotals`. */
	readonly open: (head: StatementHead, totals: CurrencyTotals | undefined) => string;
	/** `undefined`: the format has no place for such a row. `number`: 1, 2, … through the file. */
	readonly row: (transaction: TransactionLike, number: number) => string | undefined;
	readonly close: (head: StatementHead, totals: CurrencyTotals) => string;
	readonly end: () => string;
	/** The head holds what is only known after the rows: they wait, compressed, in memory. */
	readonly startsWithTotals: boolean;
	/** Whether an account without rows has a statement at all. */
	readonly hasEmptyStatement: (head: StatementHead, totals: CurrencyTotals) => boolean;
}

/** Streams a file with a statement for each account and currency. */
export async function writeStatements(
	format: StatementFormat,
	source: ExportSource,
	sink: Writable,
	signal: AbortSignal | undefined,
): Promise<ExportResult> {
	return deliver(sink, signal, async (delivery) => {
		const output = new TextOutput(delivery);
		const file = new StatementFile(format, source, delivery, output);
		output.add(format.begin(source));
		for await (const account of delivery.each(source.accounts)) await file.write(account);
		output.add(format.end());
		await output.end();
		return { rows: file.rows, accounts: file.accounts, leftOut: file.leftOut };
	});
}

interface OpenStatement {
	readonly head: StatementHead;
	/** Absent: its rows go straight into the file. */
	readonly spool?: Spool;
}

class StatementFile {
	rows = 0;
	accounts = 0;
	leftOut = 0;
	#statements = 0;

	constructor(
		private readonly format: StatementFormat,
		private readonly source: ExportSource,
		private readonly delivery: Delivery,
		private readonly output: TextOutput,
	) {}

	async write(account: ExportAccount): Promise<void> {
		const open = new Map<string, OpenStatement>();
		let ledger = new Ledger(account, this.source, []);
		let isFirst = true;
		this.accounts += 1;
		for await (const page of this.delivery.each(account.transactions)) {
			if (isFirst && page.length > 0) {
				ledger = new Ledger(account, this.source, page);
				isFirst = false;
			}
			for (const transaction of page) {
				ledger.post(transaction);
				const spool = this.#add(transaction, account, open);
				if (spool?.isFull === true) await this.delivery.wait(spool.pack());
				if (this.output.isFull) await this.output.flush();
			}
		}
		for (const [currency, statement] of open) {
			await this.#finish(statement, ledger.totalsIn(currency));
		}
		for (const currency of currenciesOf(account)) {
			if (!open.has(currency)) this.#addEmpty(account, ledger.totalsIn(currency));
		}
	}

	/** The spool that the row went to, if it did not go into the file. */
	#add(
		transaction: TransactionLike,
		account: ExportAccount,
		open: Map<string, OpenStatement>,
	): Spool | undefined {
		let statement = open.get(transaction.currency);
		if (statement === undefined) {
			statement = this.#open(account, transaction.currency, open.size === 0);
			open.set(transaction.currency, statement);
		}
		const text = this.format.row(transaction, this.rows + 1);
		if (text === undefined) {
			this.leftOut += 1;
			return undefined;
		}
		this.rows += 1;
		(statement.spool ?? this.output).add(text);
		return statement.spool;
	}

	/** One statement at a time can go straight into the file: that of the first row's currency. */
	#open(account: ExportAccount, currency: string, isFirst: boolean): OpenStatement {
		const head = this.#head(account, currency);
		if (!isFirst || this.format.startsWithTotals) return { head, spool: new Spool() };
		this.output.add(this.format.open(head, undefined));
		return { head };
	}

	async #finish({ head, spool }: OpenStatement, totals: CurrencyTotals): Promise<void> {
		if (spool !== undefined) {
			this.output.add(this.format.open(head, totals));
			for await (const text of this.delivery.each(spool.texts())) {
				this.output.add(text);
				if (this.output.isFull) await this.output.flush();
			}
		}
		this.output.add(this.format.close(head, totals));
	}

	#addEmpty(account: ExportAccount, totals: CurrencyTotals): void {
		const head = this.#head(account, totals.currency);
		if (!this.format.hasEmptyStatement(head, totals)) return;
		this.output.add(this.format.open(head, totals));
		this.output.add(this.format.close(head, totals));
	}

	#head({ account, balances }: ExportAccount, currency: string): StatementHead {
		this.#statements += 1;
		return {
			number: this.#statements,
			account,
			currency,
			balances: balances.filter((balance) => balance.currency === currency),
			source: this.source,
		};
	}
}

const currenciesOf = ({ account, balances }: ExportAccount): ReadonlySet<string> =>
	new Set([
		...(account.currency === undefined ? [] : [account.currency]),
		...balances.map(({ currency }) => currency),
	]);
