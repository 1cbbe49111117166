import { familyOf } from '../../../lib/reading/family';

const money = { amount: '1', currency: 'EUR' };

describe('familyOf', () => {
	it.each([
		['berlin-group', { accounts: [{ resourceId: '1', iban: 'X' }] }],
		['berlin-group', { transactions: { booked: [{ transactionAmount: money }] } }],
		['berlin-group', [{ balanceAmount: money }]],
		[
			'gocardless',
			{ transactions: { booked: [{ transactionAmount: money, internalTransactionId: '1' }] } },
		],
		['gocardless', { id: '1', institution_id: 'BANK' }],
		['enable-banking', { transactions: [{ transaction_amount: money, status: 'BOOK' }] }],
		['enable-banking', { transactions: [], continuation_key: null }],
		['open-banking-uk', { Data: null }],
		['open-banking-uk', [{ AccountId: '1' }]],
		['stet', { transactions: [{ transactionAmount: money, creditDebitIndicator: 'CRDT' }] }],
		['stet', [{ transactionAmount: money, creditDebitIndicator: 'CRDT' }]],
		[
			'berlin-group',
			{ transactions: { booked: [{ transactionAmount: money, creditDebitIndicator: 'DBIT' }] } },
		],
		['stet', { accounts: [{ resourceId: '1', accountId: { iban: 'X' } }] }],
		['polish-api', { responseHeader: {}, transactions: [] }],
		['polish-api', { transactions: [{ transactionCategory: 'DEBIT' }] }],
		['nordea', { group_header: {}, response: {} }],
		['nordea', { accounts: [{ _id: '1', account_numbers: [] }] }],
		['camt', '<?xml version="1.0"?><x:Document><x:BkToCstmrStmt/></x:Document>'],
		['mt940', ':20:X\r\n:25:1'],
		['mt940', '{1:F01TESTDEFFAXXX0000000000}{2:I940TESTDEFFXXXXN}{4::20:X\r\n:25:1'],
	])('knows %s by its form', (standard, body) => {
		expect(familyOf(body)).toEqual({ standard });
	});

	it.each([
		['bunq', { Response: [] }],
		['Erste Group (George)', { accounts: [{ accountno: {} }] }],
		['SpareBank 1', { transactions: [{ currencyCode: 'NOK' }] }],
		['Handelsbanken', { transactions: [{ ledgerDate: '2026-01-31' }] }],
		['Handelsbanken', { balances: [{ amount: { content: 1, currency: 'SEK' } }] }],
		['CheBanca!', { data: { transactionsAccounting: [] }, _links: {} }],
		['Qonto', { transactions: [{ amount_cents: 1000 }] }],
		['Abanca', { data: [{ type: 'transaction', id: '1', attributes: {} }], links: {} }],
		['Czech Open Banking Standard', { pageNumber: 0, accounts: [{ id: '1' }] }],
		['Tink', { transactions: [{ identifiers: {}, descriptions: {} }] }],
		['Neonomics', [{ transactionAmount: { value: 1, currency: 'NOK' } }]],
		['of no known family', { hello: 'world' }],
		['of no known family', null],
		['text of no known family', '<html></html>'],
	])('says %s where it is none of ours', (unsupported, body) => {
		expect(familyOf(body)).toEqual({ unsupported });
	});
});
