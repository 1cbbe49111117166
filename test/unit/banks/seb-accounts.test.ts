import { accountInformation } from '../../../lib/banks/seb/accounts';
import { linkedUrl } from '../../../lib/client/address';
import type { TransactionRow } from '../../../lib/models/transaction';

const account = { resourceId: 'made-up', iban: 'SE3450000000099990000017', currency: 'SEK' };
const money = (amount: string) => ({ amount, currency: 'SEK' });

function rows(version: 'v7' | 'v8', groups: object): readonly TransactionRow[] {
	const body = { transactions: groups };
	const { transactions } = accountInformation(version);
	const asked = { account, bookingStatus: 'both' } as const;
	return transactions.read({ status: 200, headers: {}, body }, asked).items;
}

describe('what is pending', () => {
	it('has a sign in v8', () => {
		const pending = [
			{ transactionAmount: money('-45.500'), descriptiveText: 'Out' },
			{ transactionAmount: money('45.500'), descriptiveText: 'In' },
		];
		expect(rows('v8', { pending }).map(({ amount }) => amount.amount)).toEqual([
			'-45.500',
			'45.500',
		]);
	});

	it.each([
		['nobody is named', {}],
		['one name stands alone, on whichever side', { creditorName: 'Somebody' }],
	])('has none in v7, and is refused by name where %s', (_what, more) => {
		const booked = [{ transactionAmount: money('-1.00') }];
		const pending = [{ transactionAmount: money('45.50'), ...more }];
		expect(() => rows('v7', { booked, pending })).toThrow(
			'"transactions.pending[0].creditDebitIndicator" is missing',
		);
	});

	it.each([
		['creditor', 'debtor', '45.50'],
		['debtor', 'creditor', '-45.50'],
	])('is told in v7 where the account itself is the %s', (own, other, amount) => {
		const pending = [
			{
				transactionAmount: money('45.50'),
				[`${own}Account`]: { iban: account.iban },
				[`${other}Name`]: 'Somebody',
			},
		];
		expect(rows('v7', { pending })[0]?.amount.amount).toBe(amount);
	});

	it('leaves what is booked in v7 to its sign', () => {
		const booked = [{ transactionAmount: money('45.50') }, { transactionAmount: money('-1.00') }];
		const amounts = rows('v7', { booked }).map(({ amount }) => amount.amount);
		expect(amounts).toEqual(['45.50', '-1.00']);
	});

	it('is named by a text of its own in v8', () => {
		const pending = [{ transactionAmount: money('-1.000'), descriptiveText: 'A text' }];
		expect(rows('v8', { pending })[0]).toMatchObject({ text: 'A text', lines: ['A text'] });
	});
});

it('keeps the text of the payment before any other', () => {
	const booked = [
		{
			transactionAmount: money('-1.000'),
			remittanceInformationUnstructuredArray: ['One', 'Two'],
			descriptiveText: 'Other',
		},
	];
	expect(rows('v8', { booked })[0]).toMatchObject({ text: 'One Two', lines: ['One', 'Two'] });
});

it('knows a merchant where nobody else is named, and nowhere else', () => {
	const card = { transactionAmount: money('-253.000'), cardAcceptorId: 'A SHOP' };
	const [bare, named] = rows('v8', { booked: [card, { ...card, creditorName: 'A firm' }] });
	expect(bare?.counterparty).toEqual({ name: 'A SHOP', source: 'cardAcceptorId' });
	expect(named?.counterparty).toMatchObject({ name: 'A firm', source: 'creditorName' });
});

it.each([
	['v7', '10,1200', '10.1200'],
	['v8', '10.120000', '10.120000'],
] as const)('reads the one exchange of %s, and the amount before it', (version, written, rate) => {
	const booked = [
		{
			transactionAmount: money('-253.000'),
			originalAmount: { amount: '-25.000', currency: 'EUR' },
			currencyExchange: { exchangeRate: written },
		},
	];
	expect(rows(version, { booked })[0]).toMatchObject({
		exchangeRate: rate,
		instructedAmount: { amount: '-25.000', currency: 'EUR' },
	});
});

it('takes the day that Swish was sent on from its time', () => {
	const booked = [
		{
			transactionAmount: money('60.000'),
			bookingDate: '2026-01-15',
			transactionTime: '2026-01-14T23:58:13',
		},
	];
	expect(rows('v8', { booked })[0]).toMatchObject({
		date: '2026-01-15',
		transactionDate: '2026-01-14',
	});
});

it.each([{ plusgiroNumber: '0000503' }, { bankgiroNumber: '0000503' }, { bban: '0000503' }])(
	'reads the number of a giro: %j',
	(creditorAccount) => {
		const booked = [{ transactionAmount: money('-1.000'), creditorAccount }];
		expect(rows('v8', { booked })[0]?.counterparty?.bban).toBe('0000503');
	},
);

it.each([
	['v7', { currency: 'xxx' }],
	['v8', {}],
] as const)('finds no currency at a closed account of %s', (version, more) => {
	const accounts = [{ resourceId: 'made-up', bban: '99990000025', status: 'deleted', ...more }];
	const { items } = accountInformation(version).accounts.read(
		{ status: 200, headers: {}, body: { accounts } },
		{},
	);
	expect([items[0]?.status, items[0]?.currency]).toEqual(['deleted', undefined]);
});

it.each([
	['below the version', ''],
	['below the host', '/ais/v8/identified2'],
])('follows the link to the next page %s', (_what, prefix) => {
	const api = 'https://bank.example/ais/v8/identified2';
	const link = '/accounts/made-up/transactions?bookingStatus=booked&paginationKey=k..1_~';
	const body = { transactions: { booked: [], _links: { next: { href: prefix + link } } } };
	const { next } = accountInformation('v8').transactions.read(
		{ status: 200, headers: {}, body },
		{ account, bookingStatus: 'booked' },
	);
	const current = `${api}/accounts/made-up/transactions`;
	expect(linkedUrl(api, current, next?.path ?? '', 'SEB')).toBe(api + link);
});
