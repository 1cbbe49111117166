import fc from 'fast-check';
import { maskIban, parseIban } from '../../../lib/models/iban';

describe('parseIban', () => {
	it.each([
		['DE89370400440532013000', 'DE89370400440532013000'],
		['GB29 NWBK 6016 1331 9268 19', 'GB29NWBK60161331926819'],
		['se3550000000054910000003', 'SE3550000000054910000003'],
		['NO93-8601-1117-947', 'NO9386011117947'],
		['MT84MALT011000012345MTLCAST001S', 'MT84MALT011000012345MTLCAST001S'],
	])('reads %j as %s', (written, iban) => {
		expect(parseIban(written)).toBe(iban);
	});

	it.each([
		'',
		'DE89370400440532013001',
		'DE88370400440532013000',
		'DE8937040044053201300',
		'D489370400440532013000',
		'DEX9370400440532013000',
		'DE00',
		'XX00000000000',
		'DE89 3704 0044 0532 0130 0!',
		null,
		undefined,
		89370400440532013000n,
		{},
	])('refuses %p', (written) => {
		expect(parseIban(written)).toBeUndefined();
	});

	it('finds every single wrong digit', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, shift) => {
				const iban = 'DE89370400440532013000';
				const digit = (Number(iban[at]) + shift) % 10;
				expect(parseIban(`${iban.slice(0, at)}${digit}${iban.slice(at + 1)}`)).toBeUndefined();
			}),
		);
	});
});

describe('maskIban', () => {
	it('keeps the country and the last four', () => {
		expect(maskIban('SE35 5000 0000 0549 1000 0003')).toBe('SE…0003');
	});

	it('keeps nothing of what is too short to hide anything', () => {
		expect(maskIban('DE12345')).toBe('…');
		expect(maskIban('')).toBe('…');
	});
});
