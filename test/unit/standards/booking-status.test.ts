import { berlinGroup } from '../../../lib/standards/berlin-group';
import { enableBanking } from '../../../lib/standards/enable-banking';
import { goCardless } from '../../../lib/standards/gocardless';
import { openBankingUk } from '../../../lib/standards/open-banking-uk';
import { stet } from '../../../lib/standards/stet';

const row = (transactionId: string) => ({
	transactionId,
	bookingDate: '2031-05-01',
	transactionAmount: { amount: '-1.00', currency: 'SEK' },
});
const grouped = {
	transactions: { booked: [row('b')], pending: [row('p')], information: [row('i')] },
};
const statuses = ['BOOK', 'PDNG', 'OTHR'];
const ids = ['b', 'p', 'i'];

/** The same three rows in every standard's form. */
const answers = [
	['Berlin Group', berlinGroup, grouped],
	['GoCardless', goCardless, grouped],
	[
		'Enable Banking',
		enableBanking,
		{
			transactions: statuses.map((status, index) => ({
				entry_reference: ids[index],
				status,
				credit_debit_indicator: 'DBIT',
				transaction_amount: { amount: '1.00', currency: 'SEK' },
			})),
		},
	],
	[
		'Open Banking UK',
		openBankingUk,
		{
			Data: {
				Transaction: ['Booked', 'Pending', 'Rejected'].map((Status, index) => ({
					TransactionId: ids[index],
					Status,
					CreditDebitIndicator: 'Debit',
					Amount: { Amount: '1.00', Currency: 'SEK' },
				})),
			},
		},
	],
	[
		'STET',
		stet,
		{
			transactions: statuses.map((status, index) => ({
				entryReference: ids[index],
				status,
				creditDebitIndicator: 'DBIT',
				transactionAmount: { amount: '1.00', currency: 'SEK' },
			})),
		},
	],
] as const;

describe.each(answers)('%s', (_name, { transactions }, body) => {
	it.each([
		['booked', ['b']],
		['pending', ['p']],
		['both', ['b', 'p']],
		['information', ['i']],
		['all', ['b', 'p', 'i']],
	] as const)('gives %s rows only where those were asked for', (bookingStatus, expected) => {
		const parameters = { account: { resourceId: '1' }, bookingStatus };
		const { items } = transactions.read({ status: 200, headers: {}, body }, parameters);
		expect(items.map(({ bankId }) => bankId)).toEqual(expected);
	});
});

it('is not spoiled by rows that nobody asked for', () => {
	const unreadable = { transactionAmount: { amount: '--', currency: 'SEK' } };
	const body = { transactions: { booked: [row('b')], information: [unreadable] } };
	const read = (bookingStatus: 'both' | 'all') =>
		berlinGroup.transactions.read(
			{ status: 200, headers: {}, body },
			{ account: { resourceId: '1' }, bookingStatus },
		).items;
	expect(read('both')).toHaveLength(1);
	expect(() => read('all')).toThrow(/information\[0\]/);
});
