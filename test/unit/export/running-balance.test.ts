import fc from 'fast-check';
import type {
	BalanceLike,
	ExportAccount,
	ExportSource,
	TransactionLike,
} from '../../../lib/export';
import { DecimalSum } from '../../../lib/export/decimal-sum';
import { Ledger, type CurrencyTotals } from '../../../lib/export/ledger';
import { account, row, sourceOf } from './support/exported';

const booked = (amount: string, fields: Partial<BalanceLike> = {}): BalanceLike => ({
	type: 'interimBooked',
	amount,
	currency: 'EUR',
	referenceDate: '2026-03-31',
	...fields,
});

interface Kept {
	readonly balances: readonly (string | undefined)[];
	readonly totals: CurrencyTotals | undefined;
}

/** The running balance beside each row, with the whole list or a first page of it in sight. */
function keep(
	rows: readonly TransactionLike[],
	fields: Partial<ExportAccount> = {},
	source: Partial<ExportSource> = {},
	firstPage = rows,
): Kept {
	const whole: ExportAccount = { ...account(rows), ...fields };
	const ledger = new Ledger(whole, sourceOf([], source), firstPage);
	const balances = rows.map((each) => ledger.post(each));
	return { balances, totals: ledger.totals()[0] };
}

const newestFirst = [
	row({ date: '2026-03-31', amount: '-10.00' }),
	row({ date: '2026-03-30', amount: '25.00' }),
	row({ date: '2026-03-29', amount: '-5.00' }),
];
const oldestFirst = [...newestFirst].reverse();
const upToNow = { period: { from: '2026-03-01' } };

describe('a list of the newest first', () => {
	it('runs down from the bank’s balance when it reaches today', () => {
		const { balances, totals } = keep(newestFirst, { balances: [booked('100.00')] }, upToNow);
		expect(balances).toEqual(['100.00', '110.00', '85.00']);
		expect(totals?.reconciliation).toMatchObject({ outcome: 'calculated', opening: '90.00' });
	});

	it('counts rows that are later than the balance', () => {
		const balances = [booked('100.00', { type: 'closingBooked', referenceDate: '2026-03-30' })];
		const kept = keep(newestFirst, { balances }, upToNow);
		expect(kept.balances).toEqual(['90.00', '100.00', '75.00']);
		expect(kept.totals?.reconciliation.opening).toBe('80.00');
	});

	it('is not tied when every row in sight is later than the balance', () => {
		const balances = [booked('100.00', { type: 'closingBooked', referenceDate: '2026-01-01' })];
		const { totals } = keep(newestFirst, { balances }, upToNow, newestFirst.slice(0, 1));
		expect(totals?.anchor.tiedTo).toBe('nothing');
	});

	it('is not tied to today’s balance when it ends last month', () => {
		const lastMonth = { period: { from: '2026-02-01', to: '2026-02-28' } };
		const rows = [row({ date: '2026-02-20', amount: '-10.00' })];
		const { balances, totals } = keep(rows, { balances: [booked('100.00')] }, lastMonth);
		expect(balances).toEqual(['-10.00']);
		expect(totals?.anchor.tiedTo).toBe('nothing');
		expect(totals?.reconciliation.outcome).toBe('not-comparable');
	});

	it('is tied without a known period only where a row reaches the day of the balance', () => {
		expect(keep(newestFirst, { balances: [booked('100.00')] }).totals?.anchor.tiedTo).toBe(
			'closing-balance',
		);
		const early = [row({ date: '2026-03-15' })];
		expect(keep(early, { balances: [booked('100.00')] }).totals?.anchor.tiedTo).toBe('nothing');
	});

	it('runs from the sum of the rows down to nothing when they are all in sight', () => {
		const { balances } = keep(newestFirst, { isOnePage: true });
		expect(balances).toEqual(['10.00', '20.00', '-5.00']);
	});
});

