import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { camt } from '../../../lib/reading/camt';
import { exportTo, type ExportAccount, type ExportSource } from '../../../lib/export';
import type { TransactionRow } from '../../../lib/models/transaction';
import { account, exported, madeAt, Memory, row, sourceOf } from './support/exported';
import { comparable, itemOf, statementRows } from './support/statement-rows';

jest.setTimeout(60_000);

const schemaFile = path.join(__dirname, '../../../../shared/schemas/camt.053.001.08.xsd');
const schema = existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : undefined;
if (schema === undefined) {
	process.stdout.write(
		'camt.053: ../shared/schemas is not here, so nothing is held against the schema.\n',
	);
}

/** Finds nothing where there is no schema to hold a file against. */
async function faultsOf(xml: string): Promise<readonly string[]> {
	if (schema === undefined) return [];
	const { errors } = await validateXML({ xml, schema, maxMemoryPages: 4096 });
	return errors.map(({ message }) => message);
}

const camtOf = async (source: ExportSource) => (await exported('camt053', source)).toString();

const iban = 'SE3550000000054910000003';
const balances = [
	{ type: 'interimBooked', amount: '100.00', currency: 'EUR', referenceDate: '2026-03-31' },
	{ type: 'expected', amount: '-5.10', currency: 'EUR', referenceDate: '2026-03-31' },
	{ type: 'nonInvoiced', amount: '1.00', currency: 'EUR', referenceDate: '2026-03-30' },
];
const details = {
	accountId: 'a-1',
	name: 'Toy & Söner',
	iban,
	currency: 'EUR',
	ownerName: 'K. Toy',
};
const toy = (rows: Parameters<typeof account>[0], fields: Partial<ExportAccount> = {}) =>
	account(rows, { account: { ...details, bic: 'TOYBSESS' }, balances, ...fields });

const everything = row({
	bankId: 'B1',
	bookingDate: '2026-03-31',
	valueDate: '2026-04-01',
	transactionDate: '2026-03-29',
	counterpartyName: '<Toy> & Partner',
	counterpartyBban: '123-456',
	text: `Long text ${'word '.repeat(100)}`,
	reference: 'RF18539007547034',
	endToEndId: 'E2E-1',
	mandateId: 'M-1',
	creditorId: 'SE97ZZZ123',
	bankTransactionCode: 'PMNT-RCDT-ESCT',
	instructedAmount: '-14.00',
	instructedCurrency: 'USD',
	exchangeRate: '1.12',
});

describe('camt.053.001.08', () => {
	it.each([
		['everything a row can have', [toy([everything])]],
		['money in, a creditor id with it', [toy([{ ...everything, amount: '5.00' }])]],
		['as little as a row can have', [toy([{ amount: '0.00', currency: 'EUR' }])]],
		['pending and other rows', [toy([row({ status: 'pending' }), row({ status: 'information' })])]],
		['texts of anything', [toy([row({ text: '\u0000\u0007]]> <&"\ud800 😀\r\n x'.repeat(40) })])]],
		['a bank’s own code', [toy([row({ bankTransactionCode: 'NTRF' })])]],
		['five decimals', [toy([row({ amount: '1234567890123.45600' })])]],
		['no rows', [toy([])]],
		['an account without IBAN', [toy([row()], { account: { accountId: 'x'.repeat(80) } })]],
		[
			'two accounts, one of two currencies',
			[
				toy([row(), row({ currency: 'USD' }), row()], {
					balances: [...balances, { type: 'closingBooked', amount: '7.00', currency: 'USD' }],
				}),
				toy([row()]),
			],
		],
	])('is valid by the schema with %s', async (_what, accounts) => {
		for (const period of [
			undefined,
			{ from: '2026-03-01' },
			{ from: '2026-03-01', to: '2026-03-31' },
		]) {
			const source = sourceOf(accounts, period === undefined ? {} : { period });
			expect(await faultsOf(await camtOf(source))).toEqual([]);
		}
	});

	it('has a statement for each currency, its rows and balances in it', async () => {
		const xml = await camtOf(
			sourceOf([
				toy([row(), row({ currency: 'USD', amount: '-7.00' }), row()], {
					balances: [...balances, { type: 'closingBooked', amount: '7.00', currency: 'USD' }],
				}),
			]),
		);
		const [, euro = '', dollar = ''] = xml.split('<Stmt>');
		expect(euro.match(/<Ntry>/g)).toHaveLength(2);
		expect(euro).not.toContain('USD');
		expect(dollar.match(/<Ntry>/g)).toHaveLength(1);
		expect(dollar).not.toContain('EUR');
	});

	it('opens and closes with balances that agree with its entries, whatever the bank calls its own', async () => {
		const rows = [row({ amount: '-10.00', date: '2026-03-30' }), row({ amount: '2.50' })];
		for (const type of ['interimBooked', 'closingBooked']) {
			const own = [{ ...balances[0], type }, ...balances.slice(1)] as typeof balances;
			const period = { from: '2026-03-01' };
			const xml = await camtOf(sourceOf([toy(rows, { balances: own })], { period }));
			const [opening, closing, ...others] = camt.balances(xml);
			expect(opening).toMatchObject({
				bankType: 'OPBD',
				amount: { amount: '107.50' },
				referenceDate: '2026-03-01',
			});
			expect(closing).toMatchObject({ bankType: 'CLBD', amount: { amount: '100.00' } });
			expect(others.map(({ bankType }) => bankType)).not.toContain('CLBD');
			expect(await faultsOf(xml)).toEqual([]);
		}
	});

	it('has the bank’s balances alone where they are of a later day than its entries, and says so', async () => {
		const period = { from: '2026-02-01', to: '2026-02-28' };
		const sink = new Memory();
		const february = sourceOf([toy([row({ date: '2026-02-10' })])], { period });
		expect(await exportTo('camt053', february, sink)).toMatchObject({
			rows: 1,
			remarks: [expect.stringMatching(/Toy & Söner.*without an opening and a closing balance/)],
		});
		const types = camt.balances(sink.bytes.toString()).map(({ type }) => type);
		expect(types).toEqual(balances.map(({ type }) => type));
	});

	it('says where the balance beside a row and the bank’s booked balance don’t agree', async () => {
		const rows = [row({ amount: '-10.00', balanceAfter: '95.00' })];
		const source = sourceOf([toy(rows)], { period: { from: '2026-03-01' } });
		expect(await exportTo('camt053', source, new Memory())).toMatchObject({
			remarks: [expect.stringContaining('differs from the transactions by 5.00 EUR')],
		});
	});

	it('has booked rows only, and counts the others', async () => {
		const rows = ['booked', 'pending', 'information'].map((status) => row({ status }));
		const sink = new Memory();
		expect(await exportTo('camt053', sourceOf([toy(rows)]), sink)).toEqual({
			rows: 1,
			accounts: 1,
			leftOut: 2,
		});
		expect(camt.transactions(sink.bytes.toString())).toMatchObject([{ status: 'booked' }]);
	});

	it('gives rows that share an id references of their own', async () => {
		const id = `v1:${'0123456789abcdef'.repeat(2)}`;
		const xml = await camtOf(sourceOf([toy([row({ id }), row({ id }), row({ id: 'v1:other' })])]));
		expect([...xml.matchAll(/<NtryRef>([^<]*)</g)].map(([, reference]) => reference)).toEqual([
			id,
			`${id.slice(3)}.2`,
			'v1:other',
		]);
		expect(await faultsOf(xml)).toEqual([]);
	});

	it('has one line of text, whatever lines it came in', async () => {
		const xml = await camtOf(
			sourceOf([toy([row({ text: 'one\r\n two\nthree' }), row({ lines: ['four', 'five'] })])]),
		);
		expect(xml).toContain('<Ustrd>one two three</Ustrd>');
		expect(xml).toContain('<Ustrd>four five</Ustrd>');
	});

	it('is refused without a balance, which the standard demands, and says what to add', async () => {
		const without = sourceOf([toy([row()], { balances: [] })]);
		await expect(camtOf(without)).rejects.toMatchObject({
			code: 'invalid-input',
			message: expect.stringContaining('Toy & Söner · SE…0003 · EUR') as string,
			details: { field: 'balances', nextStep: expect.stringContaining('Excel or CSV') as string },
		});
		await expect(camtOf({ ...without, isOfItems: true })).rejects.toMatchObject({
			details: { nextStep: expect.stringContaining('PSD2 Balances') as string },
		});
	});

	it('refuses an amount that it has no room for, rather than to round it', async () => {
		for (const amount of ['0.123456', '12345678901234567.12']) {
			await expect(camtOf(sourceOf([toy([row({ amount })])]))).rejects.toMatchObject({
				code: 'invalid-input',
				details: { field: 'amount' },
			});
		}
	});
});

