import { decimalsOf } from '../decimal-sum';
import {
	cell,
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
		cells.forEach((value, index) => {
			const content = this.#content(value, emphasis);
			if (content !== '') row += cell(`${columnLetter(index)}${this.#row}`, content);
		});
		this.#xml += `<row r="${this.#row}">${row}</row>`;
	}

	toString(): string {
		return this.#xml;
	}

	#content(value: SummaryCell, emphasis: Emphasis): string {
		if (value === undefined || value === '') return '';
		if (typeof value === 'string') return this.#text(value, emphasis);
		if ('count' in value) {
			return numberContent(this.workbook.styleId({ ...emphasis, numFmt: '#,##0' }), value.count);
		}
		if ('date' in value) return this.#date(value.date, emphasis);
		if ('formula' in value) {
			const { formula, result, currency } = value;
			const numFmt = currency === undefined ? '#,##0' : amountFormat(currency, decimalsOf(result));
			return formulaContent(this.workbook.styleId({ ...emphasis, numFmt }), formula, result);
		}
		return this.#amount(value.amount, value.currency, emphasis);
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
