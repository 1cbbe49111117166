import { isNegative } from '../../models/money';
import { DecimalSum, decimalsOf } from '../decimal-sum';
import type { Column } from '../rows';
import { isBooked, type Language, type TransactionLike } from '../source';
import { cell, columnLetter, emptyContent, fitsNumber, formulaContent, textContent } from './cells';
import { amountFormat } from './formats';
import type { Workbook } from './sheet';
import { words } from './words';

interface Range {
	readonly sheet: string;
	readonly from: number;
	to: number;
}

/** What the number cells of one currency add up to, as Excel will find when it calculates. */
interface Shown {
	readonly moneyIn: DecimalSum;
	readonly moneyOut: DecimalSum;
}

/** The rows below an account's transactions: money in, money out, total, as formulas with their results. */
export class SheetTotals {
	readonly #amountColumn: number;
	readonly #currencyColumn: number;
	readonly #ranges: Range[] = [];
	readonly #shown = new Map<string, Shown>();
	#hasUnbooked = false;

	constructor(
		private readonly columns: readonly Column[],
		private readonly workbook: Workbook,
		private readonly language: Language,
	) {
		this.#amountColumn = columns.findIndex(({ key }) => key === 'amount');
		this.#currencyColumn = columns.findIndex(({ key }) => key === 'currency');
	}

	/** Rows that the totals take, the blank one above them included. */
	get height(): number {
		return this.#amountColumn < 0 ? 0 : 1 + 3 * this.#shown.size;
	}

	onSheet(sheet: string): void {
		this.#ranges.push({ sheet, from: 2, to: 1 });
	}

	count(transaction: TransactionLike, row: number): void {
		const { amount, currency } = transaction;
		if (!isBooked(transaction)) this.#hasUnbooked = true;
		const range = this.#ranges.at(-1);
		if (range !== undefined) range.to = row;
		let shown = this.#shown.get(currency);
		if (shown === undefined) {
			shown = { moneyIn: new DecimalSum(), moneyOut: new DecimalSum() };
			this.#shown.set(currency, shown);
		}
		if (fitsNumber(amount)) (isNegative(amount) ? shown.moneyOut : shown.moneyIn).add(amount);
	}

	rows(firstRow: number): string {
		if (this.#amountColumn < 0) return '';
		const word = words[this.language];
		let row = firstRow;
		let rows = '';
		for (const [currency, { moneyIn, moneyOut }] of this.#shown) {
			const net = DecimalSum.of(moneyIn.toString(), moneyOut.toString());
			const line = (label: string, sum: DecimalSum, sign?: string) => {
				rows += this.#line(row, this.#label(label, currency), currency, sum, sign);
				row += 1;
			};
			line(word.moneyIn, moneyIn, '>0');
			line(word.moneyOut, moneyOut, '<0');
			line(word.total, net);
		}
		return rows;
	}

	get #isMixed(): boolean {
		return this.#shown.size > 1;
	}

	/** A sum over all rows of the sheet says so where some of them are not booked. */
	#label(label: string, currency: string): string {
		const { pendingIncluded } = words[this.language];
		return (
			label +
			(this.#isMixed ? ` ${currency}` : '') +
			(this.#hasUnbooked ? `, ${pendingIncluded}` : '')
		);
	}

	#line(row: number, label: string, currency: string, sum: DecimalSum, sign?: string): string {
		const digits = decimalsOf(sum.toString());
		const formula = `ROUND(${this.#sumFormula(this.#isMixed ? currency : undefined, sign)},${digits})`;
		// One line above the first sum of a currency, from edge to edge.
		const emphasis = { bold: true, ...(sign === '>0' && { topLine: true }) } as const;
		const labelStyle = this.workbook.styleId(emphasis);
		const sumStyle = this.workbook.styleId({ ...emphasis, numFmt: amountFormat(currency, digits) });
		const cells = this.columns.map(() => emptyContent(labelStyle));
		const labelColumn = this.#amountColumn === 0 ? this.columns.length : 0;
		cells[labelColumn] = textContent(labelStyle, label);
		cells[this.#amountColumn] = formulaContent(sumStyle, formula, sum.toString());
		if (this.#currencyColumn >= 0) cells[this.#currencyColumn] = textContent(labelStyle, currency);
		const written = cells.map((content, index) => cell(`${columnLetter(index)}${row}`, content));
		return `<row r="${row}">${written.join('')}</row>`;
	}

	/** SUM, SUMIF or SUMIFS over each sheet that the account's rows stand on. */
	#sumFormula(currency: string | undefined, sign: string | undefined): string {
		const here = this.#ranges.at(-1)?.sheet;
		const parts = this.#ranges
			.filter(({ from, to }) => to >= from)
			.map((range) => {
				const amounts = cellRange(this.#amountColumn, range, here);
				if (currency === undefined) {
					return sign === undefined ? `SUM(${amounts})` : `SUMIF(${amounts},"${sign}")`;
				}
				const currencies = cellRange(this.#currencyColumn, range, here);
				return sign === undefined
					? `SUMIF(${currencies},"${currency}",${amounts})`
					: `SUMIFS(${amounts},${currencies},"${currency}",${amounts},"${sign}")`;
			});
		return parts.join('+');
	}
}

function cellRange(column: number, { sheet, from, to }: Range, here: string | undefined): string {
	const letter = columnLetter(column);
	const cells = `${letter}${from}:${letter}${to}`;
	// Sheet names have no apostrophe: the quotes keep a name a name, whatever the bank called the account.
	return sheet === here ? cells : `'${sheet}'!${cells}`;
}
