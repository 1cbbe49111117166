import { nordeaAccounts } from '../../../lib/standards/nordea';
import { nordeaRefusal } from '../../../lib/standards/nordea/refusal';
import type { BookingStatus } from '../../../lib/profile/reading';

const header = {
	message_identification: '00000000000000000000000000000001',
	creation_date_time: '2026-01-31T08:15:00.000Z',
	http_code: 200,
};
const enveloped = (response: unknown, more: object = {}) => ({
	group_header: { ...header, ...more },
	response,
});
const answer = (body: unknown, status = 200) => ({ status, headers: {}, body });
const account = { resourceId: 'account-1', iban: 'SE6800000000000000000001', currency: 'SEK' };
const row = {
	transaction_id: 'EX-1',
	amount: -12.5,
	currency: 'SEK',
	booking_date: '2026-01-30',
	counterparty_name: 'Example Shop',
};

const pageOf = (
	response: object,
	{ bookingStatus = 'all', more = {} }: { bookingStatus?: BookingStatus; more?: object } = {},
) =>
	nordeaAccounts.transactions.read(answer(enveloped(response, more)), { account, bookingStatus });
const read = (changes: object = {}) => pageOf({ transactions: [{ ...row, ...changes }] }).items[0];

describe('which way the money went', () => {
	it.each([
		['a minus', { amount: -12.5 }, '-12.5'],
		['no minus', { amount: 12.5 }, '12.5'],
		['a minus and debit', { amount: -12.5, _type: 'DebitTransaction' }, '-12.5'],
		['debit beside an unsigned amount', { amount: 12.5, _type: 'DebitTransaction' }, '-12.5'],
		['credit', { amount: 12.5, _type: 'CreditTransaction' }, '12.5'],
		['debit in other letters', { amount: '12.50', _type: 'DEBIT_TRANSACTION' }, '-12.50'],
		['nothing moved', { amount: 0, _type: 'DebitTransaction' }, '0'],
	])('is told by %s', (_what, changes, amount) => {
		expect(read(changes)).toMatchObject({ amount: { amount, currency: 'SEK' } });
	});

	it.each([
		['a credit of a negative amount', { amount: -1, _type: 'CreditTransaction' }],
		['a type that is neither', { amount: 1, _type: 'ExoticTransaction' }],
		['a type that is no word', { amount: 1, _type: {} }],
	])('is refused with the field named: %s', (_what, changes) => {
		expect(() => read(changes)).toThrow(/"transactions\[0\]\._type"/);
	});

	it('never comes from the counterparty: the side follows from it', () => {
		const own = { counterparty_account: account.iban, counterparty_name: 'A pot' };
		expect(read({ amount: 5, ...own })?.amount.amount).toBe('5');
		expect(read({ amount: -5, ...own })?.amount.amount).toBe('-5');
		expect(read({ amount: -5, counterparty_account: 'SE8600000000000000000054' })).toMatchObject({
			counterparty: { name: 'Example Shop', source: 'counterparty_name' },
		});
	});

	it('refuses an amount that is none, or has more digits than a number carries', () => {
		expect(() => read({ amount: null })).toThrow(/"transactions\[0\]\.amount" is missing/);
		expect(() => read({ amount: 12345678901234.567 })).toThrow(/more digits/);
	});
});

