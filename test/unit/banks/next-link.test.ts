import fc from 'fast-check';
import { linkOf, nextPath } from '../../../lib/banks/standards/next-link';

const asked = '/v1/accounts/1%2F2/transactions';

describe('linkOf', () => {
	it.each([
		['/next', '/next'],
		[{ href: '/next' }, '/next'],
		[{ href: ' /next ' }, '/next'],
		['', undefined],
		[{ href: '' }, undefined],
		[{ href: null }, undefined],
		[{}, undefined],
		[null, undefined],
		[undefined, undefined],
	])('of %j is %j', (link, expected) => {
		expect(linkOf(link)).toBe(expected);
	});
});

describe('nextPath', () => {
	it.each([
		['https://bank.example/v1/x?page=2', 'https://bank.example/v1/x?page=2'],
		['HTTPS://bank.example/', 'HTTPS://bank.example/'],
		['/psd2/v1/accounts/1/transactions?page=2', '/psd2/v1/accounts/1/transactions?page=2'],
		['?page=2', `${asked}?page=2`],
		['transactions?page=2', `${asked}?page=2`],
		['accounts/1%2F2/transactions?page=2', `${asked}?page=2`],
		['v1/accounts/1%2F2/transactions?page=2', `${asked}?page=2`],
		['1%2F2/transactions', asked],
		['v1/accounts?page=3', '/v1/accounts?page=3'],
		['v1?page=3', '/v1?page=3'],
		['more?key=a/b?c', '/v1/accounts/1%2F2/more?key=a/b?c'],
		['../other', '/v1/accounts/other'],
	])('%j leads to %s', (link, path) => {
		expect(nextPath(link, asked)).toBe(path);
	});

	it("leaves the asked page's own query behind", () => {
		expect(nextPath('?page=3', `${asked}?page=2`)).toBe(`${asked}?page=3`);
		expect(nextPath('transactions?page=3', `${asked}?page=2`)).toBe(`${asked}?page=3`);
	});

	it('keeps the key, whatever is in it', () => {
		fc.assert(
			fc.property(fc.webQueryParameters(), (query) => {
				for (const link of [`?${query}`, `transactions?${query}`, `${asked.slice(1)}?${query}`]) {
					expect(nextPath(link, asked)).toBe(`${asked}?${query}`);
				}
			}),
		);
	});
});
