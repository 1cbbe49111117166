import fc from 'fast-check';
import { account, row, sourceOf } from './support/exported';
import { workbookOf } from './support/workbook';

/** Any text that JavaScript can hold: controls, lone surrogates, emoji, markup, escapes of Excel's own. */
const anyText = fc.oneof(
	fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
	fc
		.array(
			fc.constantFrom(
				'=',
				'+',
				'-',
				'@',
				'\t',
				'\r',
				'\n',
				' ',
				'<',
				'>',
				'&',
				'"',
				"'",
				']]>',
				'_x0041_',
				'_x',
				'_',
				'\u0000',
				'\u0007',
				'\ud800',
				'\udc00',
				'\ufffe',
				'é',
				'😀',
				'cmd|',
				'1',
			),
			{ minLength: 1, maxLength: 12 },
		)
		.map((parts) => parts.join('')),
);

/** Half of a pair is no character; nothing can carry it. Lines of a cell end with a line feed. */
const wellFormed = (text: string) =>
	text.replaceAll('\r\n', '\n').replace(/\p{Surrogate}/gu, '\ufffd');

const textsOf = async (texts: readonly string[]) => {
	const rows = texts.map((text) => row({ text }));
	const book = await workbookOf(sourceOf([account(rows)]), { columns: ['text', 'amount'] });
	return texts.map((_, index) => book.cell('Toy account', `A${index + 2}`));
};

/** A workbook is some milliseconds of work, and the machine may have other work. */
jest.setTimeout(60_000);

describe('text that a bank sends', () => {
	it('reads back as it was, whatever it is, and is never a formula', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 100 }), async (texts) => {
				const cells = await textsOf(texts);
				cells.forEach((cell, index) => {
					expect(cell?.f).toBeUndefined();
					expect(cell?.t).toBe('s');
					expect(cell?.v).toBe(wellFormed(texts[index] ?? ''));
				});
			}),
			{ numRuns: 15 },
		);
	});

	it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1'])(
		'stays text when someone edits %j',
		async (text) => {
			const [cell] = await textsOf([text]);
			expect(cell).toMatchObject({ t: 's', v: text, z: '@' });
		},
	);

	it('is cut where Excel’s cells end, with a remark, and never through a pair', async () => {
		const rows = [row({ text: 'x'.repeat(40_000) }), row({ text: `${'x'.repeat(32_765)}😀😀` })];
		const book = await workbookOf(sourceOf([account(rows)]), { columns: ['text'] });
		const first = String(book.cell('Toy account', 'A2')?.v);
		expect(first).toHaveLength(32_767);
		expect(first.endsWith('x…')).toBe(true);
		expect(book.cell('Toy account', 'A3')?.v).toBe(`${'x'.repeat(32_765)}…`);
		expect(book.rows('Summary').flat()).toContainEqual(
			expect.stringContaining('(2: Toy account!A2)'),
		);
	});

	it('survives in names of accounts and of the bank, on the summary too', async () => {
		const name = '=Söner & <Döttrar> _x0041_ 😀';
		const toy = account([row()], { account: { accountId: 'a-1', name } });
		const book = await workbookOf(sourceOf([toy], { bank: name }));
		expect(book.rows('Summary')).toContainEqual(['Bank', name]);
		expect(book.names[1]).toBe('=Söner & <Döttrar> -x0041_ 😀');
		expect(
			book
				.rows('Summary')
				.flat()
				.filter((value) => value === name),
		).toHaveLength(2);
	});

	it('is a repeated value in every row that has it', async () => {
		const cells = await textsOf(['a', 'a', 'b', 'b', 'a']);
		expect(cells.map((cell) => cell?.v)).toEqual(['a', 'a', 'b', 'b', 'a']);
	});
});

describe('dates', () => {
	it('before March 1900, where Excel’s numbers are wrong, stand as text', async () => {
		const rows = [row({ date: '1900-02-28' }), row({ date: '1900-03-01' })];
		const book = await workbookOf(sourceOf([account(rows)]), { columns: ['date'] });
		expect(book.cell('Toy account', 'A2')).toMatchObject({ t: 's', v: '1900-02-28' });
		expect(book.cell('Toy account', 'A3')).toMatchObject({ t: 'n', v: 61, w: '1900-03-01' });
		expect(book.rows('Summary').flat()).toContainEqual(expect.stringContaining('no number'));
	});

	it('read back as the day that was written, in any year', async () => {
		const day = fc.date({
			min: new Date('1900-03-01T00:00:00Z'),
			max: new Date('2199-12-31T00:00:00Z'),
			noInvalidDate: true,
		});
		await fc.assert(
			fc.asyncProperty(fc.array(day, { minLength: 1, maxLength: 50 }), async (days) => {
				const dates = days.map((each) => each.toISOString().slice(0, 10));
				const rows = dates.map((date) => row({ date }));
				const book = await workbookOf(sourceOf([account(rows)]), { columns: ['date'] });
				expect(dates.map((_, index) => book.cell('Toy account', `A${index + 2}`)?.w)).toEqual(
					dates,
				);
			}),
			{ numRuns: 5 },
		);
	});
});
