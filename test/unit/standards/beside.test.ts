import { berlinGroup } from '../../../lib/standards/berlin-group';
import { toTransactionItem } from '../../../lib/models/items';
import { simplifyTransaction } from '../../../lib/models/simplify';
import { createIdentifier } from '../../../lib/sync/identity';
import {
	balancesIn,
	dialects,
	type Dialect,
	type Payment,
	refusing,
	rowsIn,
} from '../../support/dialects';

/* A field beside the point that can't be read costs only itself, in every standard, and the row says so. */

type Kept = Exclude<keyof Dialect['fields'], 'indicator'>;
type Field = 'valueDate' | 'exchangeRate' | 'balanceAfter' | 'instructedAmount' | 'text';

const money = { amount: '5.00', currency: 'USD' };

/** The payment's field, the row's, what is good there, and what is none. */
const beside: readonly (readonly [Kept, Field, unknown, readonly unknown[]])[] = [
	['valueDate', 'valueDate', '2031-05-02', ['soon', '01/02/2031', '2031-02-32', true, {}, [1]]],
	['rate', 'exchangeRate', '1.25', ['?', '1,2,3', true, {}]],
	[
		'after',
		'balanceAfter',
		money,
		[
			{ ...money, amount: '--' },
			{ ...money, amount: true },
		],
	],
	['instructed', 'instructedAmount', money, [{ ...money, amount: '1,234' }, { amount: '1' }, true]],
	['text', 'text', 'Thanks', [true, { a: 1, b: 2 }, [{ a: 1, b: 2 }]]],
];

const payment = (indicator: string, fields: Partial<Payment> = {}): Payment => ({
	amount: '12.00',
	currency: 'EUR',
	indicator,
	bookingDate: '2031-05-01',
	...fields,
});

const cases = dialects.flatMap((dialect) =>
	beside
		.filter(([name]) => dialect.fields[name] !== undefined)
		.map(([name, field, good, bad]) => [dialect.id, field, { dialect, name, good, bad }] as const),
);

describe.each(cases)('%s: %s', (id, field, { dialect, name, good, bad }) => {
	const [debit] = dialect.indicators;
	const read = (value: unknown) => {
		const spoiled = payment(debit, { [name]: value });
		return rowsIn(id, dialect.body([spoiled, payment(debit)]));
	};

	it('is read without a remark', () => {
		const [row] = read(good);
		expect(row?.[field]).toBeDefined();
		expect(row?.remarks).toBeUndefined();
	});

	it.each([undefined, null])('that is %p is absent without a remark', (value) => {
		const [row] = read(value);
		expect(row).toMatchObject({ amount: { amount: '-12.00' }, remarks: undefined });
		expect(row?.[field]).toBeUndefined();
	});

	it.each(bad)('that is %j costs only itself, and the row says so', (value) => {
		const isBare = id === 'polish-api' && name === 'after' && typeof value !== 'object';
		if (isBare) return;
		const [row, other] = read(value);
		expect(row).toMatchObject({ amount: { amount: '-12.00' }, bookingDate: '2031-05-01' });
		expect(row?.[field]).toBeUndefined();
		expect(row?.remarks).toEqual([`${dialect.fields[name]} can't be read and is left out`]);
		expect(other?.remarks).toBeUndefined();
	});
});

const dated = dialects.filter(({ fields }) => fields.valueDate !== undefined);

describe.each(dated.map((dialect) => [dialect.id, dialect] as const))(
	'days that no calendar has: %s',
	(id, { body, fields, indicators: [debit], balances }) => {
		it.each([
			['2023-02-30', '2023-02-28'],
			['2023-02-29', '2023-02-28'],
			['2024-02-31', '2024-02-29'],
			['2023-04-31', '2023-04-30'],
			['30.02.2023', '2023-02-28'],
			['2023-02-30T00:00:00Z', '2023-02-28'],
		])('the value date %s is %s', (valueDate, expected) => {
			expect(rowsIn(id, body([payment(debit, { valueDate })]))).toMatchObject([
				{
					valueDate: expected,
					remarks: [
						`${fields.valueDate}: ${valueDate} is no day of the calendar and is read as ${expected}`,
					],
				},
			]);
		});

		it.each(['2023-02-30', 'soon'])('the booking date %s is refused', (bookingDate) => {
			expect(() => rowsIn(id, body([payment(debit, { bookingDate })]))).toThrow(
				refusing(expect.stringMatching(/\[0\]\.booking_?date/i)),
			);
		});

		it('the reference date of a balance is treated alike', () => {
			const standing = { amount: '1.00', currency: 'EUR', indicator: debit };
			const answer = balances?.([
				{ ...standing, date: '2023-02-30' },
				{ ...standing, date: 'soon' },
			]);
			const [clamped, without] = balancesIn(id, answer);
			expect(clamped).toMatchObject({
				referenceDate: '2023-02-28',
				remarks: [expect.stringContaining('2023-02-30')],
			});
			expect(without).not.toHaveProperty('referenceDate');
			expect(without).toMatchObject({ remarks: [expect.stringContaining('left out')] });
		});
	},
);

describe('Berlin Group', () => {
	const rowOf = (fields: object) => {
		const booked = [{ transactionAmount: { amount: '-1.00', currency: 'EUR' }, ...fields }];
		return berlinGroup.transactions.read(
			{ status: 200, headers: {}, body: { transactions: { booked } } },
			{ account: { resourceId: '1' }, bookingStatus: 'booked' },
		).items[0];
	};

	it.each([
		'mandateId',
		'creditorId',
		'endToEndId',
		'bankTransactionCode',
		'creditorName',
		'creditorAccount',
		'ultimateCreditor',
		'cardAcceptorName',
		'currencyExchange',
		'originalAmount',
		'balanceAfterTransaction',
		'transactionDate',
		'remittanceInformationStructured',
		'remittanceInformationUnstructuredArray',
	])('%s that is true or a list of lists is left out, and said', (field) => {
		for (const value of [true, [[1]]]) {
			expect(rowOf({ [field]: value })?.remarks).toEqual([
				`${field} can't be read and is left out`,
			]);
		}
	});

	it('takes the next of several dates where the first is none', () => {
		expect(
			rowOf({ transactionDate: '?', transactionDateTime: '2031-05-01T10:00:00Z' }),
		).toMatchObject({ transactionDate: '2031-05-01', remarks: [expect.any(String)] });
	});

	it('says so in the item, and in the simplified one', () => {
		const row = rowOf({ bookingDate: '2031-05-01', valueDate: '?' });
		if (row === undefined) throw new Error('a row should be read');
		const account = { id: 'v1:account' };
		const item = toTransactionItem(createIdentifier(account)(row), { account });
		expect(item.remarks).toEqual(["valueDate can't be read and is left out"]);
		expect(simplifyTransaction(item).remarks).toEqual(item.remarks);
	});
});
