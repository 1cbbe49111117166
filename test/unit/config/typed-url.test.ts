import { baseProblem, hostProblem, pageProblem } from '../../../lib/config/typed-url';
import { mayRedirectTo } from '../../../sandbox/kit/grants';
import { badUrls, goodUrls } from '../../support/typed-urls';

const app = { id: 'app', secret: 's', redirectUris: 'loopback' } as const;

describe('a URL that somebody typed', () => {
	it.each(goodUrls)('may be %s', (url) => {
		expect(hostProblem(url)).toBeUndefined();
		expect(baseProblem(url)).toBeUndefined();
		expect(pageProblem(url)).toBeUndefined();
	});

	it.each(badUrls)('may not be %j', (url, why) => {
		expect(hostProblem(url)).toContain(why);
		expect(baseProblem(url)).toContain(why);
		expect(mayRedirectTo(app, url)).toBe(false);
	});

	it('has a query where it is a host or a page, but not as the base of an API', () => {
		expect(hostProblem('https://bank.example/authorize?env=x')).toBeUndefined();
		expect(hostProblem('https://bank.example?env=x')).toBeUndefined();
		expect(baseProblem('https://bank.example/api?v=1')).toBe('must not have a ? part');
	});

	it("may be plain http within one's own network for a page, and nothing else that is refused", () => {
		const inOwnNetwork = badUrls.filter(
			([url, why]) => /^https?:/.test(url) && why === 'https URL',
		);
		expect(inOwnNetwork.map(([url]) => pageProblem(url))).toEqual(
			inOwnNetwork.map(() => undefined),
		);
		for (const [url] of badUrls.filter((each) => !inOwnNetwork.includes(each))) {
			expect(pageProblem(url)).toEqual(expect.any(String));
		}
	});

	it('is a redirect to this machine for a native app', () => {
		expect(mayRedirectTo(app, 'http://localhost:5678/rest/oauth2-credential/callback')).toBe(true);
		expect(mayRedirectTo(app, 'https://[::1]:5678/callback?x=1')).toBe(true);
		expect(mayRedirectTo(app, 'https://bank.example/callback')).toBe(false);
	});

	it('is looked at in time that grows with its length only', () => {
		for (const part of ['a', 'a.', '-', 'a-', '1', ':', '/', '[']) {
			expect(hostProblem(`https://${part.repeat(100_000)} `)).toEqual(expect.any(String));
		}
	});
});
