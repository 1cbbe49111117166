import { berlinGroup, berlinGroupWith } from '../../../lib/standards/berlin-group';
import { type StandardId, standards } from '../../../lib/standards';
import { readAnswer } from '../../../lib/reading/read-answer';

const read = (
	id: StandardId,
	kind: 'accounts' | 'balances' | 'transactions',
	body: unknown,
	iban?: string,
) => {
	const reading = readAnswer(id, standards[id], kind, body, iban === undefined ? {} : { iban });
	if (reading === undefined || !('page' in reading)) throw new Error('no page was read');
	return reading.page.items;
};

describe('Open Banking UK', () => {
	const row = {
		AccountId: '1',
		TransactionId: 'T-1',
		Amount: { Amount: '10.00', Currency: 'GBP' },
		CreditDebitIndicator: 'Debit',
		Status: 'Pending',
		BookingDateTime: '2026-01-30T23:59:59-11:00',
		ValueDateTime: '2026-01-31T00:00:00Z',
		TransactionInformation: 'Cash',
		MerchantDetails: { MerchantName: 'Shop' },
		CreditorAccount: { SchemeName: 'UK.OBIE.IBAN', Identification: 'GB75TEST00000000000001' },
		CurrencyExchange: {
			ExchangeRate: 1.25,
			InstructedAmount: { Amount: '12.50', Currency: 'USD' },
		},
		Balance: { Amount: { Amount: '5.00', Currency: 'GBP' }, CreditDebitIndicator: 'DBIT' },
	};

	it('reads a row: sign from the indicator, dates as they stand, the merchant for a missing name', () => {
		expect(read('open-banking-uk', 'transactions', [row])).toMatchObject([
			{
				bankId: 'T-1',
				status: 'pending',
				amount: { amount: '-10.00', currency: 'GBP' },
				date: '2026-01-30',
				valueDate: '2026-01-31',
				counterparty: { name: 'Shop', source: 'MerchantDetails.MerchantName' },
				instructedAmount: { amount: '12.50', currency: 'USD' },
				exchangeRate: '1.25',
				balanceAfter: { amount: '-5.00', currency: 'GBP' },
			},
		]);
	});

	it.each([
		['BOOK', 'booked'],
		['Booked', 'booked'],
		['RJCT', 'information'],
		['FUTR', 'information'],
		[undefined, 'booked'],
	])('takes status %p for %s', (Status, status) => {
		expect(read('open-banking-uk', 'transactions', [{ ...row, Status }])).toMatchObject([
			{ status },
		]);
	});

	it("takes HSBC's null and the standard's empty object for no rows", () => {
		expect(read('open-banking-uk', 'transactions', { Data: null })).toEqual([]);
		expect(read('open-banking-uk', 'transactions', { Data: {} })).toEqual([]);
	});

	it('refuses an indicator that is neither', () => {
		expect(() =>
			read('open-banking-uk', 'transactions', [{ ...row, CreditDebitIndicator: 'Both' }]),
		).toThrow(/Data\.Transaction\[0\]\.CreditDebitIndicator/);
	});
});

describe('STET', () => {
	it('reads 1.6 with parties, references and structured remittance', () => {
		const row = {
			resourceId: 'R-1',
			transactionAmount: { amount: '12.25', currency: 'EUR' },
			creditDebitIndicator: 'DBIT',
			status: 'BOOK',
			bookingDate: '2026-01-30',
			references: { endToEndId: 'E-1', mandateId: 'M-1' },
			relatedParties: {
				creditor: { name: 'Boulangerie' },
				creditorAccount: { iban: 'FR4900000000000000000000001' },
			},
			remittanceInformation: {
				unstructured: ['Pain'],
				structured: [{ reference: 'RF18539007547034' }],
			},
			bankTransactionCode: { domain: 'PMNT', family: 'ICDT', subFamily: 'ESCT' },
		};
		expect(read('stet', 'transactions', { transactions: [row] })).toMatchObject([
			{
				bankId: 'R-1',
				amount: { amount: '-12.25', currency: 'EUR' },
				counterparty: { name: 'Boulangerie', iban: 'FR4900000000000000000000001' },
				text: 'Pain',
				reference: 'RF18539007547034',
				endToEndId: 'E-1',
				mandateId: 'M-1',
				bankTransactionCode: 'PMNT-ICDT-ESCT',
			},
		]);
	});

	it('finds the numbers of an account in accountId', () => {
		const body = {
			accounts: [
				{ resourceId: 'A', accountId: { iban: 'FR4900000000000000000000001', currency: 'EUR' } },
			],
		};
		expect(read('stet', 'accounts', body)).toMatchObject([
			{ resourceId: 'A', iban: 'FR4900000000000000000000001' },
		]);
	});
});

