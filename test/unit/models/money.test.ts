import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import {
	add,
	canonical,
	compare,
	isNegative,
	isZero,
	negate,
	parseAmount,
	parseCurrency,
	signed,
} from '../../../lib/models/money';

const Exact = Decimal.clone({ precision: 200 });

const digits = (count: { min: number; max: number }) =>
	fc
		.array(fc.constantFrom(...'0123456789'), { minLength: count.min, maxLength: count.max })
		.map((each) => each.join(''));

const decimals = fc
	.tuple(fc.constantFrom('', '-'), digits({ min: 1, max: 25 }), digits({ min: 0, max: 12 }))
	.map(([sign, whole, fraction]) => `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`);

/** What banks send, after parsing. */
const amounts = decimals.map((written) => parseAmount(written) ?? 'unread');

describe('parseAmount', () => {
	it.each([
		['12.50', '12.50'],
		['-253.000', '-253.000'],
		['0', '0'],
		['100', '100'],
		['-0.01', '-0.01'],
		['+007.500', '7.500'],
		['00.10', '0.10'],
		['000', '0'],
		['-0', '0'],
		['-0.00', '0.00'],
		['+0.0', '0.0'],
		['.5', '0.5'],
		['-.5', '-0.5'],
		['5.', '5'],
		['-05.', '-5'],
		['+1001.0', '1001.0'],
		['.125', '0.125'],
		['+10', '10'],
		[' 1.5 ', '1.5'],
		['1,5', '1.5'],
		['-12,50', '-12.50'],
		['10,1200', '10.1200'],
		['0,125', '0.125'],
		['1.234,50', '1234.50'],
		['-1.234.567,8', '-1234567.8'],
		['1.234,567', '1234.567'],
		['1,234.50', '1234.50'],
		['1,234,567.125', '1234567.125'],
		['1 000', '1000'],
		['-12 345 678,90', '-12345678.90'],
		['12\u00a0345,9', '12345.9'],
		['1\u202f000.00', '1000.00'],
		["1'234.50", '1234.50'],
		['1’234’567', '1234567'],
		['\u22121', '-1'],
		['\u221212,50', '-12.50'],
		['12345678901234567890.123456789012', '12345678901234567890.123456789012'],
	])('reads %j as %j, its decimals as the bank wrote them', (written, expected) => {
		expect(parseAmount(written)).toBe(expected);
	});

	it.each([
		[250, '250'],
		[-12.5, '-12.5'],
		[0, '0'],
		[-0, '0'],
		[0.1, '0.1'],
		[999999999999.99, '999999999999.99'],
		[123456789012345, '123456789012345'],
		[1e-7, '0.0000001'],
	])('reads the JSON number %d as %j', (written, expected) => {
		expect(parseAmount(written)).toBe(expected);
	});

	it.each([
		'',
		' ',
		'--',
		'x0,125',
		'0,125x',
		'x12,50',
		'12,50x',
		'00,125',
		'x1.234,50',
		'1.234,50x',
		'12345,678.90',
		'1234.567,89',
		'1 234,5x',
		'x1 234',
		'1 2345',
		"1'23",
		"1 234'567",
		'1.234,',
		'12,50,',
		'- 5',
		'5\u2212',
		'-',
		'+',
		'.',
		'-.',
		'1,234',
		'12,345',
		'1,234,567',
		'1.234.567',
		'1,23,4',
		'1234.567,8',
		'12.34,56',
		'1.234,50.6',
		'1 00',
		'1 000 00',
		"1 000'000",
		',5',
		'12,',
		'- 12,50',
		'1e3',
		'0x10',
		'1.2.3',
		'--1',
		'1-',
		'EUR 5',
		'5 EUR',
		'NaN',
		'Infinity',
		'invalid',
	])('refuses %j instead of guessing', (written) => {
		expect(parseAmount(written)).toBeUndefined();
	});

	it.each([null, undefined, true, {}, [], ['5'], Number.NaN, Infinity, -Infinity])(
		'refuses %p',
		(written) => {
			expect(parseAmount(written)).toBeUndefined();
		},
	);

	it('refuses a number of more digits than a JSON parser keeps', () => {
		expect(parseAmount(0.1 + 0.2)).toBeUndefined();
		expect(parseAmount(1234567890123456)).toBeUndefined();
		expect(parseAmount(1e21)).toBeUndefined();
	});

	it('never changes the value, whatever the length', () => {
		fc.assert(
			fc.property(decimals, (written) => {
				const read = parseAmount(written);
				expect(read).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
				expect(new Exact(read ?? 'unread').equals(written)).toBe(true);
			}),
		);
	});

	it('reads what it wrote as the same', () => {
		fc.assert(fc.property(amounts, (amount) => expect(parseAmount(amount)).toBe(amount)));
	});

	it('writes no negative zero', () => {
		fc.assert(
			fc.property(amounts, (amount) => expect(isZero(amount) && isNegative(amount)).toBe(false)),
		);
	});
});

