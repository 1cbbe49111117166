import fc from 'fast-check';
import {
	linkOf,
	nextLinkIn,
	nextLinkInHeader,
	nextPath,
} from '../../../lib/banks/standards/next-link';

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

describe('nextLinkIn', () => {
	it.each([
		[{ next: { href: '/n' } }, '/n'],
		[{ next: '/n' }, '/n'],
		[{ Next: '/n' }, '/n'],
		[{ nextPage: { href: '/n' } }, '/n'],
		[{ next: null, Next: '', nextPage: '/n' }, '/n'],
		[{ self: '/s' }, undefined],
		[
			[
				{ rel: 'self', href: '/s' },
				{ rel: 'next', href: '/n' },
			],
			'/n',
		],
		[[{ rel: 'NEXT', href: '/n' }], '/n'],
		[[{ rel: 'nextPage', href: '/n' }], '/n'],
		[[{ rel: 'nextish', href: '/n' }], undefined],
		[[{ rel: 'notnext', href: '/n' }], undefined],
		[[{ rel: 'prev', href: '/p' }, null, {}], undefined],
		[[{ rel: 'next' }], undefined],
		[[], undefined],
		[null, undefined],
		[undefined, undefined],
	])('of %j is %j', (links, expected) => {
		expect(nextLinkIn(links)).toBe(expected);
	});
});

describe('nextLinkInHeader', () => {
	it.each([
		['</n?a=1,2>; rel="next"', '/n?a=1,2'],
		['</n>;rel=next', '/n'],
		['  </n> ; rel = "next" ; title="more"', '/n'],
		['</n>; title="more"; REL="NEXT"', '/n'],
		['</p>; rel="prev", </n>; rel="next"', '/n'],
		['</p>; rel="prev",</n>; rel="next",   </l>; rel="last"', '/n'],
		['</n>; rel="nextish"', undefined],
		['</n>; rel="prev"', undefined],
		['</n>; norel="next"', undefined],
		['/n; rel="next"', undefined],
		['x</n>; rel="next"', undefined],
		['<>; rel="next"', undefined],
		['', undefined],
		[undefined, undefined],
	])('of %j is %j', (header, expected) => {
		expect(nextLinkInHeader(header)).toBe(expected);
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
