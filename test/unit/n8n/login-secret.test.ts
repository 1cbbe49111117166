import { keepLoginSecret, loginSecret } from '../../../lib/n8n/login-secret';
import { createMemoryStore } from '../../../lib/store/memory';
import type { Store } from '../../../lib/store/store';
import { TestClock } from '../../support/test-clock';

const tokens = (number: number, refresh = `refresh-${number}`) => ({
	access_token: `access-${number}`,
	refresh_token: refresh,
});
const openStore = () => createMemoryStore(new TestClock());

describe('the secret of a login whose client has none', () => {
	it('stays through renewals, whether or not the bank gives another refresh token', async () => {
		const store = openStore();
		const first = await loginSecret(store, tokens(1));
		expect(first).toMatch(/^[\w-]{43}$/);
		for (const number of [1, 2, 3]) {
			await keepLoginSecret(store, tokens(number), tokens(number + 1));
			expect(await loginSecret(store, tokens(number + 1))).toBe(first);
		}
		await keepLoginSecret(store, tokens(4), tokens(5, 'refresh-4'));
		expect(await loginSecret(store, tokens(5, 'refresh-4'))).toBe(first);
	});

	it('is one for all who ask at once, and another for another login', async () => {
		const store = openStore();
		const all = await Promise.all([1, 1, 1, 2].map((login) => loginSecret(store, tokens(login))));
		expect(new Set(all.slice(0, 3)).size).toBe(1);
		expect(all[3]).not.toBe(all[0]);
	});

	it('is none where nobody has logged in', async () => {
		for (const stored of [undefined, {}, 'nonsense']) {
			expect(await loginSecret(openStore(), stored)).toBeUndefined();
			await keepLoginSecret(openStore(), stored, tokens(1));
		}
	});

	it('is not shown by the store, nor opened by a token that was given up', async () => {
		const written: string[] = [];
		const memory = openStore();
		const store: Store = {
			...memory,
			set: (key, value, ttlMs) => {
				written.push(key, value);
				return memory.set(key, value, ttlMs);
			},
			compareAndSet: (key, expected, next, ttlMs) => {
				written.push(key, next ?? '');
				return memory.compareAndSet(key, expected, next, ttlMs);
			},
		};
		const secret = await loginSecret(store, tokens(1));
		await keepLoginSecret(store, tokens(1), tokens(2));
		expect(written).toHaveLength(4);
		expect(written.join()).not.toContain(String(secret));
		expect(written.join()).not.toMatch(/refresh-|access-/);
		expect(await loginSecret(store, tokens(1))).not.toBe(secret);
	});

	it('may get lost with the store, but stops no renewal', async () => {
		const memory = openStore();
		const broken: Store = { ...memory, set: () => Promise.reject(new Error('disk full')) };
		await loginSecret(broken, tokens(1));
		await expect(keepLoginSecret(broken, tokens(1), tokens(2))).resolves.toBeUndefined();
	});
});
