import { BankError } from '../../errors';
import type { Delivery } from '../delivery';
import { Ledger, type CurrencyTotals } from '../ledger';
import { uniqueReferences } from '../references';
import { type ExportRemarks, labelOf } from '../remarks';
import type { ExportAccount, ExportSource, TransactionLike } from '../source';
import { Spool } from '../spool';
import type { TextOutput } from '../text-output';
import type { Refusal, StatementFormat, StatementHead } from './format';

interface OpenStatement {
	readonly head: StatementHead;
	/** Absent: its rows go straight into the file. */
	readonly spool?: Spool;
	readonly refusal?: Refusal;
	rows: number;
}

/** Statements being written, account by account. */
export class StatementFile {
	rows = 0;
	/** With a statement in the file. */
	accounts = 0;
	leftOut = 0;
	#statements = 0;
	#hasBegun = false;
	#firstRefusal: BankError | undefined;
	#last: Spool | undefined;
	readonly #referenceOf = uniqueReferences();

	constructor(
		private readonly format: StatementFormat,
		private readonly source: ExportSource,
		private readonly delivery: Delivery,
		private readonly output: TextOutput,
		private readonly remarks: ExportRemarks,
	) {}

	async write(account: ExportAccount): Promise<void> {
		const open = new Map<string, OpenStatement>();
		let ledger = new Ledger(account, this.source, []);
		let isFirst = true;
		for await (const page of this.delivery.each(account.transactions)) {
			if (isFirst && page.length > 0) {
				ledger = new Ledger(account, this.source, page);
				isFirst = false;
			}
			for (const transaction of page) {
				ledger.post(transaction);
				const target = this.#add(transaction, account, open);
				if (target.isFull) await target.flush();
			}
		}
		const stated: boolean[] = [];
		for (const [currency, statement] of open) {
			stated.push(await this.#finish(statement, ledger.totalsIn(currency)));
		}
		for (const currency of currenciesOf(account)) {
			if (!open.has(currency)) stated.push(this.#addEmpty(account, ledger.totalsIn(currency)));
		}
		if (stated.includes(true)) this.accounts += 1;
	}

	/** Throws the first refusal where nothing could be stated for it. */
	async finish(): Promise<void> {
		const { section, lastSection } = this.format;
		if (this.accounts === 0 && this.#firstRefusal !== undefined) throw this.#firstRefusal;
		if (this.#hasBegun) this.output.add(section.end);
		if (this.#last === undefined || lastSection === undefined) return;
		this.output.add(lastSection.begin);
		await this.#pour(this.#last, this.output);
		this.output.add(lastSection.end);
	}

	/** What the row went to. */
	#add(
		transaction: TransactionLike,
		account: ExportAccount,
		open: Map<string, OpenStatement>,
	): Spool | TextOutput {
		let statement = open.get(transaction.currency);
		if (statement === undefined) {
			statement = this.#open(account, transaction.currency, open.size === 0);
			open.set(transaction.currency, statement);
		}
		const { head, refusal } = statement;
		const target = statement.spool ?? this.output;
		const text = refusal ? undefined : this.format.row(transaction, head, this.#referenceOf);
		if (text === undefined) {
			this.leftOut += 1;
			return target;
		}
		this.rows += 1;
		statement.rows += 1;
		target.add(text);
		return target;
	}

	/** One statement at a time can go straight into the file: that of the first row's currency. */
	#open(account: ExportAccount, currency: string, isFirst: boolean): OpenStatement {
		const head = this.#head(account, currency);
		const { startsWithTotals, open } = this.format;
		const refusal = startsWithTotals ? undefined : this.format.refusal(head, undefined);
		if (refusal !== undefined) return { head, refusal, rows: 0 };
		if (startsWithTotals || !isFirst || this.#isLast(head)) {
			return { head, spool: new Spool(), rows: 0 };
		}
		this.#targetOf(head).add(open(head, undefined));
		return { head, rows: 0 };
	}

	/** Whether it is in the file. */
	async #finish(statement: OpenStatement, totals: CurrencyTotals): Promise<boolean> {
		const { head, spool, rows } = statement;
		const refusal = statement.refusal ?? this.format.refusal(head, totals);
		if (refusal !== undefined) {
			this.rows -= rows;
			this.leftOut += rows;
			this.#firstRefusal ??= this.#asError(head, refusal);
			return this.#leaveOut(head, refusal);
		}
		const target = this.#targetOf(head);
		if (spool !== undefined) {
			target.add(this.format.open(head, totals));
			await this.#pour(spool, target);
		}
		return this.#close(head, totals);
	}

	/** Whether it is in the file; without rows nothing is lost where it can't be. */
	#addEmpty(account: ExportAccount, totals: CurrencyTotals): boolean {
		const head = this.#head(account, totals.currency);
		const refusal = this.format.refusal(head, totals);
		if (refusal !== undefined) return this.#leaveOut(head, refusal);
		this.#targetOf(head).add(this.format.open(head, totals));
		return this.#close(head, totals);
	}

	#close(head: StatementHead, totals: CurrencyTotals): true {
		this.#targetOf(head).add(this.format.close(head, totals));
		const remark = this.format.remark?.(head, totals);
		if (remark !== undefined) this.remarks.add(head.account, remark);
		return true;
	}

	#leaveOut(head: StatementHead, { why, nextStep }: Refusal): false {
		this.remarks.add(head.account, `left out in ${head.currency}. ${why} ${nextStep}`);
		return false;
	}

	#asError({ account, currency }: StatementHead, { why, nextStep }: Refusal): BankError {
		const subject = `${labelOf(account)} can't be written as ${this.format.name} in ${currency}`;
		return new BankError('invalid-input', `${subject}. ${why}`, { field: 'balances', nextStep });
	}

	#isLast({ account }: StatementHead): boolean {
		return this.format.lastSection?.has(account) === true;
	}

	#targetOf(head: StatementHead): Spool | TextOutput {
		if (this.#isLast(head)) return (this.#last ??= new Spool());
		if (!this.#hasBegun) this.output.add(this.format.section.begin);
		this.#hasBegun = true;
		return this.output;
	}

	async #pour(spool: Spool, target: Spool | TextOutput): Promise<void> {
		for await (const text of this.delivery.each(spool.texts())) {
			target.add(text);
			if (target.isFull) await target.flush();
		}
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