describe('a row', () => {
	it.each([
		['reserved', { status: 'reserved' }, 'pending'],
		['Reserved', { status: 'Reserved', booking_date: undefined }, 'pending'],
		['billed', { status: 'billed' }, 'booked'],
		['confirmed', { status: 'confirmed', booking_date: undefined }, 'booked'],
		['nothing, with a booking date', {}, 'booked'],
		['nothing, without one', { booking_date: undefined }, 'pending'],
		['a word that nobody knows', { status: 'rejected' }, 'information'],
	])('has its status from %s', (_what, changes, status) => {
		expect(read(changes)?.status).toBe(status);
	});

	it('that is reserved never comes among the booked ones', () => {
		const transactions = [row, { ...row, status: 'reserved' }];
		const booked = pageOf({ transactions }, { bookingStatus: 'booked' }).items;
		expect(booked.map(({ status }) => status)).toEqual(['booked']);
		expect(pageOf({ transactions }, { bookingStatus: 'both' }).items).toHaveLength(2);
	});

	it('is in the currency of the account where it names none', () => {
		expect(read({ currency: undefined })?.amount).toEqual({ amount: '-12.5', currency: 'SEK' });
	});

	it('needs no id: it is optional since 5.2', () => {
		expect(read({ transaction_id: undefined })?.bankId).toBeUndefined();
	});

	it('says each text once, the reference apart, and what kind it is where it says no more', () => {
		const texts = { narrative: 'Rent', message: 'Rent', own_message: 'Flat' };
		expect(read(texts)).toMatchObject({ text: 'Rent Flat', lines: ['Rent', 'Flat'] });
		expect(read({ kid_number: '0000000000018', type_description: 'Deposit' })).toMatchObject({
			...{ text: 'Deposit', reference: '0000000000018' },
		});
	});

	it('says what it was abroad, by either name of the rate, and the payment end to end', () => {
		const abroad = {
			original_currency_amount: -1.1,
			original_currency: 'EUR',
			currency_rate: 11.2,
		};
		expect(read({ ...abroad, end_to_end_identification: 'E2E-1' })).toMatchObject({
			...{ instructedAmount: { amount: '-1.1', currency: 'EUR' }, exchangeRate: '11.2' },
			endToEndId: 'E2E-1',
		});
		expect(read({ end_to_end_identification: 'NOTPROVIDED' })?.endToEndId).toBeUndefined();
		const noCurrency = read({ original_currency_amount: -1.1 });
		expect(noCurrency?.instructedAmount).toBeUndefined();
		expect(noCurrency?.remarks).toEqual([expect.stringMatching(/^original_currency_amount /)]);
	});

	it('has the day that it was made beside the one that it was paid', () => {
		const days = { transaction_date: '2026-01-28', payment_date: '2026-01-29' };
		expect(read(days)?.transactionDate).toBe('2026-01-28');
		expect(read({ payment_date: '2026-01-29' })?.transactionDate).toBe('2026-01-29');
	});

	it('has a reference outside Norway too, and says where it is none', () => {
		expect(read({ reference: 'RF18 5390 0754 7034' })?.reference).toBe('RF18 5390 0754 7034');
		expect(read({ reference: { a: {} } })?.remarks).toEqual([expect.stringMatching(/^reference /)]);
	});

	it('loses only what is beside the point, and says so', () => {
		const odd = { value_date: 'soon', balance_after_transaction: 'much', message: { a: {} } };
		expect(read(odd)).toMatchObject({
			amount: { amount: '-12.5' },
			remarks: expect.arrayContaining([
				expect.stringMatching(/^value_date /),
				expect.stringMatching(/^balance_after_transaction /),
				expect.stringMatching(/^message /),
			]),
		});
	});

	it('needs a booking date that is one', () => {
		expect(() => read({ booking_date: '2026-02-31' })).toThrow(/transactions\[0\]\.booking_date/);
	});
});

describe('pages', () => {
	const parameters = {
		account: { resourceId: 'a/b' },
		bookingStatus: 'all',
		dateFrom: '2026-01-01',
		dateTo: '2026-01-31',
	} as const;
	const nextOf = (response: object, more: object = {}) =>
		nordeaAccounts.transactions.read(answer(enveloped(response, more)), parameters).next;

	it.each([
		['as version 5 has it', { _continuation_key: 'k 2' }, {}],
		['as version 3 spelled it', { _continuationKey: 'k 2' }, {}],
		['in the header', {}, { message_pagination: { continuation_key: 'k 2' } }],
	])('go on with the key %s and the same parameters', (_what, response, more) => {
		expect(nextOf({ transactions: [], ...response }, more)).toEqual({
			...nordeaAccounts.transactions.ask(parameters),
			query: { from_date: '2026-01-01', to_date: '2026-01-31', continuation_key: 'k 2' },
		});
	});

	it.each([{}, { _continuation_key: null }, { _continuation_key: '' }])(
		'end with %j, also where the page is empty',
		(more) => {
			expect(nextOf({ transactions: [], ...more })).toBeUndefined();
		},
	);

	it('go on by a link where there is one and no key: no row is lost in silence', () => {
		const link = { rel: 'next', href: '/personal/v5/accounts/1/transactions?continuation_key=2' };
		expect(nextOf({ transactions: [], _links: [link] })?.path).toBe(link.href);
	});
});

