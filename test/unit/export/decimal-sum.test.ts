import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { DecimalSum, significantDigits } from '../../../lib/export/decimal-sum';

const Exact = Decimal.clone({ precision: 500, toExpNeg: -9e15, toExpPos: 9e15 });

/** Everyday amounts, and the ones that doubles can't hold. */
const amounts = fc
	.tuple(
		fc.boolean(),
		fc.oneof(fc.nat(1_000_000), fc.bigInt({ min: 0n, max: 10n ** 25n })),
		fc.stringMatching(/^\d{0,20}$/),
	)
	.map(([negative, whole, decimals]) => {
		const unsigned = `${whole}${decimals === '' ? '' : `.${decimals}`}`;
		return negative && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
	});

describe('DecimalSum', () => {
	it('adds up what exact decimal arithmetic adds up', () => {
		fc.assert(
			fc.property(fc.array(amounts, { maxLength: 60 }), (all) => {
				const expected = all.reduce((sum, amount) => sum.plus(amount), new Exact(0));
				const sum = DecimalSum.of(...all).toString();
				expect(new Exact(sum).equals(expected)).toBe(true);
				expect(sum).toMatch(/^-?\d+(\.\d+)?$/);
			}),
		);
	});

	it('adds everyday amounts in any number without a drift', () => {
		const sum = new DecimalSum();
		for (let index = 0; index < 100_000; index += 1) sum.add('0.10').add('-0.07');
		expect(sum.toString()).toBe('3000.00');
	});

	it('gives back what was subtracted, and a zero without sign', () => {
		fc.assert(
			fc.property(fc.array(amounts, { maxLength: 30 }), (all) => {
				const sum = DecimalSum.of(...all);
				for (const amount of all) sum.subtract(amount);
				expect(sum.isZero).toBe(true);
				expect(sum.toString()).not.toContain('-');
			}),
		);
	});

	it('keeps the decimals of the longest amount', () => {
		expect(DecimalSum.of('1.5', '2.125', '-0.625').toString()).toBe('3.000');
	});

	it('leaves the doubles before they round', () => {
		const sum = new DecimalSum();
		for (let index = 0; index < 20; index += 1) sum.add('9007199254740.99');
		expect(sum.toString()).toBe('180143985094819.80');
	});
});

describe('significantDigits', () => {
	it.each([
		['0.10', 1],
		['1000000', 1],
		['-1234.50', 5],
		['123456789012345.6', 16],
		['0.00', 0],
	])('counts what carries value in %s', (amount, digits) => {
		expect(significantDigits(amount)).toBe(digits);
	});
});
