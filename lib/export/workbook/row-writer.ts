import { decimalsOf } from '../decimal-sum';
import { statusWord, type Column } from '../rows';
import type { AccountLike, Language, TransactionLike } from '../source';
import {
	columnLetter,
	daySerial,
	fitsNumber,
	longestText,
	looksLikeFormula,
	numberContent,
	shorten,
	textContent,
} from './cells';
import { amountFormat, dateFormat, textFormat } from './formats';
import type { Remarks, Workbook } from './sheet';

type CellContent = (value: string, currency: string, at: () => string) => string;

interface WrittenColumn {
	readonly letter: string;
	readonly value: Column['value'];
	readonly content: CellContent;
}

/** Turns transactions into `<row>` elements. Cells that repeat the cell above are encoded once. */
export class RowWriter {
	readonly #columns: readonly WrittenColumn[];
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
		let cells = '';
		for (const { letter, value, content } of this.#columns) {
			const shown = value(transaction, account, runningBalance);
			if (shown === undefined || shown === '') continue;
			const at = () => `${sheet}!${letter}${number}`;
			cells += `<c r="${letter}${number}"${content(shown, transaction.currency, at)}`;
		}
		return `<row r="${number}">${cells}</row>`;
	}

	amountStyle(currency: string, decimals: number): number {
		const known = this.#amountStyles.get(currency) ?? [];
		this.#amountStyles.set(currency, known);
		return (known[decimals] ??= this.workbook.styleId({
			numFmt: amountFormat(currency, decimals),
		}));
	}

	#contentOf({ key, kind }: Column): CellContent {
		if (kind === 'amount') return this.#amountContent();
		if (kind === 'date') return repeating(this.#dateContent());
		const text = repeating(this.#textContent(kind === 'code'));
		return key === 'status'
			? (value, currency, at) => text(statusWord(value, this.language), currency, at)
			: text;
	}

	#amountContent(): CellContent {
		const asText = this.workbook.styleId({ numFmt: textFormat, marked: true });
		return (amount, currency, at) => {
			if (fitsNumber(amount)) {
				return numberContent(this.amountStyle(currency, decimalsOf(amount)), amount);
			}
			this.remarks.note('amount-as-text', at);
			return textContent(asText, amount);
		};
	}

	#dateContent(): CellContent {
		const style = this.workbook.styleId({ numFmt: dateFormat });
		const asText = this.workbook.styleId({ numFmt: textFormat });
		return (date, _currency, at) => {
			const serial = daySerial(date);
			if (serial !== undefined) return numberContent(style, serial);
			this.remarks.note('date-as-text', at);
			return textContent(asText, date);
		};
	}

	#textContent(isCode: boolean): CellContent {
		const plain = this.workbook.styleId({});
		const literal = this.workbook.styleId({ numFmt: textFormat });
		return (text, _currency, at) => {
			const style = isCode || looksLikeFormula(text) ? literal : plain;
			if (text.length <= longestText) return textContent(style, text);
			this.remarks.note('text-shortened', at);
			return textContent(style, shorten(text));
		};
	}
}

function repeating(content: CellContent): CellContent {
	let lastValue: string | undefined;
	let lastContent = '';
	return (value, currency, at) => {
		if (value !== lastValue || value.length > longestText) {
			lastContent = content(value, currency, at);
			lastValue = value;
		}
		return lastContent;
	};
}
