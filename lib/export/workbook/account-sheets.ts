import type { Delivery } from '../delivery';
import { Ledger, type CurrencyTotals } from '../ledger';
import type { Column } from '../rows';
import type { AccountLike, ExportAccount, ExportSource, Language } from '../source';
import type { TransactionLike } from '../source';
import { cell, textContent } from './cells';
import { RowWriter } from './row-writer';
import { Remarks, rowLimit, type OpenSheet, type Remark, type Workbook } from './sheet';
import { TextBuffer } from './text-buffer';
import { SheetTotals } from './totals';
import { words } from './words';

export interface WrittenAccount {
	readonly source: ExportAccount;
	readonly title: string;
	readonly sheets: readonly string[];
	readonly rows: number;
	readonly totals: readonly CurrencyTotals[];
	readonly remarks: readonly Remark[];
}

export interface AccountSheetsOptions {
	readonly columns: readonly Column[];
	readonly language: Language;
	/** Rows of one sheet, the heading included; only tests want fewer than Excel takes. */
	readonly rowLimit?: number | undefined;
}

/** Writes an account's transactions, page by page, on as many sheets as they need. */
export async function writeAccount(
	workbook: Workbook,
	delivery: Delivery,
	source: ExportSource,
	account: ExportAccount,
	options: AccountSheetsOptions,
): Promise<WrittenAccount> {
	const sheets = new AccountSheets(workbook, account.account, options);
	let ledger = new Ledger(account, source, []);
	for await (const page of delivery.each(account.transactions)) {
		if (page.length > 0 && sheets.rows === 0) ledger = new Ledger(account, source, page);
		for (const transaction of page) {
			const runningBalance = ledger.post(transaction);
			sheets.add(transaction, runningBalance, ledger);
			if (sheets.isWaiting) await sheets.flush();
		}
	}
	await sheets.finish();
	return {
		source: account,
		title: sheets.title,
		sheets: sheets.names,
		rows: sheets.rows,
		totals: ledger.totals(),
		remarks: sheets.remarks.list(),
	};
}

class AccountSheets {
	readonly remarks = new Remarks();
	readonly title: string;
	readonly names: string[] = [];
	rows = 0;
	readonly #writer: RowWriter;
	readonly #totals: SheetTotals;
	readonly #lastRow: number;
	#sheet: OpenSheet | undefined;
	#row = 0;
	readonly #text = new TextBuffer();

	constructor(
		private readonly workbook: Workbook,
		private readonly account: AccountLike,
		private readonly options: AccountSheetsOptions,
	) {
		const { columns, language } = options;
		this.title = titleOf(account, language);
		this.#writer = new RowWriter(columns, workbook, this.remarks, language);
		this.#totals = new SheetTotals(columns, workbook, language);
		this.#lastRow = options.rowLimit ?? rowLimit;
	}

	/** Whether `flush` is due before the next row. */
	get isWaiting(): boolean {
		return this.#text.isFull || this.#row >= this.#lastRow;
	}

	add(transaction: TransactionLike, runningBalance: string | undefined, ledger: Ledger): void {
		if (this.#sheet === undefined) this.#open(ledger.isTied);
		this.#row += 1;
		this.rows += 1;
		this.#totals.count(transaction, this.#row);
		this.#text.add(
			this.#writer.row(
				this.#row,
				this.names.at(-1) ?? '',
				transaction,
				this.account,
				runningBalance,
			),
		);
	}

	async flush(): Promise<void> {
		await this.#sheet?.write(this.#text.take());
		if (this.#row >= this.#lastRow) this.#close();
	}

	async finish(): Promise<void> {
		if (this.#row + this.#totals.height > this.#lastRow) {
			await this.flush();
			this.#close();
		}
		if (this.#sheet === undefined) this.#open(true);
		const filterTo = this.#row;
		this.#text.add(this.rows === 0 ? this.#emptyRow() : this.#totals.rows(this.#row + 2));
		await this.flush();
		this.#close(filterTo);
	}

	#open(isTied: boolean): void {
		const { columns, language } = this.options;
		const { runningBalance, runningTotal } = words[language];
		const name = this.workbook.names.take(this.title);
		this.names.push(name);
		this.#sheet = this.workbook.openSheet({
			name,
			columns: columns.map(({ key, header, width, kind }) => ({
				heading:
					key !== 'runningBalance' ? header[language] : isTied ? runningBalance : runningTotal,
				width,
				...(kind === 'amount' && { align: 'right' }),
			})),
			footer: words[language].page,
		});
		this.#totals.onSheet(name);
		this.#row = 1;
	}

	#close(filterTo = this.#row): void {
		this.#sheet?.close({ filterTo });
		this.#sheet = undefined;
		this.#row = 0;
	}

	#emptyRow(): string {
		const content = textContent(this.workbook.styleId({}), words[this.options.language].noRows);
		return `<row r="2">${cell('A2', content)}</row>`;
	}
}

export function titleOf(account: AccountLike, language: Language): string {
	const { name, product, iban, bban, maskedPan, accountId } = account;
	const candidates = [name, product, iban, bban, maskedPan, accountId];
	return (
		candidates.find((text) => text !== undefined && text.trim() !== '') ?? words[language].account
	);
}