describe('an account', () => {
	it('needs an id, and is named by its holder before the bank', () => {
		const accounts = [{ _id: 'x', account_name: 'KONTO', nickname: 'Everyday' }];
		const { items } = nordeaAccounts.accounts.read(answer(enveloped({ accounts })), {});
		expect(items).toMatchObject([{ resourceId: 'x', name: 'Everyday' }]);
		const without = answer(enveloped({ accounts: [{ account_name: 'KONTO' }] }));
		expect(() => nordeaAccounts.accounts.read(without, {})).toThrow(/accounts\[0\]\._id/);
	});

	it('has no balances where the scope has none', () => {
		const body = enveloped({ _id: 'x', currency: 'SEK', booked_balance: null });
		const parameters = { account: { resourceId: 'x' } };
		expect(nordeaAccounts.balances.read(answer(body), parameters).items).toEqual([]);
	});

	it('has balances in its own currency, and none that is guessed', () => {
		const body = enveloped({ _id: 'x', booked_balance: -1.5 });
		const known = { account: { resourceId: 'x', currency: 'NOK' } };
		expect(nordeaAccounts.balances.read(answer(body), known).items).toMatchObject([
			{ type: 'interimBooked', amount: { amount: '-1.5', currency: 'NOK' } },
		]);
		const unknown = { account: { resourceId: 'x' } };
		expect(() => nordeaAccounts.balances.read(answer(body), unknown)).toThrow(/"currency"/);
	});
});

describe('a refusal', () => {
	const failure = (code: string, more: object = {}) => ({
		group_header: header,
		error: { request: { url: '/v5/accounts' }, failures: [{ code, description: 'D', ...more }] },
	});
	const gateway = (httpCode: string | number) => ({
		...{ httpCode, httpMessage: 'Unauthorized', moreInformation: 'This server could not verify' },
	});

	it.each([
		[401, failure('error.signature.invalid'), 'accounts', 'settings-invalid', /signing key/],
		[401, failure('error.apikey.missing'), 'accounts', 'settings-invalid', /Client ID/],
		[401, failure('error.date.invalid'), 'accounts', 'settings-invalid', /clock/],
		[400, failure('error.date.invalid', { path: 'from_date' }), 'transactions', 'request-rejected'],
		[401, failure('error.token'), 'accounts', 'login-required'],
		[401, failure('error.token.invalid'), 'accounts', 'login-required'],
		[401, failure('error.token.expired'), 'accounts', 'login-required'],
		[403, failure('error.resource.denied'), 'accounts', 'not-permitted'],
		[400, failure('error.something'), 'token', 'login-required'],
		[401, failure('error.something'), 'token', 'login-required'],
		[500, failure('error.something'), 'token', undefined],
		[400, failure('error.something'), 'accounts', undefined],
		[401, failure('error.signature.invalid'), 'token', 'settings-invalid', /signing key/],
		[401, gateway('401'), 'accounts', 'settings-invalid', /Client Secret/],
		[401, gateway(401), 'token', 'settings-invalid', /Client Secret/],
		[500, gateway('500'), 'accounts', undefined],
	])('of %s %j at %s means %s', (status, body, operation, code, nextStep = /^/) => {
		const refusal = nordeaRefusal(answer(body, status), operation);
		expect(refusal.code).toBe(code);
		expect(refusal.nextStep ?? '').toMatch(nextStep);
	});

	it('keeps the words of the bank and the field', () => {
		const body = failure('error.date.invalid', { description: 'In the future', path: 'to_date' });
		expect(nordeaRefusal(answer(body, 400), 'transactions')).toMatchObject({
			...{ bankCode: 'error.date.invalid', bankText: 'In the future', field: 'to_date' },
		});
	});

	it('is seen where it comes with 200, and content is none', () => {
		expect(nordeaRefusal(answer(failure('error.token.expired')), 'accounts').code).toBe(
			'login-required',
		);
		expect(nordeaRefusal(answer(enveloped({ accounts: [] })), 'accounts')).toEqual({});
		expect(nordeaRefusal(answer(enveloped({ transactions: [] })), 'transactions')).toEqual({});
	});
});

it('a list of accounts that goes on is read to its end', () => {
	const body = enveloped({ accounts: [{ _id: 'a-1' }], _continuation_key: 'k' });
	expect(nordeaAccounts.accounts.read(answer(body), {})).toMatchObject({
		items: [{ resourceId: 'a-1' }],
		next: { path: '/personal/v5/accounts', query: { continuation_key: 'k' } },
	});
	const last = enveloped({ accounts: [{ _id: 'a-1' }] });
	expect(nordeaAccounts.accounts.read(answer(last), {}).next).toBeUndefined();
});