describe('PolishAPI', () => {
	const row = {
		itemId: 'I-1',
		amount: '12.50',
		currency: 'PLN',
		transactionCategory: 'DEBIT',
		description: 'Czynsz',
		bookingDate: '2026-01-30T00:00:00.000+02:00',
		tradeDate: '2026-01-29T00:00:00Z',
		recipient: {
			accountNumber: 'PL74000000000000000000000001',
			nameAddress: { value: ['Sklep', 'Ulica 1'] },
		},
		postTransactionBalance: '100.00',
	};

	it('reads a row', () => {
		expect(read('polish-api', 'transactions', { transactions: [row] })).toMatchObject([
			{
				bankId: 'I-1',
				status: 'booked',
				amount: { amount: '-12.50', currency: 'PLN' },
				date: '2026-01-30',
				transactionDate: '2026-01-29',
				counterparty: { name: 'Sklep', iban: 'PL74000000000000000000000001' },
				text: 'Czynsz',
				balanceAfter: { amount: '100.00', currency: 'PLN' },
			},
		]);
	});

	it('refuses a row that does not say whether it is debit or credit', () => {
		const { transactionCategory: _left, ...rest } = row;
		expect(() => read('polish-api', 'transactions', { transactions: [rest] })).toThrow(
			/transactionCategory/,
		);
	});

	it('finds both balances in the account', () => {
		const body = {
			account: {
				accountNumber: '1',
				currency: 'PLN',
				availableBalance: '10.00',
				bookingBalance: '-5.00',
			},
		};
		expect(read('polish-api', 'balances', body)).toMatchObject([
			{ type: 'interimBooked', amount: { amount: '-5.00' } },
			{ type: 'interimAvailable', amount: { amount: '10.00' } },
		]);
	});
});

describe('Enable Banking', () => {
	const row = {
		transaction_id: 'changes-each-session',
		transaction_amount: { amount: '10.00', currency: 'NOK' },
		credit_debit_indicator: 'DBIT',
		status: 'BOOK',
		booking_date: '2026-01-30',
	};

	it('does not take the transaction id for a reference: it is a new one in each session', () => {
		const [first, second] = read('enable-banking', 'transactions', [
			row,
			{ ...row, transaction_id: 'other' },
		]);
		expect(first).toHaveProperty('bankId', undefined);
		expect(second).toHaveProperty('bankId', undefined);
	});

	it('takes the first address line where there is no name', () => {
		const party = { postal_address: { address_line: ['SHOP OSLO', 'Street'] } };
		expect(read('enable-banking', 'transactions', [{ ...row, creditor: party }])).toMatchObject([
			{ counterparty: { name: 'SHOP OSLO', source: 'creditor.postal_address' } },
		]);
	});

	it('reads an account by whichever number it has', () => {
		const body = {
			accounts: [{ uid: 'U', account_id: { other: { identification: '5280' } }, currency: 'XXX' }],
		};
		const [account] = read('enable-banking', 'accounts', body);
		expect(account).toMatchObject({ resourceId: 'U', bban: '5280' });
		expect(account).not.toHaveProperty('currency');
	});
});

describe('GoCardless', () => {
	const row = { bookingDate: '2026-01-30', transactionAmount: { amount: '1.00', currency: 'EUR' } };

	it("takes GoCardless's own id where the bank gives none", () => {
		const rows = [
			{ ...row, transactionId: 'NOTPROVIDED', internalTransactionId: 'I-1' },
			{ ...row, transactionId: 'T-1', internalTransactionId: 'I-2' },
		];
		expect(read('gocardless', 'transactions', rows)).toMatchObject([
			{ bankId: 'I-1' },
			{ bankId: 'T-1' },
		]);
	});

	it('follows a next link', () => {
		const body = { transactions: { booked: [row] }, next: '/accounts/1/transactions/?page=2' };
		const reading = readAnswer('gocardless', standards.gocardless, 'transactions', body);
		expect(reading).toMatchObject({ page: { next: { path: '/accounts/1/transactions/?page=2' } } });
	});
});

