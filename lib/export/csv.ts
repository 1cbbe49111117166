import type { Writable } from 'node:stream';
import { BankError } from '../errors';
import { deliver } from './delivery';
import { disarmed } from './formula-like';
import { Ledger } from './ledger';
import { ExportRemarks } from './remarks';
import { chooseColumns, listColumnKeys, statusWord, type Column } from './rows';
import type { ExportResult, ExportSource, Language } from './source';
import { TextOutput } from './text-output';

export interface CsvOptions {
	readonly language?: Language | undefined;
	/** Column keys in the order wanted; see `columnTable`. */
	readonly columns?: readonly string[] | undefined;
	/** Default true. */
	readonly runningBalance?: boolean | undefined;
	/** One character. Default `,`. */
	readonly separator?: string | undefined;
	/** Default `.`. */
	readonly decimalSeparator?: string | undefined;
	/** U+FEFF at the start, by which Excel knows UTF-8. Default true. */
	readonly byteOrderMark?: boolean | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Streams all accounts as one list (RFC 4180, UTF-8, CRLF). Text that a spreadsheet would take for a
 * formula gets an apostrophe, whichever separator it reads by; amounts and dates stay as they are, also negative ones.
 */
export async function writeCsv(
	source: ExportSource,
	sink: Writable,
	options: CsvOptions = {},
): Promise<ExportResult> {
	return deliver(sink, options.signal, async (delivery) => {
		const { language = 'en', runningBalance, byteOrderMark = true } = options;
		const columns = chooseColumns(options.columns ?? listColumnKeys, { runningBalance });
		const field = fieldWriter(options);
		const { separator = ',' } = options;
		const output = new TextOutput(delivery);
		const line = (fields: readonly string[]) => output.add(`${fields.join(separator)}\r\n`);
		if (byteOrderMark) output.add('\ufeff');
		line(columns.map(({ header }) => field.text(header[language])));
		let [rows, accounts] = [0, 0];
		const remarks = new ExportRemarks();
		for await (const account of remarks.read(delivery, source)) {
			let ledger: Ledger | undefined;
			accounts += 1;
			for await (const page of delivery.each(account.transactions)) {
				if (page.length > 0) ledger ??= new Ledger(account, source, page);
				for (const transaction of page) {
					const balance = ledger?.post(transaction);
					line(
						columns.map((column) =>
							field.of(column, column.value(transaction, account.account, balance)),
						),
					);
					rows += 1;
					if (output.isFull) await output.flush();
				}
			}
		}
		await output.end();
		return remarks.resultOf({ rows, accounts, leftOut: 0 });
	});
}

function fieldWriter(options: CsvOptions) {
	const { language = 'en', separator = ',', decimalSeparator = '.' } = options;
	// Letters, digits, signs and operators stand in amounts, dates and formulas.
	if (!/^(?:\t|[^\p{L}\p{N}\p{C}\p{Z}"'.=+\-@＝＋－＠])$/u.test(separator)) {
		throw badSetting(
			'separator',
			'The separator must be one character such as a comma, a semicolon or a tab.',
		);
	}
	if (decimalSeparator !== '.' && decimalSeparator !== ',') {
		throw badSetting('decimalSeparator', 'The decimal separator must be a point or a comma.');
	}
	const quoted = (text: string) =>
		text.includes(separator) || /["\r\n,;\t]|^\s|\s$/.test(text)
			? `"${text.replaceAll('"', '""')}"`
			: text;
	const text = (value: string) => quoted(disarmed(value));
	const amount = (value: string) => {
		const written = value.replace('.', decimalSeparator);
		return written.includes(separator) ? `"${written}"` : written;
	};
	const of = ({ key, kind }: Column, value: string | undefined): string => {
		if (value === undefined || value === '') return '';
		if (kind === 'amount') return amount(value);
		return text(key === 'status' ? statusWord(value, language) : value);
	};
	return { of, text };
}

const badSetting = (field: string, message: string) =>
	new BankError('invalid-input', message, { field });
