import fc from 'fast-check';
import { mt940 } from '../../../lib/reading/mt940';
import type { ExportAccount, ExportSource } from '../../../lib/export';
import type { TransactionRow } from '../../../lib/models/transaction';
import { writeMt940 } from '../../../lib/export/mt940';
import { account, exported, Memory, row, sourceOf } from './support/exported';
import { comparable, itemOf, statementRows } from './support/statement-rows';

jest.setTimeout(60_000);

const mt940Of = async (source: ExportSource) => (await exported('mt940', source)).toString();

const iban = 'SE3550000000054910000003';
const closing = {
	type: 'interimBooked',
	amount: '100.00',
	currency: 'EUR',
	referenceDate: '2026-03-31',
};
const toy = (rows: Parameters<typeof account>[0], fields: Partial<ExportAccount> = {}) =>
	account(rows, {
		account: { accountId: 'a-1', iban, currency: 'EUR' },
		balances: [closing],
		...fields,
	});
const upToNow = { period: { from: '2026-03-01' } };

describe('MT940', () => {
	it('starts with the opening balance, counted back from the bank’s, and ends with the closing one', async () => {
		const rows = [
			row({ date: '2026-03-31', valueDate: '2026-04-01', amount: '-12.50', bankId: 'B1' }),
			row({ date: '2026-03-30', amount: '1000', endToEndId: 'E2E-1' }),
		];
		expect((await mt940Of(sourceOf([toy(rows)], upToNow))).split('\r\n')).toEqual([
			':20:260331-1',
			`:25:${iban}`,
			':28C:1',
			':60F:D260301EUR887,50',
			':61:2604010331D12,50NMSCNONREF//B1',
			':61:2603300330C1000,NMSCE2E-1',
			':86:166?20EREF+E2E-1',
			':62F:C260331EUR100,00',
			'-',
			'',
		]);
	});

	it('gives each currency a statement of its own', async () => {
		const dollars = {
			type: 'interimBooked',
			amount: '5.00',
			currency: 'USD',
			referenceDate: '2026-03-31',
		};
		const rows = [row(), row({ currency: 'USD', amount: '-7.00' }), row()];
		const text = await mt940Of(sourceOf([toy(rows, { balances: [closing, dollars] })], upToNow));
		expect(text.match(/^:60F:.*$/gm)).toEqual([':60F:C260301EUR125,00', ':60F:C260301USD12,00']);
	});

	it('leaves pending rows out and says how many', async () => {
		const source = sourceOf([toy([row({ status: 'pending' }), row()])], upToNow);
		expect(await writeMt940(source, new Memory())).toEqual({ rows: 1, accounts: 1, leftOut: 1 });
	});

	it('states an account without rows', async () => {
		expect(await mt940Of(sourceOf([toy([])], upToNow))).toContain(':60F:C260301EUR100,00');
	});

	it('keeps lines to 65 characters that start with nothing that starts a field', async () => {
		const text = `${':'.repeat(80)}${'-'.repeat(80)} {1:F} å`.repeat(3);
		const written = await mt940Of(
			sourceOf([toy([row({ text, counterpartyName: text })])], upToNow),
		);
		const lines = written.split('\r\n').slice(5, -3);
		expect(lines.length).toBeLessThanOrEqual(6);
		lines.forEach((line, index) => {
			expect(line.length).toBeLessThanOrEqual(index === 0 ? 69 : 65);
			if (index > 0) expect(line).not.toMatch(/^[:-]/);
			expect(line).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]*$/);
		});
		expect(mt940.transactions(written)).toHaveLength(1);
	});

	it.each([
		[{ amount: '-1.00' }, '116'],
		[{ amount: '1.00' }, '166'],
		[{ amount: '-1.00', mandateId: 'M' }, '105'],
		[{ amount: '1.00', creditorId: 'C' }, '171'],
		[{ amount: '-1.00', bankTransactionCode: 'PMNT-CCRD-POSD' }, '106'],
		[{ amount: '-1.00', bankTransactionCode: 'PMNT-IDDT-UPDD' }, '109'],
		[{ amount: '1.00', bankTransactionCode: 'PMNT-ICDT-RRTN' }, '159'],
		[{ amount: '-1.00', bankTransactionCode: 'NCHG+808+9000' }, '808'],
		[{ amount: '-1.00', bankTransactionCode: 'NMSC+999' }, '116'],
	])(
		'gives %j the business code %s, by which readers see that it is structured',
		async (fields, code) => {
			const written = await mt940Of(sourceOf([toy([row({ ...fields, text: 'Toy' })])], upToNow));
			expect(written).toContain(`:86:${code}?20`);
		},
	);

	it('gives each keyword subfields of its own, and a line of whole subfields', async () => {
		const written = await mt940Of(
			sourceOf(
				[
					toy([
						row({
							endToEndId: 'E2E-0123456789-0123456789-012345',
							mandateId: 'M-1',
							creditorId: 'DE98ZZZ09999999999',
							reference: 'RF18539007547034',
							text: 'Abschlagsrechnung\nStrom für Januar',
							counterpartyName: 'Söhne & Töchter',
							counterpartyIban: 'NL91ABNA0417164300',
						}),
					]),
				],
				upToNow,
			),
		);
		expect(written.split('\r\n').slice(5, -3)).toEqual([
			':86:105?20EREF+E2E-0123456789-0123456?21789-012345?22MREF+M-1',
			'?23CRED+DE98ZZZ09999999999?24SVWZ+RF18539007547034 Absch',
			'?25lagsrechnung Strom fur Janu?26ar?31NL91ABNA0417164300',
			'?32Sohne + Tochter',
		]);
	});

	it('lets the text give way where there is more than six lines take', async () => {
		const names = { counterpartyName: 'N'.repeat(54), counterpartyIban: 'NL91ABNA0417164300' };
		const ids = { endToEndId: 'E'.repeat(35), mandateId: 'M'.repeat(35) };
		const long = row({ text: 'word '.repeat(100), ...names, ...ids });
		const written = await mt940Of(sourceOf([toy([long])], upToNow));
		expect(written.split('\r\n').slice(5, -3)).toHaveLength(6);
		const [read] = mt940.transactions(written);
		expect(read).toMatchObject({ ...ids, counterparty: { name: names.counterpartyName } });
		expect(long.text).toContain(read?.text);
	});

	it('leaves out an id that SWIFT’s characters would change', async () => {
		const written = await mt940Of(
			sourceOf([toy([row({ endToEndId: 'E2E_1', mandateId: 'M/1' })])], upToNow),
		);
		expect(mt940.transactions(written)).toMatchObject([
			{ endToEndId: undefined, mandateId: 'M/1' },
		]);
	});

	it('is refused where the balance before the first row can’t be told: whose, and what to do', async () => {
		const period = { from: '2026-02-01', to: '2026-02-28' };
		const february = sourceOf([toy([row({ date: '2026-02-10' })])], { period });
		const without = sourceOf([toy([row()], { balances: [] })], upToNow);
		for (const [source, nextStep] of [
			[february, /^Choose a period that ends today/],
			[{ ...february, isOfItems: true }, /^Export straight from the bank with a period that ends/],
			[without, /^The bank gives none/],
			[{ ...without, isOfItems: true }, /^Add its balances \(PSD2 Balances\)/],
		] as const) {
			await expect(mt940Of(source)).rejects.toMatchObject({
				code: 'invalid-input',
				message: expect.stringMatching(
					/^Account · SE…0003 · EUR can't be written as MT940/,
				) as string,
				details: { field: 'balances', nextStep: expect.stringMatching(nextStep) as string },
			});
		}
	});

	it('leaves such an account out where others can be written, and says so', async () => {
		const card = { accountId: 'c', name: 'Gold', maskedPan: '123456******1234', currency: 'EUR' };
		const source = sourceOf(
			[toy([row(), row()], { account: card, balances: [] }), toy([row()])],
			upToNow,
		);
		const sink = new Memory();
		expect(await writeMt940(source, sink)).toEqual({
			rows: 1,
			accounts: 1,
			leftOut: 2,
			remarks: [expect.stringMatching(/^Gold · .*: left out in EUR\. .*Excel or CSV/)],
		});
		expect(mt940.accounts(sink.bytes.toString())).toHaveLength(1);
	});

	it('refuses what it can’t say: a row without a date, an amount of more than 15 characters', async () => {
		const noDate = { amount: '1.00', currency: 'EUR' };
		const long = row({ amount: '12345678901234.56' });
		await expect(mt940Of(sourceOf([toy([noDate])], upToNow))).rejects.toMatchObject({
			details: { field: 'date' },
		});
		await expect(mt940Of(sourceOf([toy([long])], upToNow))).rejects.toMatchObject({
			details: { field: 'amount' },
		});
	});

	it('holds many rows back until their sum is known, whole', async () => {
		const rows = Array.from({ length: 20_000 }, (_, index) =>
			row({ text: `Row ${index}`, amount: '1.00' }),
		);
		const read = mt940.transactions(await mt940Of(sourceOf([toy(rows)], upToNow)));
		expect(read.map(({ text }) => text)).toEqual(rows.map(({ text }) => text));
	});
});

describe('our own reader', () => {
	it('reads any booked rows and both balances back, within SWIFT’s characters', async () => {
		const characters = { word: /^[A-Za-z0-9/().,'-]{0,9}$/, longestText: 150, longestName: 54 };
		await fc.assert(
			fc.asyncProperty(
				fc.array(statementRows(characters), { minLength: 1, maxLength: 25 }),
				async (rows: readonly TransactionRow[]) => {
					const items = rows.map(itemOf);
					const text = await mt940Of(sourceOf([toy(items, { isOnePage: true })], upToNow));
					expect(mt940.transactions(text).map(said)).toEqual(rows.map(said));
					expect(mt940.accounts(text)).toMatchObject([{ iban, currency: 'EUR' }]);
					expect(mt940.balances(text).at(-1)?.amount).toEqual({
						amount: '100.00',
						currency: 'EUR',
					});
				},
			),
			{ numRuns: 60 },
		);
	});
});

/** What a statement line says of a row: a value date always, the booking as its day, no code of the bank's own. */
function said(row: TransactionRow) {
	const { bankTransactionCode: _code, lines: _lines, valueDate, ...rest } = comparable(row);
	return { ...rest, valueDate: valueDate ?? rest.bookingDate };
}
