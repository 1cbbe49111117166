import {
	loginPage,
	sentencePage,
	type PageOptions,
} from '../../../nodes/Psd2BankLoginTrigger/page/html';
import type { LoginView } from '../../../nodes/Psd2BankLoginTrigger/view';
import { findBank } from '../../../lib/banks';
import { loginOf } from '../../support/bank-under-test';
import { loadPage } from '../../support/page-in-browser';

const address = 'https://n8n.example/webhook/1/login';
const bank = findBank('sandbox-bank');
if (bank === undefined) throw new Error('there is no sandbox bank');
const desk = {
	ground: { bank },
	loginOf: (method: PageOptions['method']) => loginOf(bank, method),
} as unknown as PageOptions['desk'];
const page = (more: Partial<PageOptions> = {}) =>
	loginPage({ desk, language: 'en', method: 'redirect', ...more });
const waiting: LoginView = {
	reference: 'r-1',
	phase: 'waiting',
	message: 'Confirm it in the app.',
};

describe("the bank's answer behind the # (response_type=code id_token)", () => {
	it.each([
		['#code=a%2Bb&id_token=made.up.token&state=s-1', '?code=a%2Bb&state=s-1'],
		['#state=s-1&access_token=made-up&code=c', '?state=s-1&code=c'],
		['#error=access_denied&state=s-1', '?error=access_denied&state=s-1'],
	])('comes back as the query, without tokens: %s', (fragment, query) => {
		const loaded = loadPage(page(), `${address}${fragment}`);
		expect(loaded.replacedBy).toBe(`${address}${query}`);
	});

	it('does so where the page opens through a link only, and shows a sentence', () => {
		const closed = sentencePage('Bank login', ['Open the link.'], 'en');
		expect(loadPage(closed, `${address}#code=c&state=s-1`).replacedBy).toBe(
			`${address}?code=c&state=s-1`,
		);
	});

	it('begins no other login meanwhile', () => {
		const alone = page({ method: 'decoupled' });
		expect(loadPage(alone, address).posted).toMatchObject([{ action: 'start' }]);
		expect(loadPage(alone, `${address}#code=c&state=s-1`).posted).toEqual([]);
	});

	it.each(['', '#', '#_=_', '#code=c', '#state=s-1', '#id_token=made.up.token&state=s-1'])(
		'is none where it has no code and no state: %s',
		(fragment) => {
			const loaded = loadPage(page(), `${address}${fragment}`);
			expect(loaded.replacedBy).toBeUndefined();
		},
	);

	it('is pasted without tokens', () => {
		const { submit, posted } = loadPage(page({ view: { ...waiting, paste: true } }), address);
		submit('paste', 'address', ' https://a.example/b?x=1#code=c&id_token=made.up.token&state=s-1 ');
		submit('paste', 'address', 'https://a.example/b?code=c&state=s-1');
		expect(posted).toMatchObject([
			{ action: 'pasted', address: 'https://a.example/b?x=1#code=c&state=s-1' },
			{ action: 'pasted', address: 'https://a.example/b?code=c&state=s-1' },
		]);
	});
});

describe('a login that the page opens with', () => {
	it('is followed where it goes on', () => {
		const { posted, textOf } = loadPage(page({ view: waiting, ticket: 'sealed' }), address);
		expect(textOf('message')).toBe('Confirm it in the app.');
		expect(posted).toMatchObject([{ action: 'follow', reference: 'r-1', ticket: 'sealed' }]);
	});

	it('is only shown where it is over, or where this browser may not follow it', () => {
		const over: LoginView = { ...waiting, phase: 'failed' };
		expect(loadPage(page({ view: over, ticket: 'sealed' }), address).posted).toEqual([]);
		expect(loadPage(page({ view: waiting }), address).posted).toEqual([]);
	});
});