describe('our own reader', () => {
	it('reads account and balances back', async () => {
		const xml = await camtOf(sourceOf([toy([row()])]));
		expect(camt.accounts(xml)).toMatchObject([
			{ iban, bic: 'TOYBSESS', currency: 'EUR', name: 'Toy & Söner', ownerName: 'K. Toy' },
		]);
		expect(
			camt
				.balances(xml)
				.map(({ type, amount, referenceDate }) => ({ type, ...amount, referenceDate })),
		).toEqual([
			{ type: 'openingBooked', amount: '112.50', currency: 'EUR', referenceDate: '2026-03-31' },
			{ type: 'closingBooked', amount: '100.00', currency: 'EUR', referenceDate: '2026-03-31' },
			...balances,
		]);
	});

	it('reads everything that a row can have', async () => {
		const [read] = camt.transactions(await camtOf(sourceOf([toy([everything])])));
		expect(read).toMatchObject({
			bankId: 'B1',
			status: 'booked',
			amount: { amount: '-12.50', currency: 'EUR' },
			bookingDate: '2026-03-31',
			valueDate: '2026-04-01',
			counterparty: { name: '<Toy> & Partner', bban: '123-456' },
			text: everything.text?.trim(),
			reference: 'RF18539007547034',
			endToEndId: 'E2E-1',
			mandateId: 'M-1',
			creditorId: 'SE97ZZZ123',
			bankTransactionCode: 'PMNT-RCDT-ESCT',
			instructedAmount: { amount: '14.00', currency: 'USD' },
			exchangeRate: '1.12',
		});
	});

	it('reads any booked rows back as the models they were, valid by the schema', async () => {
		const characters = {
			word: /^[A-Za-z0-9åäöÅÄÖéß<>&"'/+.-]{0,30}$/,
			longestText: 500,
			longestName: 140,
		};
		await fc.assert(
			fc.asyncProperty(
				fc.array(statementRows(characters), { minLength: 1, maxLength: 25 }),
				async (rows: readonly TransactionRow[]) => {
					const xml = await camtOf(sourceOf([toy(rows.map(itemOf))], { madeAt }));
					const read = camt.transactions(xml);
					const written = rows.map((each) => comparable(each));
					expect(read.map(comparable).map(withoutLines)).toEqual(written.map(withoutLines));
					expect(await faultsOf(xml)).toEqual([]);
				},
			),
			{ numRuns: 20 },
		);
	});
});

/** A text of more than 140 characters comes back in lines; as a text it is the same. */
const withoutLines = ({ lines: _lines, ...rest }: ReturnType<typeof comparable>) => rest;
