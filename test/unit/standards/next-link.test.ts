import fc from 'fast-check';
import {
	linkIn,
	linkOf,
	nextLinkInHeader,
	nextPath,
	onwardIn,
} from '../../../lib/standards/kit/next-link';

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
		[{ href: null, templated: true }, undefined],
		[[{ href: '/next' }], '/next'],
		[['/next'], '/next'],
		[[], undefined],
		[{ url: '/next' }, '/next'],
		[false, undefined],
		[null, undefined],
		[undefined, undefined],
	])('of %j is %j', (link, expected) => {
		expect(linkOf(link)).toBe(expected);
	});

	it.each([
		true,
		7,
		{ href: { path: '/next' } },
		{ address: '/next' },
		['/next', '/other'],
		[['/next']],
		[{ href: ['/next'] }],
	])('refuses %j, behind which rows would be lost', (link) => {
		expect(() => linkOf(link)).toThrow('"next" is not a link');
	});
});

describe('linkIn', () => {
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
		[{ NEXT: '/n' }, '/n'],
		[{ next_page: '/n' }, '/n'],
		[{ nextLink: { href: '/n' } }, '/n'],
		[{ nextYear: '/y' }, undefined],
		[[], undefined],
		[null, undefined],
		[undefined, undefined],
	])('of %j is %j', (links, expected) => {
		expect(linkIn(links, 'next')).toBe(expected);
	});
});

describe('onwardIn', () => {
	it("finds the next page and the last one, wherever an answer's links hang", () => {
		const inside = { _links: { last: { href: '/l' } } };
		expect(onwardIn([inside, { Links: { Next: '/n', Last: '/far' } }], {})).toEqual({
			next: '/n',
			last: '/l',
		});
		expect(onwardIn([{}], { link: '</n>; rel="next"' })).toEqual({ next: '/n' });
		expect(onwardIn([{ links: { self: '/s', last: '/l' } }, undefined], {})).toEqual({});
	});

	it.each([
		[{ nextPageKey: 'k' }, 'nextPageKey'],
		[{ continuation_key: 'k' }, 'continuation_key'],
		[{ continuationToken: 7 }, 'continuationToken'],
		[{ hasMore: true }, 'hasMore'],
		[{ has_next_page: 'true' }, 'has_next_page'],
		[{ pageInfo: { nextPageToken: 'k' } }, 'nextPageToken'],
		[{ Meta: { moreData: true } }, 'moreData'],
	])('refuses %j: there is more, and no link to it', (body, field) => {
		expect(() => onwardIn([body], {})).toThrow(`"${field}" tells of a next page`);
		expect(onwardIn([body, { _links: { next: '/n' } }], {})).toEqual({ next: '/n' });
	});

	it.each([{ nextPageKey: '' }, { continuation_key: null }, { hasMore: false }, { pageInfo: {} }])(
		'takes %j for the end',
		(body) => expect(onwardIn([body], {})).toEqual({}),
	);
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
		['\\\\[::x', '\\\\[::x'],
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
