import fc from 'fast-check';
import * as xlsx from '@e965/xlsx';
import type { ExportOptions, TransactionLike } from '../../../lib/export';
import { disarmed } from '../../../lib/export/formula-like';
import { account, exported, row, sourceOf } from './support/exported';

const csvOf = async (rows: readonly TransactionLike[], options: ExportOptions = {}) =>
	(await exported('csv', sourceOf([account(rows)]), options)).toString();

const plain = { byteOrderMark: false, columns: ['date', 'text', 'amount', 'currency'] };

/** RFC 4180 read to the letter: what any reader of separated values does. */
function readCsv(text: string, separator = ','): string[][] {
	const records: string[][] = [[]];
	const field = new RegExp(`("(?:[^"]|"")*"|[^${separator}"\\r\\n]*)(${separator}|\\r\\n)`, 'y');
	for (let match = field.exec(text); match !== null; match = field.exec(text)) {
		const [, value = '', end] = match;
		const unquoted = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
		records.at(-1)?.push(unquoted);
		if (end === '\r\n') records.push([]);
	}
	return records.slice(0, -1);
}

describe('separated values', () => {
	it('are a heading and a line a transaction, of all accounts', async () => {
		const second = account([row({ amount: '3.00' })], {
			account: { accountId: 'a-2', name: 'Other', iban: 'XX00TOY2' },
		});
		const source = sourceOf([account([row({ text: 'Rent' })]), second]);
		const bytes = await exported('csv', source, {
			columns: ['accountName', 'accountIban', 'date', 'text', 'amount', 'currency'],
		});
		expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		expect(bytes.subarray(3).toString()).toBe(
			'Account,Account IBAN,Date,Text,Amount,Currency\r\n' +
				'Toy account,,2026-03-31,Rent,-12.50,EUR\r\n' +
				'Other,XX00TOY2,2026-03-31,,3.00,EUR\r\n',
		);
	});

	it('take decimal commas, semicolons and Swedish', async () => {
		const text = await csvOf([row()], {
			...plain,
			separator: ';',
			decimalSeparator: ',',
			language: 'sv',
		});
		expect(text).toBe('Datum;Text;Belopp;Valuta\r\n2026-03-31;;-12,50;EUR\r\n');
	});

	it('quote a decimal comma between commas', async () => {
		expect(await csvOf([row()], { ...plain, decimalSeparator: ',' })).toContain('"-12,50",EUR');
	});

	it.each(['=1+1', '+46 8 123', '-1', '@x', '\tx', '\rx', '\nx', '＝1'])(
		'disarm the text %j, and leave negative amounts numbers',
		async (text) => {
			const [, record] = readCsv(await csvOf([row({ text })], plain));
			expect(record).toEqual(['2026-03-31', `'${text}`, '-12.50', 'EUR']);
		},
	);

	it('carry a running balance, where it is wanted', async () => {
		const options = { byteOrderMark: false, columns: ['amount', 'runningBalance'] };
		expect(await csvOf([row(), row()], options)).toBe(
			'Amount,Currency,Running balance\r\n-12.50,EUR,-12.50\r\n-12.50,EUR,-25.00\r\n',
		);
		expect(await csvOf([row()], { ...options, runningBalance: false })).not.toContain('Running');
	});

	it('read back as they were, whatever the text', async () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc
				.array(fc.constantFrom('"', ',', ';', '\r', '\n', '=', ' ', 'a', 'é', '😀'))
				.map((parts) => parts.join('')),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(text, { minLength: 1, maxLength: 30 }),
				fc.constantFrom(',', ';', '\t'),
				async (texts, separator) => {
					const rows = texts.map((each) => row({ text: each }));
					const records = readCsv(await csvOf(rows, { ...plain, separator }), separator).slice(1);
					expect(records).toHaveLength(texts.length);
					records.forEach((record, index) => {
						const written = (texts[index] ?? '').replace(/\p{Surrogate}/gu, '\ufffd');
						expect(record[1]).toBe(disarmed(written));
						expect(record[1]?.replaceAll("'", '')).toBe(written.replaceAll("'", ''));
						expect(record[2]).toBe('-12.50');
					});
				},
			),
			{ numRuns: 50 },
		);
	});

	it('hold no formula, whichever separator the reader goes by', async () => {
		const parts = [
			',',
			';',
			'\t',
			'\n',
			'\r',
			'"',
			' ',
			'=',
			'+',
			'-',
			'@',
			'1',
			'a',
			'＝',
			'\u200b',
		];
		const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((all) => all.join(''));
		await fc.assert(
			fc.asyncProperty(
				fc.array(text, { minLength: 1, maxLength: 20 }),
				fc.constantFrom(',', ';', '\t', '|'),
				async (texts, separator) => {
					const columns = ['text', 'date'];
					const rows = texts.map((each) => row({ text: each }));
					const file = await csvOf(rows, { byteOrderMark: false, columns, separator });
					for (const other of [',', ';', '\t', '|']) {
						for (const cell of file.split(new RegExp(`[${other}\r\n]`))) {
							expect(cell.replace(/^[\s"\u200b]*/, '')).not.toMatch(/^[=+\-@＝]/);
						}
					}
				},
			),
			{ numRuns: 100 },
		);
	});

	it.each([
		['a;=1+1;b', "a;'=1+1;b"],
		['a, "=1+1"', 'a,\' "=1+1"'],
		['a\t@x', "a\t'@x"],
		['a\n-1', "a\n'-1"],
		[' =1', "' =1"],
		['Rent; flat 3-b', 'Rent; flat 3-b'],
		['5-1=4', '5-1=4'],
	])('disarm %j where another separator would begin a cell', async (text, right) => {
		const [, record] = readCsv(await csvOf([row({ text })], plain));
		expect(record?.[1]).toBe(right);
	});

	it('open in the SheetJS of n8n with negative amounts as numbers', async () => {
		const bytes = await exported('csv', sourceOf([account([row({ text: 'é, "quoted"' })])]), {
			columns: plain.columns,
		});
		const sheet = Object.values(xlsx.read(bytes).Sheets)[0];
		expect(sheet?.['C2']).toMatchObject({ t: 'n', v: -12.5 });
		expect(sheet?.['B2']).toMatchObject({ t: 's', v: 'é, "quoted"' });
	});

	it.each<[string, ExportOptions]>([
		['separator', { separator: '' }],
		['separator', { separator: ';;' }],
		...[
			'"',
			"'",
			'=',
			'+',
			'-',
			'@',
			'.',
			' ',
			'a',
			'Å',
			'1',
			'\n',
			'\u0000',
			'\u2028',
			'＝',
			'\u200b',
		].map((separator): [string, ExportOptions] => ['separator', { separator }]),
		['decimalSeparator', { decimalSeparator: ' ' }],
		['columns', { columns: ['nothing'] }],
	])('refuse a %s that cannot be', async (field, options) => {
		await expect(csvOf([row()], options)).rejects.toMatchObject({
			code: 'invalid-input',
			details: { field },
		});
	});
});

it('says in the last column what of a transaction could not be read', async () => {
	const remarks = ['valueDate can’t be read and is left out', 'exchangeRate can’t be read'];
	const [heading, told, silent] = readCsv(
		await csvOf([row({ remarks }), row()], { byteOrderMark: false }),
	);
	expect(heading?.at(-1)).toBe('Remarks');
	expect(told?.at(-1)).toBe(remarks.join('; '));
	expect(silent?.at(-1)).toBe('');
});
