import fc from 'fast-check';
import { parseJson } from '../../../lib/http/json';

describe('parseJson', () => {
	it.each([
		['an id of 20 digits', '{"id":12345678901234567890}', { id: '12345678901234567890' }],
		['an id of 16 digits', '{"id":9007199254740993}', { id: '9007199254740993' }],
		['16 digits that a double would keep', '[9007199254740992]', ['9007199254740992']],
		['an amount of 17', '{"amount": -123456789012345.67}', { amount: '-123456789012345.67' }],
		['one after a line break', '[\n\t12345678901234567890\n]', ['12345678901234567890']],
		['one with an exponent', '[1.2345678901234567e2]', ['1.2345678901234567e2']],
		['zeros after the point', '[1.00000000000000001]', ['1.00000000000000001']],
		[
			'a short one beside it',
			'{"a":12.50,"b":12345678901234567890}',
			{ a: 12.5, b: '12345678901234567890' },
		],
		['15 digits', '[123456789012345, 0.1, -7, 1e3]', [123456789012345, 0.1, -7, 1000]],
		['a text that holds one', '{"a":"ref:1234567890123456789"}', { a: 'ref:1234567890123456789' }],
		[
			'a text that holds one, beside one',
			'{"a\\"b":"x\\\\\\":[12345678901234567890","b":[12345678901234567890]}',
			{ 'a"b': 'x\\":[12345678901234567890', b: ['12345678901234567890'] },
		],
	])('keeps %s', (_what, text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	it('changes nothing else', () => {
		fc.assert(
			fc.property(fc.json(), fc.bigInt({ min: 10n ** 16n, max: 10n ** 30n }), (json, long) => {
				fc.pre(!/[\d.]{16}/.test(json));
				const beside = parseJson(`{"json":${json},"long":${long}}`);
				expect(beside).toEqual({ json: JSON.parse(json) as unknown, long: String(long) });
			}),
		);
	});

	it.each([
		'',
		'{',
		'[1,]',
		'{"a":1}x',
		'[12345678901234567890',
		'[123456789012345678-1]',
		'[01234567890123456789]',
	])('throws for %j', (text) => {
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	it.each([
		['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
		['records', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
	])('refuses %s nested beyond reason, and no deeper than that', (_what, text) => {
		expect(() => parseJson(text)).toThrow(RangeError);
		expect(parseJson('['.repeat(200) + ']'.repeat(200))).toBeInstanceOf(Array);
	});

	it('reads a text of many megabytes beside a long number', () => {
		const long = 'x\\"'.repeat(5_000_000);
		expect(parseJson(`{"a":"${long}","b":12345678901234567890}`)).toMatchObject({
			b: '12345678901234567890',
		});
	});
});