describe('parseCurrency', () => {
	it.each([
		['EUR', 'EUR'],
		['sek', 'SEK'],
		[' nok ', 'NOK'],
	])('reads %j as %j', (written, expected) => {
		expect(parseCurrency(written)).toBe(expected);
	});

	it.each(['', 'EURO', 'EU', 'E1R', 'XXX', 'xxx', 'string', null, undefined, 978, {}])(
		'knows no currency in %p',
		(written) => {
			expect(parseCurrency(written)).toBeUndefined();
		},
	);
});

describe('sums', () => {
	it.each([
		['0.1', '0.2', '0.3'],
		['1.005', '-1', '0.005'],
		['-1.50', '1.50', '0.00'],
		['-0.10', '0.1', '0.00'],
		['5', '7', '12'],
		['1', '0.25', '1.25'],
		['99999999999999999999.99', '0.01', '100000000000000000000.00'],
	])('%s + %s = %s', (left, right, sum) => {
		expect(add(left, right)).toBe(sum);
	});

	it('are exact and the same in any order', () => {
		fc.assert(
			fc.property(amounts, amounts, (left, right) => {
				expect(add(left, right)).toBe(add(right, left));
				expect(new Exact(add(left, right)).equals(new Exact(left).plus(right))).toBe(true);
			}),
		);
	});

	it('come back to where they started', () => {
		fc.assert(
			fc.property(amounts, amounts, (left, right) => {
				expect(canonical(add(add(left, right), negate(right)))).toBe(canonical(left));
			}),
		);
	});
});

describe('negate', () => {
	it.each([
		['12.50', '-12.50'],
		['-12.50', '12.50'],
		['0', '0'],
		['0.00', '0.00'],
	])('%s becomes %s', (amount, negated) => {
		expect(negate(amount)).toBe(negated);
	});

	it('undoes itself', () => {
		fc.assert(fc.property(amounts, (amount) => expect(negate(negate(amount))).toBe(amount)));
	});
});

describe('compare', () => {
	it.each([
		['1', '2', -1],
		['2', '1', 1],
		['1.0', '1.00', 0],
		['-2', '1', -1],
		['0.30', '0.3', 0],
	])('%s and %s: %d', (left, right, order) => {
		expect(compare(left, right)).toBe(order);
	});
});

describe('canonical', () => {
	it.each([
		['12.500', '12.5'],
		['12.000', '12'],
		['100', '100'],
		['0.00', '0'],
		['-0.0', '0'],
		['-0.10', '-0.1'],
		['10.0', '10'],
	])('%s is %s', (amount, shortest) => {
		expect(canonical(amount)).toBe(shortest);
	});

	it('is one for equal amounts and keeps unequal ones apart', () => {
		fc.assert(
			fc.property(amounts, amounts, (left, right) => {
				expect(canonical(left) === canonical(right)).toBe(compare(left, right) === 0);
			}),
		);
	});
});

describe('signed', () => {
	it.each([
		['5.00', true, '-5.00'],
		['5.00', false, '5.00'],
		['-5.00', true, '-5.00'],
		['-5.00', false, '-5.00'],
		['0.00', true, '0.00'],
	])('%s with debit %p is %s', (amount, isDebit, expected) => {
		expect(signed(amount, isDebit)).toBe(expected);
	});
});

describe('isZero', () => {
	it.each([
		['0', true],
		['0.000', true],
		['0.001', false],
		['10', false],
		['-9', false],
	])('of %s is %p', (amount, expected) => {
		expect(isZero(amount)).toBe(expected);
	});
});
