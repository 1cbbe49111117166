import { accountColumnKeys, fromItems } from '../../../lib/export';
import { account, exported, row, sourceOf } from './support/exported';
import { workbookOf } from './support/workbook';

const upToNow = { period: { from: '2026-03-01' } };
const closing = {
	type: 'interimBooked',
	amount: '100.00',
	currency: 'EUR',
	referenceDate: '2026-03-31',
};

const day = (date: string) => new Date(`${date}T00:00:00Z`);

const rows = [
	row({ date: '2026-03-31', amount: '-10.00', text: 'Rent', counterpartyName: 'Toy Landlord' }),
	row({ date: '2026-03-30', amount: '25.50', text: 'Salary', counterpartyIban: 'XX00TOY0001' }),
];
const toy = account(rows, { balances: [closing] });

describe('an account’s sheet', () => {
	it('reads back as dates, numbers and text under bold headings', async () => {
		const book = await workbookOf(sourceOf([toy], upToNow));
		expect(book.names).toEqual(['Summary', 'Toy account']);
		const [heading, first] = book.rows('Toy account');
		expect(heading).toEqual([
			'Date',
			'Value date',
			'Text',
			'Counterparty',
			'Counterparty account',
			'Reference',
			'Amount',
			'Running balance',
			'Status',
			'Currency',
			"Bank's reference",
			'Transaction id',
			'Remarks',
		]);
		expect(first).toEqual(
			expect.arrayContaining([
				day('2026-03-31'),
				'Rent',
				'Toy Landlord',
				-10,
				'EUR',
				100,
				'booked',
			]),
		);
		expect(book.cell('Toy account', 'A2')).toMatchObject({ t: 'n', z: 'yyyy-mm-dd' });
		expect(book.cell('Toy account', 'G2')).toMatchObject({ t: 'n', z: '#,##0.00 [$EUR]' });
		expect(book.cell('Toy account', 'E3')).toMatchObject({ t: 's', v: 'XX00TOY0001' });
	});

	it('ends with money in, money out and total as formulas with their results', async () => {
		const book = await workbookOf(sourceOf([toy], upToNow));
		expect(book.cell('Toy account', 'G5')).toMatchObject({
			f: 'ROUND(SUMIF(G2:G3,">0"),2)',
			v: 25.5,
		});
		expect(book.cell('Toy account', 'G6')).toMatchObject({
			f: 'ROUND(SUMIF(G2:G3,"<0"),2)',
			v: -10,
		});
		expect(book.cell('Toy account', 'G7')).toMatchObject({ f: 'ROUND(SUM(G2:G3),2)', v: 15.5 });
		expect(book.cell('Toy account', 'A7')).toMatchObject({ v: 'Total' });
	});

	it('adds up each currency of a mixed account apart, in its own decimals', async () => {
		const mixed = account([...rows, row({ amount: '-700', currency: 'JPY' })]);
		const book = await workbookOf(sourceOf([mixed]));
		expect(book.cell('Toy account', 'G4')).toMatchObject({ v: -700, z: '#,##0 [$JPY]' });
		expect(book.cell('Toy account', 'G8')).toMatchObject({
			f: 'ROUND(SUMIF(J2:J4,"EUR",G2:G4),2)',
			v: 15.5,
		});
		expect(book.cell('Toy account', 'G10')).toMatchObject({
			f: 'ROUND(SUMIFS(G2:G4,J2:J4,"JPY",G2:G4,"<0"),0)',
			v: -700,
		});
		expect(book.cell('Toy account', 'A10')).toMatchObject({ v: 'Money out JPY' });
	});

	it('shows every decimal of an amount that has more than its currency', async () => {
		const book = await workbookOf(sourceOf([account([row({ amount: '0.12345' })])]));
		expect(book.cell('Toy account', 'G2')).toMatchObject({ v: 0.12345, w: '0.12345 EUR' });
	});

	it('keeps every digit of an amount that no number of Excel can hold, as marked text', async () => {
		const long = '12345678901234567.89';
		const book = await workbookOf(sourceOf([account([row({ amount: long }), row()])]));
		expect(book.cell('Toy account', 'G2')).toMatchObject({ t: 's', v: long });
		expect(book.cell('Toy account', 'G7')).toMatchObject({ v: -12.5 });
		const remarks = book.rows('Summary').flat();
		expect(remarks).toContainEqual(expect.stringContaining('15 digits'));
		expect(remarks).toContainEqual(expect.stringContaining('Toy account!G2'));
		expect(remarks).toContain('12345678901234555.39');
	});

	it('says in the summary that transactions carry remarks, and beside them which', async () => {
		const remarks = ['valueDate: 2023-02-30 is no day of the calendar and is read as 2023-02-28'];
		const book = await workbookOf(sourceOf([account([row(), row({ remarks })])]));
		const told = book.rows('Summary').map(([first]) => first);
		expect(told).toContainEqual(expect.stringMatching(/put right.*\(1: Toy account!A3\)\.$/));
		expect(book.rows('Toy account')[2]?.at(-1)).toBe(remarks[0]);
	});

	it('keeps digits of references and leading zeros as text', async () => {
		const book = await workbookOf(
			sourceOf([account([row({ reference: '00012345678901234567' })])]),
		);
		expect(book.cell('Toy account', 'F2')).toMatchObject({
			t: 's',
			v: '00012345678901234567',
			z: '@',
		});
	});

	it('writes the chosen columns in the chosen order, an amount with its currency', async () => {
		const book = await workbookOf(sourceOf([toy]), { columns: ['id', 'amount', 'date'] });
		expect(book.rows('Toy account')[0]).toEqual(['Transaction id', 'Amount', 'Currency', 'Date']);
		expect(book.cell('Toy account', 'B7')).toMatchObject({ f: 'ROUND(SUM(B2:B3),2)' });
	});

	it('says on the totals when rows that are not booked are in them', async () => {
		const pending = account([...rows, row({ status: 'pending', amount: '-1.00' })]);
		const book = await workbookOf(sourceOf([pending]));
		expect(book.rows('Toy account').at(-1)).toContain('Total, pending included');
		expect(book.rows('Toy account').at(-1)).toContain(14.5);
	});

	it('puts no totals where no amount is, and the label beside an amount that stands first', async () => {
		const dates = await workbookOf(sourceOf([toy]), { columns: ['date'] });
		expect(dates.rows('Toy account')).toHaveLength(3);
		const amounts = await workbookOf(sourceOf([toy]), { columns: ['amount', 'currency'] });
		expect(amounts.cell('Toy account', 'C7')).toMatchObject({ v: 'Total' });
	});

	it('leaves the running balance out when asked', async () => {
		const book = await workbookOf(sourceOf([toy]), { runningBalance: false });
		expect(book.rows('Toy account')[0]).not.toContain('Running balance');
	});

	it('refuses a column that does not exist, before anything is written', async () => {
		await expect(
			exported('xlsx', sourceOf([toy]), { columns: ['date', 'amout'] }),
		).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'columns' } });
	});

	it('calls a running sum by its name when no balance ties it to the bank', async () => {
		const book = await workbookOf(sourceOf([account(rows)]));
		expect(book.rows('Toy account')[0]).toContain('Running total');
		expect(book.rows('Summary').flat()).toContainEqual(expect.stringContaining('starts at 0'));
	});

	it('says so where an account has no transactions', async () => {
		const book = await workbookOf(sourceOf([account([], { balances: [closing] })], upToNow));
		expect(book.rows('Toy account')[1]).toEqual(['No transactions']);
	});

	it('speaks Swedish', async () => {
		const book = await workbookOf(sourceOf([toy], upToNow), { language: 'sv' });
		expect(book.names[0]).toBe('Sammanfattning');
		expect(book.rows('Toy account')[0]).toEqual(
			expect.arrayContaining(['Datum', 'Belopp', 'Löpande saldo', 'Motpart']),
		);
		expect(book.rows('Toy account')[1]).toContain('bokförd');
		expect(book.rows('Toy account')[6]).toContain('Summa');
	});
});

