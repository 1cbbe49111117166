import fc from 'fast-check';
import { createMemoryStore } from '../../../lib/store/memory';
import { createBudget } from '../../../lib/sync/budget';
import { TestClock } from '../../support/test-clock';

const key = { bank: 'plain-bank', consent: 'consent-1', account: 'acc-1', endpoint: 'balances' };
const hour = 3_600_000;
const day = 24 * hour;

const start = (perDay = 4) => {
	const clock = new TestClock();
	const store = createMemoryStore(clock);
	return { clock, store, budget: createBudget(store, clock, perDay) };
};

describe("the day's reads", () => {
	it('are never more than allowed in any 24 hours, whatever the times', async () => {
		const steps = fc.array(fc.integer({ min: 0, max: 10 * hour }), { maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (pauses, perDay) => {
				const { clock, budget } = start(perDay);
				const taken: number[] = [];
				for (const pause of pauses) {
					clock.pass(pause);
					const outcome = await budget.take(key).then(
						() => 'taken',
						() => 'refused',
					);
					const recent = taken.filter((at) => at > clock.now() - day).length;
					expect(outcome).toBe(recent < perDay ? 'taken' : 'refused');
					if (outcome === 'taken') taken.push(clock.now());
				}
			}),
		);
	});

	it('are free again exactly when the refusal says', async () => {
		const { clock, budget } = start(2);
		await budget.take(key);
		clock.pass(hour);
		await budget.take(key);
		const retryAt = clock.now() - hour + day;
		await expect(budget.take(key)).rejects.toMatchObject({ details: { retryAt } });
		clock.pass(retryAt - clock.now() - 1);
		await expect(budget.take(key)).rejects.toMatchObject({ code: 'quota-exceeded' });
		clock.pass(1);
		expect((await budget.take(key)).left).toBe(0);
	});

	it('come back one by one when given back, also twice', async () => {
		const { budget } = start(2);
		const read = await budget.take(key);
		await budget.take(key);
		await read.giveBack();
		expect((await budget.take(key)).left).toBe(0);
	});

	it('hold against many at once', async () => {
		const { budget } = start(4);
		const all = await Promise.allSettled(Array.from({ length: 30 }, () => budget.take(key)));
		const left = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value.left] : []));
		expect(left.sort()).toEqual([0, 1, 2, 3]);
	});

	it('wait for the time the bank named, a day at most', async () => {
		const { clock, budget } = start();
		await budget.block(key, clock.now() + 3 * day);
		await expect(budget.take(key)).rejects.toMatchObject({
			details: { retryAt: clock.now() + day },
		});
		clock.pass(day);
		expect((await budget.take(key)).left).toBe(3);
	});

	it('follow a limit that was lowered meanwhile', async () => {
		const { clock, store, budget } = start(4);
		const times: number[] = [];
		for (let reads = 0; reads < 4; reads += 1) {
			times.push(clock.now());
			await budget.take(key);
			clock.pass(hour);
		}
		const lowered = createBudget(store, clock, 2);
		await expect(lowered.take(key)).rejects.toMatchObject({
			details: { retryAt: (times[2] ?? 0) + day },
		});
	});

	it.each([
		'',
		'{',
		'null',
		'[]',
		'7',
		'"reads"',
		'{"reads":null}',
		'{"reads":{"length":9}}',
		'{"reads":["never"]}',
		'{"reads":[],"blockedUntil":"soon"}',
		'['.repeat(100_000),
	])('are counted anew where what the store holds is damaged: %.40s', async (damaged) => {
		const { store, budget } = start();
		const everything = { ...store, get: async () => damaged };
		const anew = createBudget(
			{ ...everything, compareAndSet: async () => true },
			new TestClock(),
			4,
		);
		expect(await anew.nextFree(key)).toBeUndefined();
		expect((await anew.take(key)).left).toBe(3);
		expect((await budget.take(key)).left).toBe(3);
	});

	it('name no consent, account or bank in the store', async () => {
		const clock = new TestClock();
		const memory = createMemoryStore(clock);
		const seen: string[] = [];
		const store = {
			...memory,
			compareAndSet: async (...parameters: Parameters<typeof memory.compareAndSet>) => {
				seen.push(JSON.stringify(parameters));
				return memory.compareAndSet(...parameters);
			},
		};
		await createBudget(store, clock, 4).take(key);
		expect(seen).toHaveLength(1);
		expect(seen.join()).not.toMatch(/plain-bank|consent-1|acc-1|balances/);
	});
});
