import { berlinGroup } from '../../../lib/standards/berlin-group';
import { standards } from '../../../lib/standards';
import { readAnswer } from '../../../lib/reading/read-answer';

/* How banks stray from Berlin Group's forms, each with one meaning only. */

const account = { resourceId: '1', iban: 'SE6800000000000000000001' };
const parameters = { account, bookingStatus: 'both' as const };
const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const rowsOf = (body: unknown) => berlinGroup.transactions.read(answer(body), parameters).items;
const rowOf = (row: object) => rowsOf({ transactions: { booked: [row] } })[0];
const balancesOf = (body: unknown) => berlinGroup.balances.read(answer(body), parameters).items;

const transactionAmount = { amount: '10.00', currency: 'EUR' };
const balanceAmount = { amount: '10.00', currency: 'EUR' };

const refusing = (field: string) =>
	expect.objectContaining({
		code: 'unreadable-answer',
		details: expect.objectContaining({ field }) as unknown,
	}) as Error;

describe('a row of Berlin Group', () => {
	it.each([
		['DBIT', '-10.00'],
		['Debit', '-10.00'],
		['CRDT', '10.00'],
		['CR', '10.00'],
		[null, '10.00'],
	])('that says %p beside an amount without sign', (creditDebitIndicator, amount) => {
		const row = rowOf({ transactionAmount, creditDebitIndicator, creditorName: 'Shop' });
		expect(row?.amount.amount).toBe(amount);
		expect(row?.counterparty?.name).toBe(amount.startsWith('-') ? 'Shop' : undefined);
	});

	it.each(['CRDT', 'BOTH'])('whose negative amount is a %s is refused', (creditDebitIndicator) => {
		const negative = { amount: '-10.00', currency: 'EUR' };
		expect(() => rowOf({ transactionAmount: negative, creditDebitIndicator })).toThrow(
			refusing('transactions.booked[0].creditDebitIndicator'),
		);
	});

	it.each([
		[{ bookingDate: '31.01.2026' }, '2026-01-31'],
		[{ bookingDate: 20260131 }, '2026-01-31'],
		[{ bookingDate: 1769814000000 }, '2026-01-31'],
		[{ bookingDate: '1769814000' }, '2026-01-31'],
		[{ executionDateTime: '2026-01-31T23:59:59Z' }, '2026-01-31'],
		[{ bookingDate: null, transactionDateTime: '2026-01-31T23:59:59Z' }, '2026-01-31'],
	])('with the dates %j', (dates, date) => {
		expect(rowOf({ transactionAmount, ...dates })?.date).toBe(date);
	});

	it.each(['01/02/2026', 1769898600000])('with the date %p, which may be two', (bookingDate) => {
		expect(() => rowOf({ transactionAmount, bookingDate })).toThrow(
			refusing('transactions.booked[0].bookingDate'),
		);
	});

	it.each([
		[{ creditor: { name: 'Shop' } }, 'Shop'],
		[{ ultimateCreditor: { name: 'Shop' } }, 'Shop'],
		[{ creditorName: ' ', creditor: null, ultimateCreditor: 'Shop' }, 'Shop'],
	])('whose other party is %j', (fields, name) => {
		const money = { amount: '-1,50', currency: 'EUR' };
		expect(rowOf({ transactionAmount: money, ...fields })).toMatchObject({
			amount: { amount: '-1.50' },
			counterparty: { name },
		});
	});

	it.each([
		['PMNT-RDDT-ESDD', 'PMNT-RDDT-ESDD'],
		[{ domain: 'PMNT', family: 'RDDT', subFamily: 'ESDD' }, 'PMNT-RDDT-ESDD'],
		[{ code: 'PMNT' }, 'PMNT'],
		[{}, undefined],
	])('whose code is %j', (code, expected) => {
		expect(rowOf({ transactionAmount, bankTransactionCode: code })?.bankTransactionCode).toBe(
			expected,
		);
	});

	it.each([
		[{ balanceAmount: { amount: '7', currency: 'EUR' } }],
		[{ amount: '7', currency: 'EUR' }],
	])('with %j after it', (balanceAfterTransaction) => {
		expect(rowOf({ transactionAmount, balanceAfterTransaction })?.balanceAfter).toEqual({
			amount: '7',
			currency: 'EUR',
		});
	});

	it('whose amount carries the indicator', () => {
		const money = { ...transactionAmount, creditDebitIndicator: 'DBIT' };
		expect(rowOf({ transactionAmount: money })?.amount.amount).toBe('-10.00');
	});

	it('whose value date is the zero of .NET has none', () => {
		const row = rowOf({
			transactionAmount,
			valueDate: '0001-01-01',
			transactionDate: '2026-01-31',
		});
		expect(row).toMatchObject({ date: '2026-01-31', valueDate: undefined });
	});

	it.each([
		[
			{ remittanceInformation: { unstructured: ['a', 'b'], structured: [{ reference: '77' }] } },
			'77',
		],
		[{ remittanceInformation: ['a', 'b'] }, undefined],
		[
			{ remittanceInformationUnstructuredArray: [{ text: 'a' }, { text: 'b' }, { x: 1, y: 2 }] },
			undefined,
		],
	])('whose remittance is %j', (fields, reference) => {
		expect(rowOf({ transactionAmount, ...fields })).toMatchObject({
			text: 'a b',
			lines: ['a', 'b'],
			reference,
		});
	});

	it('that is a batch of one says what its entry says, and its own amount', () => {
		const negative = { amount: '-10.00', currency: 'EUR' };
		const entry = { endToEndId: 'E-1', creditorName: 'Shop', transactionAmount };
		const row = { transactionAmount: negative, creditorName: null, entryDetails: [entry] };
		expect(rowOf(row)).toMatchObject({
			amount: { amount: '-10.00' },
			counterparty: { name: 'Shop' },
			endToEndId: 'E-1',
			raw: row,
		});
		const batch = { transactionAmount: negative, entryDetails: [entry, entry] };
		expect(rowOf(batch)?.counterparty).toBeUndefined();
	});

	it('whose additional information is a list', () => {
		const row = rowOf({ transactionAmount, additionalInformation: ['a', null, 'b'] });
		expect(row).toMatchObject({ text: 'a b' });
	});

	it("without a currency has the account's, where that is told", () => {
		const row = { transactionAmount: { amount: '1' } };
		const body = { account: { iban: 'x', currency: 'SEK' }, transactions: { booked: [row] } };
		expect(rowsOf(body)).toMatchObject([{ amount: { amount: '1', currency: 'SEK' } }]);
		const known = { ...parameters, account: { ...account, currency: 'NOK' } };
		const asked = berlinGroup.transactions.read(answer({ transactions: { booked: [row] } }), known);
		expect(asked.items).toMatchObject([{ amount: { currency: 'NOK' } }]);
		expect(() => rowOf(row)).toThrow(refusing('transactions.booked[0].transactionAmount.currency'));
	});
});