describe('more rows than a sheet has', () => {
	const many = Array.from({ length: 7 }, (_, index) => row({ amount: `${index + 1}.00` }));

	it('goes on in the next sheet, headings and all, and adds up over all of them', async () => {
		const book = await workbookOf(sourceOf([account(many, {}, 2)]), { rowLimit: 4 });
		expect(book.names).toEqual([
			'Summary',
			'Toy account',
			'Toy account (2)',
			'Toy account (3)',
			'Toy account (4)',
		]);
		expect(book.rows('Toy account')).toHaveLength(4);
		expect(book.rows('Toy account (3)')[1]).toContain(7);
		// No room for the totals under the seventh row: they have a sheet to themselves.
		expect(book.cell('Toy account (4)', 'G5')).toMatchObject({
			v: 28,
			f: "ROUND(SUM('Toy account'!G2:G4)+SUM('Toy account (2)'!G2:G4)+SUM('Toy account (3)'!G2:G2),2)",
		});
		expect(book.rows('Summary').flat()).toContain(
			'Toy account, Toy account (2), Toy account (3), Toy account (4)',
		);
	});

	it('keeps the totals on the last sheet when they fit', async () => {
		const book = await workbookOf(sourceOf([account(many)]), { rowLimit: 12 });
		expect(book.names).toHaveLength(2);
		expect(book.rows('Toy account')).toHaveLength(12);
	});
});

