import fc from 'fast-check';
import { LoginRecords } from '../../../lib/login/record';
import { takeLoginTurn } from '../../../lib/login/order-limit';
import { createAnswerCache } from '../../../lib/store/cache';
import { digest } from '../../../lib/store/digest';
import { createMemoryStore } from '../../../lib/store/memory';
import { createSealer } from '../../../lib/store/seal';
import { createBudget } from '../../../lib/sync/budget';
import { strange } from '../../support/spoil';
import { TestClock } from '../../support/test-clock';

const damaged = fc.oneof(
	strange.map((value) => JSON.stringify(value)),
	fc.constantFrom('', '{', 'null', '['.repeat(100_000), '{"answers":7,"at":0}', '{"at":1e999}'),
	fc.string({ maxLength: 30 }),
);
const runs = { seed: 20260115, numRuns: 200 };

describe('what stands in the store, damaged, counts as nothing', () => {
	const clock = new TestClock();

	it('among cached answers, also sealed with our own secret', async () => {
		const store = createMemoryStore(clock);
		const cache = createAnswerCache({ store, clock, secret: 'secret' });
		const sealer = createSealer('secret', 'answer cache v2');
		await fc.assert(
			fc.asyncProperty(damaged, fc.boolean(), async (text, isSealed) => {
				await store.set(`cache/${digest('k')}`, isSealed ? sealer.seal(text, 'k') : text);
				expect(await cache.read('k', 1e15)).toBeUndefined();
			}),
			runs,
		);
	});

	it('among logins under way', async () => {
		const store = createMemoryStore(clock);
		const sealer = createSealer('secret', 'login record v1');
		const records = new LoginRecords(store, sealer);
		await fc.assert(
			fc.asyncProperty(damaged, fc.boolean(), async (text, isSealed) => {
				await store.set('login/r', isSealed ? sealer.seal(text, 'login record r') : text);
				expect(await records.read('r', text)).toBeUndefined();
			}),
			runs,
		);
	});

	it('among counts of reads and logins', async () => {
		await fc.assert(
			fc.asyncProperty(damaged, async (text) => {
				const store = createMemoryStore(clock);
				const first = { ...store, get: async () => text, compareAndSet: async () => true };
				const key = { bank: 'b', consent: 'c', endpoint: 'e' };
				expect((await createBudget(first, clock, 4).take(key)).left).toBe(3);
				await takeLoginTurn(first, clock, 'page', 1);
			}),
			runs,
		);
	});
});
