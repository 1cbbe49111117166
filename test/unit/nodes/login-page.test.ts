import fc from 'fast-check';
import type { Answer, Lines } from '../../../nodes/Psd2BankLoginTrigger/answers';
import { loginCookie } from '../../../nodes/Psd2BankLoginTrigger/cookie';
import { networkOf } from '../../../nodes/Psd2BankLoginTrigger/network';
import { openStream, refuseWhereFull } from '../../../nodes/Psd2BankLoginTrigger/streams';

const options = {
	secret: 'made-up secret',
	connectionId: '00112233445566778899aabbccddeeff',
	address: 'https://n8n.example/webhook/1/login',
};
const pairOf = (header: string) => header.split(';', 1)[0] ?? '';

describe('the cookie of the login page', () => {
	it('is one that no other host can set, where the page comes by https', () => {
		expect(loginCookie(options).fresh()).toMatch(
			/^__Host-psd2_login_00112233=[\w-]{32}\.[\w-]{43}; HttpOnly; SameSite=Lax; Max-Age=3600; Secure; Path=\/$/,
		);
		const plain = loginCookie({ ...options, address: 'http://127.0.0.1:5678/webhook/1/login' });
		expect(plain.fresh()).toMatch(
			/^psd2_login_00112233=[^;]+; HttpOnly; SameSite=Lax; Max-Age=3600$/,
		);
	});

	it('names the browser that it was given to, among other cookies', () => {
		const cookie = loginCookie(options);
		const [one, other] = [pairOf(cookie.fresh()), pairOf(cookie.fresh())];
		const browser = cookie.browserOf(`a=1; ${one}; b=2`);
		expect(browser).toMatch(/^[0-9a-f]{32}$/);
		expect(cookie.browserOf(one)).toBe(browser);
		expect(cookie.browserOf(other)).not.toBe(browser);
		expect(one).not.toContain(browser);
	});

	it('of another connection, or under another secret, counts for nothing', () => {
		const given = pairOf(loginCookie(options).fresh());
		expect(loginCookie({ ...options, secret: 'another' }).browserOf(given)).toBeUndefined();
		const connectionId = `${options.connectionId.slice(0, 8)}${'0'.repeat(24)}`;
		expect(loginCookie({ ...options, connectionId }).browserOf(given)).toBeUndefined();
	});

	it('counts for nothing where somebody invented or changed it', () => {
		const cookie = loginCookie(options);
		const [name = '', value = ''] = pairOf(cookie.fresh()).split('=');
		expect(cookie.browserOf(undefined)).toBeUndefined();
		fc.assert(
			fc.property(fc.string({ minLength: 76, maxLength: 76 }), (invented) => {
				expect(cookie.browserOf(`${name}=${invented}`)).toBeUndefined();
			}),
		);
		for (let at = 0; at < 32; at += 1) {
			const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
			expect(cookie.browserOf(`${name}=${changed}`)).toBeUndefined();
		}
	});
});

/** As the browser sees it. */
function page() {
	const sent: object[] = [];
	let closed = false;
	let onClosed = () => {};
	const close = () => {
		if (closed) return;
		closed = true;
		onClosed();
	};
	const lines: Lines = {
		send: (line) => void sent.push(line),
		end: close,
		get isClosed() {
			return closed;
		},
	};
	const answer: Answer = {
		isBegun: false,
		end: close,
		json: () => {},
		page: () => {},
		leadTo: () => {},
		lines(told) {
			onClosed = told;
			return lines;
		},
	};
	return { answer, sent, close, isClosed: () => closed };
}

describe('login pages that are held open', () => {
	const now = 5_000_000;

	it('are fifty a connection; the next one is asked to wait, one that closes makes room', () => {
		const pages = Array.from({ length: 50 }, () => page());
		pages.forEach(({ answer }, index) => openStream('full', `browser ${index}`, answer));
		expect(() => refuseWhereFull('full', 'one more', now)).toThrow('Many people are logging in');
		expect(() => refuseWhereFull('full', undefined, now)).toThrow('Many people are logging in');
		refuseWhereFull('full', 'browser 7', now);
		refuseWhereFull('another', 'one more', now);
		pages[3]?.close();
		refuseWhereFull('full', 'one more', now);
		for (const each of pages) each.close();
		refuseWhereFull('full', 'one more', now);
	});

	it('are one a browser: the page in the other tab is told and ends', () => {
		const [first, second] = [page(), page()];
		openStream('tabs', 'browser', first.answer);
		openStream('tabs', 'browser', second.answer);
		expect(first.sent).toEqual([{ elsewhere: true }]);
		expect(first.isClosed()).toBe(true);
		expect(second.isClosed()).toBe(false);
		const third = page();
		openStream('tabs', 'browser', third.answer);
		expect(second.isClosed()).toBe(true);
		third.close();
	});
});

it.each([
	['192.0.2.7', '192.0.2.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:0db8:0001:0002::6', '2001:db8:1:2'],
	['2001:db8::6', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['fe80::1%eth0', 'fe80:0:0:0'],
])('counts logins of %s as those of %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});