describe('the names of sheets', () => {
	it('are valid and never twice, whatever the accounts are called', async () => {
		const names = [
			'Savings',
			'savings',
			"Kim's: [a/b]*?\\",
			'History',
			'   ',
			'x'.repeat(40),
			'x'.repeat(41),
			'Summary',
			'🎉'.repeat(20),
		];
		const accounts = names.map((name, index) =>
			account([row()], { account: { accountId: `a-${index}`, name } }),
		);
		const book = await workbookOf(sourceOf(accounts));
		expect(new Set(book.names.map((name) => name.toLowerCase())).size).toBe(names.length + 1);
		for (const name of book.names) {
			expect(name.length).toBeLessThanOrEqual(31);
			expect(name).not.toMatch(/[:\\/?*[\]']/);
			expect(name.trim()).not.toBe('');
		}
		expect(book.names).toContain('Kim’s a b');
	});
});

describe('the summary', () => {
	const second = account([row({ amount: '-1.00', currency: 'SEK', status: 'pending' })], {
		account: { accountId: 'a-2', name: 'Kronor', iban: 'XX00TOY2', currency: 'SEK' },
		balances: [{ type: 'expected', amount: '3.00', currency: 'SEK' }],
	});

	it('is the first sheet and the open one', async () => {
		const book = await workbookOf(sourceOf([toy, second], upToNow));
		expect(book.names[0]).toBe('Summary');
		expect(book.part('xl/workbook.xml')).toMatch(/<workbookView[^>]*activeTab="0"/);
		expect(book.part('xl/workbook.xml')).toMatch(/<sheet [^>]*name="Summary"/);
	});

	it('tells bank, period, when, counts and sums', async () => {
		const book = await workbookOf(sourceOf([toy, second], upToNow));
		const summary = book.rows('Summary');
		expect(summary).toContainEqual(['Bank', 'Toy Bank']);
		expect(summary).toContainEqual(['Made', '2026-03-31T12:00:00Z']);
		expect(summary).toContainEqual(['Period', '2026-03-01 – now']);
		expect(summary).toContainEqual(['Accounts', 2]);
		expect(summary).toContainEqual(['Transactions', 3]);
		const line = summary.find(([name, , sheet]) => name === 'Toy account' && sheet !== undefined);
		expect(line?.slice(3, 11)).toEqual([
			'EUR',
			2,
			0,
			day('2026-03-30'),
			day('2026-03-31'),
			25.5,
			-10,
			15.5,
		]);
		expect(line?.slice(12)).toEqual([
			84.5,
			100,
			day('2026-03-31'),
			undefined,
			'Opening balance calculated from the bank’s balance',
		]);
		const kronor = summary.find(([name, , sheet]) => name === 'Kronor' && sheet === 'Kronor');
		expect(kronor?.slice(3, 6)).toEqual(['SEK', 0, 1]);
		expect(kronor?.[11]).toBe(-1);
	});

	it('adds the accounts up per currency with formulas over its own cells', async () => {
		const book = await workbookOf(sourceOf([toy, toy, second], upToNow));
		const summary = book.rows('Summary');
		const index = summary.findIndex(([name, , , code]) => name === 'Total' && code === 'EUR');
		expect(summary[index]?.slice(4, 6)).toEqual([4, 0]);
		expect(book.cell('Summary', `K${index + 1}`)).toMatchObject({
			v: 31,
			f: `ROUND(SUMIF(D${index - 2}:D${index},"EUR",K${index - 2}:K${index}),2)`,
		});
	});

	it('lists the balances by type', async () => {
		const book = await workbookOf(sourceOf([toy, second], upToNow));
		const summary = book.rows('Summary');
		const balanceOf = (kind: string) =>
			summary.find(([, , type]) => type === kind)?.filter((value) => value !== undefined);
		const reference = day('2026-03-31');
		expect(balanceOf('Interim booked')).toEqual([
			'Toy account',
			'Interim booked',
			'EUR',
			reference,
			100,
		]);
		expect(balanceOf('Expected')).toEqual(['Kronor', 'XX00TOY2', 'Expected', 'SEK', 3]);
	});

	it('says that there is nothing where there is nothing', async () => {
		const book = await workbookOf(fromItems([], { madeAt: '2026-03-31T12:00:00Z' }));
		expect(book.names).toEqual(['Summary']);
		expect(book.rows('Summary').flat()).toContain(
			'There are no accounts and no transactions in this export.',
		);
	});
});

describe('the parts of the file', () => {
	it('have headings frozen, filtered and printed on each page, columns as wide as they need', async () => {
		const book = await workbookOf(sourceOf([toy], upToNow));
		const sheet = book.part('xl/worksheets/sheet1.xml');
		expect(sheet).toContain(
			'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
		);
		expect(sheet).toContain('<autoFilter ref="A1:M3"/>');
		expect(sheet).toMatch(/<pageSetup [^>]*orientation="landscape"/);
		expect(sheet).toMatch(/<pageSetup [^>]*fitToHeight="0"/);
		expect(sheet).toMatch(/<col min="1" max="\d+" width="11.5" customWidth="1"\/>/);
		expect(sheet).toContain(`max="${accountColumnKeys.length}"`);
		expect(book.part('xl/workbook.xml')).toContain(
			'<definedName name="_xlnm.Print_Titles" localSheetId="1">&apos;Toy account&apos;!$1:$1</definedName>',
		);
	});

	it('put the summary last into the file, for its sums are known last', async () => {
		const book = await workbookOf(sourceOf([toy], upToNow));
		const sheets = book.parts.filter((path) => path.startsWith('xl/worksheets/sheet'));
		expect(sheets).toEqual(['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']);
		expect(book.part('xl/worksheets/sheet2.xml')).toContain('tabSelected="1"');
		expect(book.part('xl/worksheets/sheet1.xml')).not.toContain('tabSelected');
	});
});
