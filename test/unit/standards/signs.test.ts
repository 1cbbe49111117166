import { toTransactionRow } from '../../../lib/standards/berlin-group';
import { purchasesPositive, unsigned } from '../../../lib/standards/berlin-group/signs';
import { goCardless, toGoCardlessRow } from '../../../lib/standards/gocardless';

const parameters = { account: { resourceId: '1' }, bookingStatus: 'both' as const };
const read = (endpoint: typeof goCardless.transactions, rows: readonly object[]) =>
	endpoint.read({ status: 200, headers: {}, body: { transactions: { booked: rows } } }, parameters)
		.items;

const row = (amount: unknown, more: object = {}) => ({
	transactionAmount: { amount, currency: 'SEK' },
	...more,
});

describe('a card that counts purchases positive', () => {
	const card = goCardless.transactionsWith((booking, context) =>
		toGoCardlessRow(purchasesPositive(booking), context),
	);

	it('is read from the account’s view, the shop as the counterparty', () => {
		const purchase = row('31.95', {
			creditorName: 'Shop',
			debtorName: 'Holder',
			originalAmount: { amount: '3.00', currency: 'EUR' },
		});
		expect(read(card, [purchase, row('-10.00'), row(5)])).toMatchObject([
			{
				amount: { amount: '-31.95' },
				counterparty: { name: 'Shop' },
				instructedAmount: { amount: '-3.00' },
				raw: purchase,
			},
			{ amount: { amount: '10.00' } },
			{ amount: { amount: '-5' } },
		]);
	});

	it('still refuses what is no amount', () => {
		expect(() => read(card, [row('--')])).toThrow(/transactionAmount\.amount/);
	});
});

describe('a bank whose amounts are always positive', () => {
	it('is read by what says that money left', () => {
		const endpoint = goCardless.transactionsWith((booking, context) =>
			toTransactionRow(unsigned(booking, booking['creditorName'] !== undefined), context),
		);
		expect(
			read(endpoint, [
				row('40.00', { creditorName: 'Shop' }),
				row('99.00', { debtorName: 'Employer' }),
				row('-1', { creditorName: 'X' }),
			]),
		).toMatchObject([
			{ amount: { amount: '-40.00' }, counterparty: { name: 'Shop' } },
			{ amount: { amount: '99.00' }, counterparty: { name: 'Employer' } },
			{ amount: { amount: '-1' } },
		]);
	});
});
