import { isNegative } from '../../models/money';
import { DecimalSum, decimalsOf } from '../decimal-sum';
import type { Column } from '../rows';
import type { Language, TransactionLike } from '../source';
import { cell, columnLetter, fitsNumber, formulaContent, textContent } from './cells';
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

	count({ amount, currency }: TransactionLike, row: number): void {
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
		const { moneyIn, moneyOut, total } = words[this.language];
		const isMixed = this.#shown.size > 1;
		let row = firstRow;
		let rows = '';
		for (const [currency, shown] of this.#shown) {
			const net = DecimalSum.of(shown.moneyIn.toString(), shown.moneyOut.toString());
			const digits = decimalsOf(net.toString());
			const wanted = isMixed ? currency : undefined;
			const line = (label: string, sum: DecimalSum, sign: string | undefined) => {
				const formula = `ROUND(${this.#sumFormula(wanted, sign)},${digits})`;
				rows += this.#line(
					row,
					isMixed ? `${label} ${currency}` : label,
					currency,
					formula,
					sum,
					digits,
				);
				row += 1;
			};
			line(moneyIn, shown.moneyIn, '>0');
			line(moneyOut, shown.moneyOut, '<0');
			line(total, net, undefined);
		}
		return rows;
	}

	#line(
		row: number,
		label: string,
		currency: string,
		formula: string,
		sum: DecimalSum,
		digits: number,
	): string {
		const labelStyle = this.workbook.styleId({ bold: true, topLine: true });
		const sumStyle = this.workbook.styleId({
			bold: true,
			topLine: true,
			numFmt: amountFormat(currency, digits),
		});
		const cells: string[] = [];
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
