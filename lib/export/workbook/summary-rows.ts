import { decimalsOf } from '../decimal-sum';
import {
	columnLetter,
	daySerial,
	fitsNumber,
	formulaContent,
	longestText,
	numberContent,
	shorten,
	textContent,
} from './cells';
import { looksLikeFormula } from '../formula-like';
import { amountFormat, dateFormat, textFormat } from './formats';
import type { CellStyle, Workbook } from './sheet';

export type SummaryCell =
	| undefined
	| string
	| { readonly count: number }
	| { readonly date: string | undefined }
	| { readonly amount: string | undefined; readonly currency: string }
	/** A formula of our own, with its result. */
	| { readonly formula: string; readonly result: string; readonly currency?: string };

type Emphasis = Pick<CellStyle, 'bold' | 'topLine'>;

/** Builds the summary's `<row>` elements from the second row on. */
export class SummaryRows {
	#row = 1;
	#xml = '';

	constructor(private readonly workbook: Workbook) {}

	/** The last row written. */
	get row(): number {
		return this.#row;
	}

	skip(): void {
		this.#row += 1;
	}

	title(text: string): void {
		this.skip();
		this.add([text], { bold: true });
	}

	heading(cells: readonly string[]): void {
		this.add(cells, { bold: true });
	}

	add(cells: readonly SummaryCell[], emphasis: Emphasis = {}): void {
		this.#row += 1;
		let row = '';
		cells.forEach((cell, index) => {
			const content = this.#content(cell, emphasis);
			if (content !== '') row += `<c r="${columnLetter(index)}${this.#row}"${content}`;
		});
		this.#xml += `<row r="${this.#row}">${row}</row>`;
	}

	toString(): string {
		return this.#xml;
	}

	#content(cell: SummaryCell, emphasis: Emphasis): string {
		if (cell === undefined || cell === '') return '';
		if (typeof cell === 'string') return this.#text(cell, emphasis);
		if ('count' in cell) {
			return numberContent(this.workbook.styleId({ ...emphasis, numFmt: '#,##0' }), cell.count);
		}
		if ('date' in cell) return this.#date(cell.date, emphasis);
		if ('formula' in cell) {
			const { formula, result, currency } = cell;
			const numFmt = currency === undefined ? '#,##0' : amountFormat(currency, decimalsOf(result));
			return formulaContent(this.workbook.styleId({ ...emphasis, numFmt }), formula, result);
		}
		return this.#amount(cell.amount, cell.currency, emphasis);
	}

	#text(text: string, emphasis: Emphasis): string {
		const style = this.workbook.styleId(
			looksLikeFormula(text) ? { ...emphasis, numFmt: textFormat } : emphasis,
		);
		return textContent(style, text.length > longestText ? shorten(text) : text);
	}

	#date(date: string | undefined, emphasis: Emphasis): string {
		if (date === undefined) return '';
		const serial = daySerial(date);
		return serial === undefined
			? this.#text(date, emphasis)
			: numberContent(this.workbook.styleId({ ...emphasis, numFmt: dateFormat }), serial);
	}

	#amount(amount: string | undefined, currency: string, emphasis: Emphasis): string {
		if (amount === undefined) return '';
		if (!fitsNumber(amount)) {
			return textContent(
				this.workbook.styleId({ ...emphasis, numFmt: textFormat, marked: true }),
				amount,
			);
		}
		const numFmt = amountFormat(currency, decimalsOf(amount));
		return numberContent(this.workbook.styleId({ ...emphasis, numFmt }), amount);
	}
}
