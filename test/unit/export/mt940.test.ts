import fc from 'fast-check';
import { mt940 } from '../../../lib/banks/standards/mt940';
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
			':60F:D260330EUR887,50',
			':61:2604010331D12,50NMSCNONREF//B1',
			':61:2603300330C1000,NMSCE2E-1',
			':86:999?20EREF+E2E-1',
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
		expect(text.match(/^:60F:.*$/gm)).toEqual([':60F:C260331EUR125,00', ':60F:C260331USD12,00']);
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

	it('is refused where the balance before the first row can’t be told', async () => {
		const lastMonth = { period: { from: '2026-02-01', to: '2026-02-28' } };
		for (const source of [
			sourceOf([toy([row({ date: '2026-02-10' })])], lastMonth),
			sourceOf([toy([row()], { balances: [] })], upToNow),
		]) {
			await expect(mt940Of(source)).rejects.toMatchObject({
				code: 'invalid-input',
				details: { field: 'balances' },
			});
		}
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
