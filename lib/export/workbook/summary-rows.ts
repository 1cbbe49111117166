import { decimalsOf } from '../decimal-sum';
import {
	cell,
	columnLetter,
	daySerial,
	emptyContent,
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
	| { readonly count: number; readonly align?: 'left' }
	| { readonly date: string | undefined }
	| { readonly amount: string | undefined; readonly currency: string }
	/** A formula of our own, with its result. */
	| { readonly formula: string; readonly result: string; readonly currency?: string };

/** `number`: it stands over numbers. */
export type SummaryHeading = string | { readonly number: string };

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

	heading(cells: readonly SummaryHeading[]): void {
		const headings = cells.map((each) => {
			const [text, align] = typeof each === 'string' ? [each] : [each.number, 'right' as const];
			const style = { bold: true, shaded: true, ...(align && { align }) } as const;
			return textContent(this.workbook.styleId(style), text);
		});
		this.#addRow(headings);
	}

	add(cells: readonly SummaryCell[], emphasis: Emphasis = {}): void {
		this.#addRow(cells.map((value) => this.#content(value, emphasis)));
	}

	#addRow(contents: readonly string[]): void {
		this.#row += 1;
		const row = contents.map((content, index) =>
			content === '' ? '' : cell(`${columnLetter(index)}${this.#row}`, content),
		);
		this.#xml += `<row r="${this.#row}">${row.join('')}</row>`;
	}

	toString(): string {
		return this.#xml;
	}

	#content(value: SummaryCell, emphasis: Emphasis): string {
		if (value === undefined || value === '') {
			return emphasis.topLine ? emptyContent(this.workbook.styleId(emphasis)) : '';
		}
		if (typeof value === 'string') return this.#text(value, emphasis);
		if ('count' in value) {
			const { count, align } = value;
			const style = { ...emphasis, numFmt: '#,##0', ...(align && { align }) };
			return numberContent(this.workbook.styleId(style), count);
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
