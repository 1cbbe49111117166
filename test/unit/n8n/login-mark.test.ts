import { keepLoginMark, loginMark } from '../../../lib/n8n/login-mark';
import { createMemoryStore } from '../../../lib/store/memory';
import type { Store } from '../../../lib/store/store';
import { TestClock } from '../../support/test-clock';

const tokens = (number: number, refresh = `refresh-${number}`) => ({
	access_token: `access-${number}`,
	refresh_token: refresh,
});
const openStore = () => createMemoryStore(new TestClock());

describe('the mark of a login', () => {
	it('is another one for another login', async () => {
		const store = openStore();
		const marks = [await loginMark(store, tokens(1)), await loginMark(store, tokens(2))];
		expect(new Set(marks).size).toBe(2);
		expect(marks.join()).toMatch(/^[0-9a-f]{32},[0-9a-f]{32}$/);
	});

	it('stays through renewals, whether or not the bank gives another refresh token', async () => {
		const store = openStore();
		const first = await loginMark(store, tokens(1));
		for (const number of [1, 2, 3]) {
			await keepLoginMark(store, tokens(number), tokens(number + 1));
			expect(await loginMark(store, tokens(number + 1))).toBe(first);
		}
		await keepLoginMark(store, tokens(4), tokens(5, 'refresh-4'));
		expect(await loginMark(store, tokens(5, 'refresh-4'))).toBe(first);
	});

	it.each([
		['there is a consent id', { ...tokens(1), consentId: 'consent-1' }],
		['nobody has logged in', undefined],
	])('is none where %s', async (_why, stored) => {
		expect(await loginMark(openStore(), stored)).toBeUndefined();
	});

	it('may get lost with the store, but stops no renewal', async () => {
		const broken: Store = { ...openStore(), set: () => Promise.reject(new Error('disk full')) };
		await expect(keepLoginMark(broken, tokens(1), tokens(2))).resolves.toBeUndefined();
	});
});
