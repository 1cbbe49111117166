import { type Balance, pickBalances, toBalanceType } from '../../../lib/models/balance';

const balance = (type: Balance['type'], amount: string, more: Partial<Balance> = {}): Balance => ({
	type,
	amount: { amount, currency: 'EUR' },
	raw: {},
	...more,
});

describe('toBalanceType', () => {
	it.each([
		['closingBooked', { type: 'closingBooked' }],
		['CLBD', { type: 'closingBooked', bankType: 'CLBD' }],
		['itav', { type: 'interimAvailable', bankType: 'itav' }],
		['InterimBooked', { type: 'interimBooked', bankType: 'InterimBooked' }],
		['interim_booked', { type: 'interimBooked', bankType: 'interim_booked' }],
		['authorised', { type: 'other', bankType: 'authorised' }],
		['other', { type: 'other' }],
		['constructor', { type: 'other', bankType: 'constructor' }],
	])('%s', (word, expected) => {
		expect(toBalanceType(word)).toEqual(expected);
	});
});

describe('pickBalances', () => {
	it('finds nothing in nothing', () => {
		expect(pickBalances([])).toEqual({});
	});

	it('takes the most current of each kind', () => {
		const closing = balance('closingBooked', '1');
		const interim = balance('interimBooked', '2');
		const expected = balance('expected', '3');
		const available = balance('interimAvailable', '4');
		expect(pickBalances([closing, expected, interim, available])).toEqual({
			booked: interim,
			available,
		});
	});

	it('never takes what is neither', () => {
		expect(pickBalances([balance('nonInvoiced', '1'), balance('information', '2')])).toEqual({});
	});

	it('takes own money before credit', () => {
		const withCredit = balance('interimAvailable', '5000', { creditLimitIncluded: true });
		const own = balance('interimAvailable', '100', { creditLimitIncluded: false });
		expect(pickBalances([withCredit, own]).available).toBe(own);
		expect(pickBalances([withCredit]).available).toBe(withCredit);
	});

	it('takes the latest of one kind', () => {
		const old = balance('closingBooked', '1', { referenceDate: '2026-01-30' });
		const latest = balance('closingBooked', '2', { lastChanged: '2026-01-31T08:00:00Z' });
		expect(pickBalances([old, latest]).booked).toBe(latest);
		expect(pickBalances([latest, old]).booked).toBe(latest);
	});

	it("looks only at the account's currency, or at the first one's", () => {
		const euro = balance('closingBooked', '1');
		const dollar = balance('interimBooked', '2', { amount: { amount: '2', currency: 'USD' } });
		expect(pickBalances([euro, dollar]).booked).toBe(euro);
		expect(pickBalances([euro, dollar], 'USD').booked).toBe(dollar);
		expect(pickBalances([euro, dollar], 'SEK')).toEqual({});
	});
});