describe('Berlin Group', () => {
	const parameters = {
		account: { resourceId: '1', iban: 'SE6800000000000000000001' },
		bookingStatus: 'both' as const,
	};
	const answer = (body: unknown) => ({ status: 200, headers: {}, body });

	it("lets a bank's profile read a row its own way, or drop it", () => {
		const { transactions: purchases } = berlinGroupWith({
			toRow: (booking, context) =>
				booking['drop'] === true
					? undefined
					: { amount: { amount: '-1', currency: 'SEK' }, status: context.status, raw: context.raw },
		});
		const rows = [
			{ transactionAmount: { amount: '1', currency: 'SEK' } },
			{ drop: true, transactionAmount: {} },
		];
		const page = purchases.read(answer({ transactions: { booked: rows } }), parameters);
		expect(page.items).toEqual([
			{ amount: { amount: '-1', currency: 'SEK' }, status: 'booked', raw: rows[0] },
		]);
	});

	it('reads the report of a card account, whose debits may be quoted positive', () => {
		const booked = [
			{ cardTransactionId: 'C-1', transactionAmount: { amount: '256.67', currency: 'EUR' } },
		];
		const body = { cardTransactions: { booked, _links: { next: { href: '/next' } } } };
		expect(read('berlin-group', 'transactions', body)).toMatchObject([
			{ bankId: 'C-1', amount: { amount: '256.67' } },
		]);
		expect(read('berlin-group', 'transactions', { ...body, debitAccounting: true })).toMatchObject([
			{ bankId: 'C-1', amount: { amount: '-256.67' } },
		]);
		const { next } = berlinGroup.transactions.read(answer(body), parameters);
		expect(next?.path).toBe('/next');
	});

	it('loses no account where a bank lists cards beside them', () => {
		const body = { accounts: [{ resourceId: 'A' }], cardAccounts: [{ resourceId: 'C' }] };
		expect(read('berlin-group', 'accounts', body)).toMatchObject([
			{ resourceId: 'A' },
			{ resourceId: 'C' },
		]);
	});

	it('reads card accounts and single transactions as accounts and lists', () => {
		expect(
			read('berlin-group', 'accounts', { cardAccounts: [{ resourceId: 'C', maskedPan: '9***1' }] }),
		).toMatchObject([{ maskedPan: '9***1' }]);
		const single = { transactionsDetails: { transactionAmount: { amount: '1', currency: 'EUR' } } };
		expect(read('berlin-group', 'transactions', single)).toMatchObject([
			{ amount: { amount: '1' } },
		]);
	});

	it.each([
		[{ transactions: { booked: [{}] } }, 'transactions.booked[0].transactionAmount'],
		[
			{ transactions: { booked: [{ transactionAmount: { amount: '', currency: 'EUR' } }] } },
			'transactions.booked[0].transactionAmount.amount',
		],
		[
			{ transactions: { booked: [{ transactionAmount: { amount: '1' } }] } },
			'transactions.booked[0].transactionAmount.currency',
		],
		[
			{
				transactions: {
					booked: [{ transactionAmount: { amount: '1', currency: 'EUR' }, bookingDate: 'soon' }],
				},
			},
			'transactions.booked[0].bookingDate',
		],
		[{ transactions: { unheard: [] } }, 'transactions.unheard'],
		[{ _links: { download: { href: '/x' } } }, 'transactions'],
		[{ transactions: 'none' }, 'transactions'],
	])('refuses %j, naming %s', (body, field) => {
		expect(() => read('berlin-group', 'transactions', body)).toThrow(
			expect.objectContaining({
				code: 'unreadable-answer',
				details: expect.objectContaining({ field }) as unknown,
			}) as Error,
		);
	});
});

describe('consents of other standards', () => {
	it.each([
		[
			'gocardless',
			{ id: 'R', status: 'LN', link: 'https://login.example' },
			{
				consentId: 'R',
				status: 'valid',
				bankStatus: 'LN',
				links: { scaRedirect: 'https://login.example' },
			},
		],
		[
			'gocardless',
			{ id: 'A', access_valid_for_days: 90, accepted: null },
			{ consentId: 'A', status: 'received' },
		],
		[
			'enable-banking',
			{ session_id: 'S', access: { valid_until: '2026-06-30T00:00:00Z' } },
			{ consentId: 'S', status: 'valid', validUntil: '2026-06-30' },
		],
		[
			'open-banking-uk',
			{ Data: { ConsentId: 'C', Status: 'AwaitingAuthorisation' } },
			{ consentId: 'C', status: 'received' },
		],
	] as const)('%s: %j', (id, body, expected) => {
		expect(readAnswer(id, standards[id], 'consent', body)).toMatchObject({ consent: expected });
	});
});
