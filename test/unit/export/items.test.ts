import { fromItems, type ExportAccount } from '../../../lib/export';
import { BankError } from '../../../lib/errors';
import { settleSync } from '../../../lib/outcome';

const madeAt = '2026-03-31T12:00:00Z';
const accountsOf = (items: Iterable<unknown>): readonly ExportAccount[] => [
	...(fromItems(items, { madeAt }).accounts as Iterable<ExportAccount>),
];
const pagesOf = ({ transactions }: ExportAccount) => [...(transactions as Iterable<unknown>)];

const transaction = (fields: object = {}) => ({
	object: 'transaction',
	id: 't-1',
	accountId: 'a-1',
	amount: '-1.00',
	currency: 'EUR',
	...fields,
});

const failureOf = (items: readonly unknown[]): BankError => {
	const outcome = settleSync(() => fromItems(items, { madeAt }));
	if (!('error' in outcome) || !(outcome.error instanceof BankError)) {
		throw new Error('expected a BankError');
	}
	return outcome.error;
};

describe('items become a source', () => {
	it('groups by account, whatever the order, and keeps the items themselves', () => {
		const rows = [transaction(), transaction({ accountId: 'a-2' }), transaction({ id: 't-3' })];
		const balance = {
			object: 'balance',
			accountId: 'a-2',
			type: 'interimBooked',
			amount: '5.00',
			currency: 'EUR',
			isBooked: true,
		};
		const account = { object: 'account', accountId: 'a-1', name: 'Toy', currency: 'EUR' };
		const [first, second] = accountsOf([rows[0], balance, rows[1], account, rows[2]]);
		expect(first?.account).toMatchObject({ accountId: 'a-1', name: 'Toy', currency: 'EUR' });
		expect(second?.balances).toMatchObject([{ type: 'interimBooked', amount: '5.00' }]);
		const page = first === undefined ? [] : pagesOf(first)[0];
		expect(page).toEqual([rows[0], rows[2]]);
		expect((page as unknown[])[0]).toBe(rows[0]);
	});

	it('keeps what the reading nodes say of accounts that could not be read', () => {
		const said = {
			object: 'accountError',
			accountId: 'a-1',
			account: 'Toy · SE…0003 · SEK',
			error: 'The bank answered 500',
			code: 'bank-unavailable',
			nextStep: 'Try again later.',
		};
		const unread = 'The bank answered 500. Try again later.';
		const [alone] = fromItems([said], { madeAt }).accounts as Iterable<unknown>;
		expect(alone).toEqual({
			account: expect.objectContaining({ accountId: 'a-1', name: said.account }) as unknown,
			unread,
		});
		const balance = { object: 'balance', accountId: 'a-1', amount: '5.00', currency: 'EUR' };
		const [withBalance] = fromItems([balance, said], { madeAt }).accounts as Iterable<unknown>;
		expect(withBalance).toHaveProperty('unread', unread);
		const [withRows] = accountsOf([said, transaction()]);
		expect(withRows?.remarks).toEqual([`not read whole. ${unread}`]);
	});

	it('takes name and IBAN of the account from its transactions where no account item came', () => {
		const [only] = accountsOf([transaction({ accountName: 'Toy', accountIban: 'XX00TOY1' })]);
		expect(only?.account).toMatchObject({ name: 'Toy', iban: 'XX00TOY1' });
	});

	it('takes simplified items, which do not say what they are', () => {
		const { object: _object, ...simple } = transaction({ accountName: 'Toy', date: '2026-03-31' });
		const balance = { accountId: 'a-1', type: 'expected', amount: '5.00', currency: 'EUR' };
		const account = { accountId: 'a-1', bank: 'toy', name: 'Toy' };
		const [only] = accountsOf([simple, balance, account]);
		expect(only?.balances).toHaveLength(1);
		expect(only === undefined ? [] : pagesOf(only)[0]).toHaveLength(1);
	});

	it('leaves out fields that are null, as a Set node may leave them', () => {
		const [only] = accountsOf([transaction({ text: null, valueDate: null })]);
		expect(only === undefined ? [] : pagesOf(only)).toEqual([[transaction()]]);
	});

	it('reads the items once, from anything that can be walked', () => {
		let walked = 0;
		function* items() {
			for (let index = 0; index < 1000; index += 1) {
				walked += 1;
				yield transaction({ id: `t-${index}`, accountId: `a-${index % 7}` });
			}
		}
		expect(accountsOf(items())).toHaveLength(7);
		expect(walked).toBe(1000);
	});
});

describe('items that are none of ours', () => {
	it.each([
		['no object', 'text', 'item'],
		['another kind', { object: 'invoice', amount: '1' }, 'object'],
		['nothing known', { hello: 'world' }, 'object'],
		['an amount as number', transaction({ amount: -1 }), 'amount'],
		['an amount with a comma', transaction({ amount: '1,00' }), 'amount'],
		['an amount with an exponent', transaction({ amount: '1e3' }), 'amount'],
		['a missing amount', { ...transaction(), amount: '' }, 'amount'],
		['a missing currency', transaction({ currency: undefined }), 'currency'],
		['a currency that is none', transaction({ currency: 'EURO' }), 'currency'],
		['a date that never was', transaction({ bookingDate: '2026-02-30' }), 'bookingDate'],
		['a date with a time', transaction({ valueDate: '2026-02-01T00:00:00Z' }), 'valueDate'],
		['a text that is an object', transaction({ text: { a: 1 } }), 'text'],
		['remarks that are one text', transaction({ remarks: 'valueDate' }), 'remarks'],
		['remarks that are numbers', transaction({ remarks: [1] }), 'remarks'],
		['an account id that is a number', transaction({ accountId: 7 }), 'accountId'],
		['a balance without amount', { object: 'balance', accountId: 'a', currency: 'EUR' }, 'amount'],
	])('refuses %s, naming item and field', (_what, item, field) => {
		const error = failureOf([transaction(), item]);
		expect(error.code).toBe('invalid-input');
		expect(error.message).toContain('Item 1');
		expect(error.message).toContain(`"${field}"`);
		expect(error.details.field).toBe(`items[1].${field}`);
		expect(error.details.nextStep).toBeDefined();
	});
});
