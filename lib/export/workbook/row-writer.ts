import { decimalsOf } from '../decimal-sum';
import { statusWord, type Column } from '../rows';
import type { AccountLike, Language, TransactionLike } from '../source';
import {
	columnLetter,
	daySerial,
	fitsNumber,
	longestText,
	numberContent,
	shorten,
	textContent,
	textContents,
} from './cells';
import { looksLikeFormula } from '../formula-like';
import { amountFormat, dateFormat, textFormat } from './formats';
import type { RemarkKind, Remarks, Workbook } from './sheet';

type CellContent = (value: string, currency: string) => string;

interface WrittenColumn {
	readonly letter: string;
	/** Up to the row's number. */
	readonly start: string;
	readonly value: Column['value'];
	readonly content: CellContent;
}

/** Turns transactions into `<row>` elements. Cells that repeat the cell above are encoded once. */
export class RowWriter {
	readonly #columns: readonly WrittenColumn[];
	/** The cell being written, for remarks. */
	#sheet = '';
	#letter = '';
	#row = 0;
	readonly #amountStyles = new Map<string, number[]>();

	constructor(
		columns: readonly Column[],
		private readonly workbook: Workbook,
		private readonly remarks: Remarks,
		private readonly language: Language,
	) {
		this.#columns = columns.map((column, index) => ({
			letter: columnLetter(index),
			start: `<c r="${columnLetter(index)}`,
			value: column.value,
			content: this.#contentOf(column),
		}));
	}

	row(
		number: number,
		sheet: string,
		transaction: TransactionLike,
		account: AccountLike,
		runningBalance: string | undefined,
	): string {
		const digits = String(number);
		let cells = `<row r="${digits}">`;
		this.#sheet = sheet;
		this.#row = number;
		if (transaction.remarks?.length) this.remarks.note('row-remark', `${sheet}!A${digits}`);
		for (const { letter, start, value, content } of this.#columns) {
			const shown = value(transaction, account, runningBalance);
			if (shown === undefined || shown === '') continue;
			this.#letter = letter;
			cells += start + digits + content(shown, transaction.currency);
		}
		return cells + '</row>';
	}

	amountStyle(currency: string, decimals: number): number {
		const known = this.#amountStyles.get(currency) ?? [];
		this.#amountStyles.set(currency, known);
		return (known[decimals] ??= this.workbook.styleId({
			numFmt: amountFormat(currency, decimals),
		}));
	}

	#note(kind: RemarkKind): void {
		this.remarks.note(kind, `${this.#sheet}!${this.#letter}${this.#row}`);
	}

	#contentOf({ key, kind }: Column): CellContent {
		if (kind === 'amount') return this.#amountContent();
		if (kind === 'date') return this.#dateContent();
		const text = repeating(this.#textContent(kind === 'code'));
		return key === 'status'
			? (value, currency) => text(statusWord(value, this.language), currency)
			: text;
	}

	#amountContent(): CellContent {
		const asText = this.workbook.styleId({ numFmt: textFormat, marked: true });
		return (amount, currency) => {
			if (fitsNumber(amount)) {
				return numberContent(this.amountStyle(currency, decimalsOf(amount)), amount);
			}
			this.#note('amount-as-text');
			return textContent(asText, amount);
		};
	}

	/** A statement has few days and many rows: each day is encoded once. */
	#dateContent(): CellContent {
		const style = this.workbook.styleId({ numFmt: dateFormat });
		const asText = this.workbook.styleId({ numFmt: textFormat });
		const known = new Map<string, string>();
		return (date) => {
			const content = known.get(date);
			if (content !== undefined) return content;
			const serial = daySerial(date);
			if (serial === undefined) {
				this.#note('date-as-text');
				return textContent(asText, date);
			}
			const encoded = numberContent(style, serial);
			known.set(date, encoded);
			return encoded;
		};
	}

	#textContent(isCode: boolean): CellContent {
		const plain = textContents(this.workbook.styleId({}));
		const literal = textContents(this.workbook.styleId({ numFmt: textFormat }));
		return (text) => {
			const content = isCode || looksLikeFormula(text) ? literal : plain;
			if (text.length <= longestText) return content(text);
			this.#note('text-shortened');
			return content(shorten(text));
		};
	}
}

function repeating(content: CellContent): CellContent {
	let lastValue: string | undefined;
	let lastContent = '';
	return (value, currency) => {
		if (value !== lastValue || value.length > longestText) {
			lastContent = content(value, currency);
			lastValue = value;
		}
		return lastContent;
	};
}