describe('a report of Berlin Group', () => {
	it('in a wrapper', () => {
		const transactions = { booked: [{ transactionAmount }] };
		expect(rowsOf({ data: { transactions } })).toHaveLength(1);
		expect(rowsOf({ response: { account: {}, transactions } })).toHaveLength(1);
	});

	it('with a row where the list belongs, and groups in capitals', () => {
		const transactions = { BOOKED: { transactionAmount }, Pending: [{ transactionAmount }] };
		expect(rowsOf({ transactions })).toMatchObject([{ status: 'booked' }, { status: 'pending' }]);
	});

	it('whose groups stand without their container', () => {
		expect(
			rowsOf({ booked: [{ transactionAmount }], pending: null, last_updated: 'x' }),
		).toHaveLength(1);
	});

	it('without groups: each row tells its status, or when it was booked', () => {
		const transactions = [
			{ transactionAmount, status: 'PDNG', bookingDate: '2026-01-31' },
			{ transactionAmount, transactionStatus: 'BOOK' },
			{ transactionAmount, bookingDate: '2026-01-31' },
		];
		expect(rowsOf({ transactions })).toMatchObject([
			{ status: 'pending' },
			{ status: 'booked' },
			{ status: 'booked' },
		]);
		expect(rowsOf({ transactions: [] })).toEqual([]);
		expect(() =>
			rowsOf({ transactions: [{ transactionAmount, valueDate: '2026-01-31' }] }),
		).toThrow(refusing('transactions[0].status'));
	});

	it.each([
		[{ links: { next: '/p2' } }, {}],
		[{ _links: { next: { href: '/p2' } } }, {}],
		[{ links: [{ rel: 'nextPage', href: '/p2' }] }, {}],
		[{}, { link: '</p1>; rel="prev", </p2>; rel="next"' }],
	])('with the next page in %j or %j', (links, headers) => {
		const body = { transactions: { booked: [] }, ...links };
		const { next } = berlinGroup.transactions.read({ status: 200, headers, body }, parameters);
		expect(next?.path).toBe('/p2');
	});

	it('that is no content at all', () => {
		const nothing = { status: 204, headers: {}, body: '' };
		expect(berlinGroup.transactions.read(nothing, parameters)).toEqual({ items: [] });
		expect(berlinGroup.balances.read(nothing, parameters)).toEqual({ items: [] });
		expect(berlinGroup.accounts.read(nothing, {})).toEqual({ items: [] });
	});
});

