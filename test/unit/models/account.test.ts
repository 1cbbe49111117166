import { toAccountNumber, toAccountStatus } from '../../../lib/models/account';

describe('toAccountNumber', () => {
	it.each([
		['DE89 3704 0044 0532 0130 00', { iban: 'DE89370400440532013000' }],
		['525412******3241', { maskedPan: '525412******3241' }],
		['2356xxxxxx1234', { maskedPan: '2356xxxxxx1234' }],
		['DE00 0000 0000 0000 0000 00', { bban: 'DE00 0000 0000 0000 0000 00' }],
		['5280-1062510', { bban: '5280-1062510' }],
		['', {}],
		[undefined, {}],
	])('%p is %p: no number is lost', (written, expected) => {
		expect(toAccountNumber(written)).toEqual(expected);
	});
});

describe('toAccountStatus', () => {
	it.each([
		['enabled', 'enabled'],
		['READY', 'enabled'],
		['Blocked', 'blocked'],
		['closed', 'deleted'],
		['frozen', 'other'],
		[undefined, undefined],
	])('%p is %p', (word, status) => {
		expect(toAccountStatus(word)).toBe(status);
	});
});