describe('a list of the oldest first', () => {
	it('runs up from the bank’s opening balance', () => {
		const opening = booked('90.00', { type: 'openingBooked', referenceDate: '2026-03-29' });
		const { balances, totals } = keep(
			oldestFirst,
			{ balances: [opening, booked('100.00')] },
			upToNow,
		);
		expect(balances).toEqual(['85.00', '110.00', '100.00']);
		expect(totals?.reconciliation).toMatchObject({ outcome: 'agrees', difference: '0.00' });
	});

	it('says by how much the bank’s two balances and the rows disagree', () => {
		const opening = booked('90.00', { type: 'openingBooked', referenceDate: '2026-03-29' });
		const { totals } = keep(oldestFirst, { balances: [opening, booked('99.00')] }, upToNow);
		expect(totals?.reconciliation).toMatchObject({ outcome: 'differs', difference: '-1.00' });
	});

	it('counts back from the closing balance when all rows are in sight', () => {
		const fields = { balances: [booked('100.00')], isOnePage: true };
		expect(keep(oldestFirst, fields, upToNow).balances).toEqual(['85.00', '110.00', '100.00']);
	});

	it('starts from 0 when nothing tells the opening balance', () => {
		const fields = { balances: [booked('100.00')] };
		const { balances, totals } = keep(oldestFirst, fields, upToNow, oldestFirst.slice(0, 2));
		expect(balances).toEqual(['-5.00', '20.00', '10.00']);
		expect(totals?.anchor.tiedTo).toBe('nothing');
		expect(totals?.reconciliation).toMatchObject({ outcome: 'calculated', opening: '90.00' });
	});
});

describe('a balance beside a row', () => {
	it('ties a list of the newest first, with the rows above it', () => {
		const rows = newestFirst.map((each, index) =>
			index === 1 ? { ...each, balanceAfter: '110.00' } : each,
		);
		expect(keep(rows).balances).toEqual(['100.00', '110.00', '85.00']);
	});

	it('ties a list of the oldest first', () => {
		const rows = oldestFirst.map((each, index) =>
			index === 1 ? { ...each, balanceAfter: '110.00' } : each,
		);
		expect(keep(rows).balances).toEqual(['85.00', '110.00', '100.00']);
	});

	it('tells the order of rows of one day', () => {
		const day = { date: '2026-03-31' };
		const rows = [
			row({ ...day, amount: '10.00', balanceAfter: '10.00' }),
			row({ ...day, amount: '5.00', balanceAfter: '15.00' }),
		];
		expect(keep(rows).balances).toEqual(['10.00', '15.00']);
	});
});

describe('rows that are not booked', () => {
	it('change no balance and no booked sum', () => {
		const rows = [
			row({ status: 'pending', amount: '-99.00' }),
			row({ status: 'information', amount: '-7.00' }),
			...newestFirst,
		];
		const { balances, totals } = keep(rows, { balances: [booked('100.00')] }, upToNow);
		expect(balances).toEqual([undefined, undefined, '100.00', '110.00', '85.00']);
		expect(totals).toMatchObject({
			booked: 3,
			pending: 1,
			other: 1,
			moneyIn: '25.00',
			moneyOut: '-15.00',
			net: '10.00',
			pendingNet: '-99.00',
			firstDay: '2026-03-29',
			lastDay: '2026-03-31',
		});
	});
});

describe('an account of several currencies', () => {
	it('keeps books for each', () => {
		const rows = [
			row({ amount: '1.00' }),
			row({ amount: '700', currency: 'JPY' }),
			row({ amount: '2.00' }),
		];
		const ledger = new Ledger(account(rows), sourceOf([]), rows);
		rows.forEach((each) => ledger.post(each));
		expect(ledger.totals().map(({ currency, net }) => `${net} ${currency}`)).toEqual([
			'3.00 EUR',
			'700 JPY',
		]);
	});
});

describe('whatever the rows', () => {
	const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

	it('a tied list of the newest first ends at the bank’s balance minus everything', () => {
		fc.assert(
			fc.property(fc.array(cents, { minLength: 1, maxLength: 40 }), cents, (amounts, closing) => {
				const rows = amounts.map((amount, index) =>
					row({
						amount: (amount / 100).toFixed(2),
						date: index === 0 ? '2026-03-31' : '2026-03-30',
					}),
				);
				const balance = (closing / 100).toFixed(2);
				const { balances } = keep(rows, { balances: [booked(balance)] }, upToNow);
				expect(Number(balances[0])).toBe(closing / 100);
				rows.slice(0, -1).forEach(({ amount }, index) => {
					const next = DecimalSum.of(balances[index] ?? '')
						.subtract(amount)
						.toString();
					expect(Number(balances[index + 1])).toBe(Number(next));
				});
			}),
		);
	});
});

it('refuses an amount that is no decimal, so that no sum is poisoned', () => {
	expect(() => keep([row({ amount: 'NaN' })])).toThrow(
		expect.objectContaining({ code: 'invalid-input' }),
	);
});

it('refuses a currency that is no code, so that none gets into a formula', () => {
	expect(() => keep([row({ currency: '"),1' })])).toThrow(
		expect.objectContaining({ code: 'invalid-input', details: expect.anything() }),
	);
});
