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
} from './cells';
import { looksLikeFormula } from '../formula-like';
import { amountFormat, dateFormat, textFormat } from './formats';
import type { RemarkKind, Remarks, Workbook } from './sheet';

type CellContent = (value: string, currency: string) => string;

interface WrittenColumn {
	readonly letter: string;
	readonly value: Column['value'];
	readonly content: CellContent;
}

/** Turns transactions into `<row>` elements. Cells that repeat the cell above are encoded once. */
export class RowWriter {
	readonly #columns: readonly WrittenColumn[];
	/** The cell being written, for remarks. */
	#sheet = '';
	#cell = '';
	readonly #amountStyles = new Map<string, number[]>();

	constructor(
		columns: readonly Column[],
		private readonly workbook: Workbook,
		private readonly remarks: Remarks,
		private readonly language: Language,
	) {
		this.#columns = columns.map((column, index) => ({
			letter: columnLetter(index),
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
		let cells = '';
		this.#sheet = sheet;
		for (const { letter, value, content } of this.#columns) {
			const shown = value(transaction, account, runningBalance);
			if (shown === undefined || shown === '') continue;
			this.#cell = letter + digits;
			cells += `<c r="${this.#cell}"${content(shown, transaction.currency)}`;
		}
		return `<row r="${digits}">${cells}</row>`;
	}

	amountStyle(currency: string, decimals: number): number {
		const known = this.#amountStyles.get(currency) ?? [];
		this.#amountStyles.set(currency, known);
		return (known[decimals] ??= this.workbook.styleId({
			numFmt: amountFormat(currency, decimals),
		}));
	}

	#note(kind: RemarkKind): void {
		this.remarks.note(kind, `${this.#sheet}!${this.#cell}`);
	}

	#contentOf({ key, kind }: Column): CellContent {
		if (kind === 'amount') return this.#amountContent();
		if (kind === 'date') return repeating(this.#dateContent());
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

	#dateContent(): CellContent {
		const style = this.workbook.styleId({ numFmt: dateFormat });
		const asText = this.workbook.styleId({ numFmt: textFormat });
		return (date) => {
			const serial = daySerial(date);
			if (serial !== undefined) return numberContent(style, serial);
			this.#note('date-as-text');
			return textContent(asText, date);
		};
	}

	#textContent(isCode: boolean): CellContent {
		const plain = this.workbook.styleId({});
		const literal = this.workbook.styleId({ numFmt: textFormat });
		return (text) => {
			const style = isCode || looksLikeFormula(text) ? literal : plain;
			if (text.length <= longestText) return textContent(style, text);
			this.#note('text-shortened');
			return textContent(style, shorten(text));
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
