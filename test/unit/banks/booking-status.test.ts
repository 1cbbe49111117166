import { berlinGroup } from '../../../lib/banks/standards/berlin-group';

const row = (transactionId: string) => ({
	transactionId,
	bookingDate: '2031-05-01',
	transactionAmount: { amount: '-1.00', currency: 'SEK' },
});
const body = {
	transactions: { booked: [row('b')], pending: [row('p')], information: [row('i')] },
};

describe('a bank that ignores bookingStatus', () => {
	it.each([
		['booked', ['b']],
		['pending', ['p']],
		['both', ['b', 'p', 'i']],
	] as const)('gives %s rows only where those were asked for', (bookingStatus, expected) => {
		const parameters = { account: { resourceId: '1' }, bookingStatus };
		const { items } = berlinGroup.transactions.read({ status: 200, headers: {}, body }, parameters);
		expect(items.map(({ bankId }) => bankId)).toEqual(expected);
	});
});
