import { Readable } from 'node:stream';
import { exportFormats, type ExportFormatKey, exportTo, heldBack } from '../../../lib/export';
import type { TransactionLike } from '../../../lib/export';
import { account, Memory, row, sourceOf } from './support/exported';
import { workbookOf } from './support/workbook';

const unread = {
	account: { accountId: 'a-2', name: 'Savings', iban: 'SE3550000000054910000003' },
	unread: 'The bank answered 500. Try again later.',
};
const balances = [
	{ type: 'interimBooked', amount: '1.00', currency: 'EUR', referenceDate: '2026-03-31' },
];
const read = account([row({ amount: '-1.50' })], {
	balances,
	remarks: ['its balances were not read.'],
});

describe('an account that could not be read', () => {
	it.each(Object.keys(exportFormats) as ExportFormatKey[])(
		'is told beside a file of %s',
		async (format) => {
			const source = sourceOf([unread, read], { period: { from: '2026-03-01' } });
			expect(await exportTo(format, source, new Memory())).toEqual({
				rows: 1,
				accounts: 1,
				leftOut: 0,
				remarks: [
					'Savings · SE…0003: not read. The bank answered 500. Try again later.',
					'Toy account · EUR: its balances were not read.',
				],
			});
		},
	);

	it.each(['en', 'sv'] as const)(
		'has its line in the summary, which says what the sums lack: %s',
		async (language) => {
			const words = {
				en: { sheet: 'Summary', notRead: 'Not read', total: 'Total, without what was not read' },
				sv: {
					sheet: 'Sammanfattning',
					notRead: 'Inte läst',
					total: 'Summa, utan det som inte lästes',
				},
			}[language];
			const book = await workbookOf(sourceOf([unread, read]), { language });
			const rows = book.rows(words.sheet);
			expect(rows).toContainEqual([words.notRead, 1]);
			const line = rows.find(([first]) => first === 'Savings');
			expect(line?.[1]).toBe(unread.account.iban);
			expect(line?.at(-1)).toBe(`${words.notRead}: ${unread.unread}`);
			expect(rows.find(([first]) => first === words.total)).toContain(-1.5);
			expect(rows.flat()).toContain('Toy account: its balances were not read.');
			expect(book.names).toHaveLength(2);
		},
	);

	it('is all that a file can be about', async () => {
		const book = await workbookOf(sourceOf([unread]));
		expect(book.rows('Summary')).toContainEqual(['Not read', 1]);
	});
});

describe('pages that are held back', () => {
	const rows = Array.from({ length: 5000 }, (_, index) => row({ text: `Zeile\n${index} ☃` }));
	const pagesOf = (size: number) =>
		Array.from({ length: rows.length / size }, (_, page) =>
			rows.slice(page * size, (page + 1) * size),
		);

	it.each([50, 5000])('come out as they went in, %d rows a page', async (size) => {
		const out: TransactionLike[] = [];
		for await (const page of await heldBack(pagesOf(size))) out.push(...page);
		expect(out).toEqual(rows);
	});

	it('give nothing where one of them fails', async () => {
		const failing = Readable.from(
			(function* () {
				yield rows;
				throw new Error('page 2');
			})(),
		);
		await expect(heldBack(failing)).rejects.toThrow('page 2');
	});
});