describe('balances of Berlin Group', () => {
	it('say debit, or leave the currency to the account', () => {
		const balances = [
			{ balanceAmount, creditDebitIndicator: 'DBIT', creditLimitIncluded: 'true' },
			{ balanceAmount: { amount: '5' }, balanceType: 'ITAV', creditLimitIncluded: 'false' },
		];
		expect(balancesOf({ account: { currency: 'SEK' }, balances })).toMatchObject([
			{ amount: { amount: '-10.00', currency: 'EUR' }, creditLimitIncluded: true },
			{
				amount: { amount: '5', currency: 'SEK' },
				creditLimitIncluded: false,
				type: 'interimAvailable',
			},
		]);
	});

	it('call their type type', () => {
		expect(balancesOf({ balances: [{ balanceAmount, type: 'CLBD' }] })).toMatchObject([
			{ type: 'closingBooked', bankType: 'CLBD' },
		]);
	});

	it('stand alone, or in the account', () => {
		expect(balancesOf({ balances: { balanceAmount } })).toHaveLength(1);
		expect(balancesOf({ account: { balances: [{ balanceAmount }] } })).toHaveLength(1);
		expect(balancesOf({ data: { balances: [{ balanceAmount }] } })).toHaveLength(1);
	});

	it('count debt positive where the card account says so, beside the list or in it', () => {
		const owed = [{ amount: { amount: '-10.00', currency: 'EUR' } }];
		expect(balancesOf({ debitAccounting: true, balances: [{ balanceAmount }] })).toMatchObject(
			owed,
		);
		const balances = [{ debitAccounting: true }, { balanceAmount }];
		expect(balancesOf({ balances })).toMatchObject(owed);
	});
});

describe('accounts of Berlin Group', () => {
	const accountsOf = (body: unknown) =>
		readAnswer('berlin-group', standards['berlin-group'], 'accounts', body);

	it.each([
		[{ data: { accounts: [{ resourceId: 'A' }] } }],
		[{ savingsAccounts: [{ resourceId: 'A' }] }],
		[{ loanAccounts: [{ resourceId: 'A' }] }],
		[{ loanAccount: { resourceId: 'A' } }],
		[{ data: { account: { resourceId: 'A' } } }],
		[{ accounts: [{ id: 'A' }] }],
		[{ accounts: [{ accountId: 'A', iban: 'SE6800000000000000000001' }] }],
	])('%j', (body) => {
		expect(accountsOf(body)).toMatchObject({ page: { items: [{ resourceId: 'A' }] } });
	});

	it('name their owners and numbers in more than one way', () => {
		const accounts = [
			{
				resourceId: 'A',
				accountId: { iban: 'FR4900000000000000000000001' },
				ownerNames: [{ name: 'Anna' }, { name: 'Bo' }],
			},
			{ resourceId: 'B', other: { identification: '123-4' } },
		];
		expect(accountsOf({ accounts })).toMatchObject({
			page: {
				items: [{ iban: 'FR4900000000000000000000001', ownerName: 'Anna, Bo' }, { bban: '123-4' }],
			},
		});
	});
});
