import { leaseMs, withLease } from '../../../lib/store/lease';
import { createMemoryStore } from '../../../lib/store/memory';
import type { Store } from '../../../lib/store/store';
import { TestClock } from '../../support/test-clock';

const times = { ttlMs: 10_000, waitMs: 5_000 };

describe('lease', () => {
	const start = () => {
		const clock = new TestClock();
		return { clock, store: createMemoryStore(clock), options: { ...times, clock } };
	};

	it('lets one work at a time and gives the result back', async () => {
		const { store, options } = start();
		let inside = 0;
		let most = 0;
		const work = () =>
			withLease(store, 'credential-1', { ...options, waitMs: 9_000 }, async () => {
				inside += 1;
				most = Math.max(most, inside);
				for (let steps = 0; steps < 20; steps += 1) await Promise.resolve();
				inside -= 1;
				return 'done';
			});
		expect(await Promise.all([work(), work(), work()])).toEqual(['done', 'done', 'done']);
		expect(most).toBe(1);
	});

	it('lets others work under other keys meanwhile', async () => {
		const { store, options } = start();
		const result = withLease(store, 'one', options, () =>
			withLease(store, 'two', options, async () => 'both'),
		);
		expect(await result).toBe('both');
	});

	it('gives the lease back when the work fails', async () => {
		const { store, options } = start();
		const failing = withLease(store, 'a', options, async () => {
			throw new Error('work failed');
		});
		await expect(failing).rejects.toThrow('work failed');
		expect(await withLease(store, 'a', options, async () => 'next')).toBe('next');
	});

	it('gives up after the wait, saying why', async () => {
		const { clock, store, options } = start();
		await store.set('lease/a', 'somebody else');
		await expect(withLease(store, 'a', options, async () => 'never')).rejects.toMatchObject({
			code: 'storage-failed',
			message: 'Another process has been working on the same connection for over 5 s',
		});
		expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(5_000);
	});

	it('gives up in time also when the clock is set back while it waits', async () => {
		const { clock, store, options } = start();
		await store.set('lease/a', 'somebody else');
		const setBack = {
			now: () => clock.now(),
			sleep: async (ms: number) => {
				await clock.sleep(ms);
				if (clock.slept.length === 3) clock.pass(-3_600_000);
			},
		};
		const waiting = withLease(store, 'a', { ...options, clock: setBack }, async () => 'never');
		await expect(waiting).rejects.toMatchObject({ code: 'storage-failed' });
		expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(6_000);
	});

	it('takes over from an owner that died', async () => {
		const { store, options } = start();
		await store.set('lease/a', 'dead', 3_000);
		expect(await withLease(store, 'a', options, async () => 'mine')).toBe('mine');
	});

	it('tells the work when its time has run out, and leaves the next owner alone', async () => {
		const { clock, store, options } = start();
		await withLease(store, 'a', options, async (lease) => {
			expect([await lease.isHeld(), await lease.extend()]).toEqual([true, true]);
			clock.pass(10_001);
			await store.set('lease/a', 'the next owner');
			expect([await lease.isHeld(), await lease.extend()]).toEqual([false, false]);
		});
		expect(await store.get('lease/a')).toBe('the next owner');
	});

	it('is extended while its owner lives, so that a short one is enough for long work', async () => {
		const { clock, store } = start();
		const beats: Array<() => Promise<unknown>> = [];
		let stopped = 0;
		const options = {
			clock,
			waitMs: 5_000,
			beat: (everyMs: number, work: () => Promise<unknown>) => {
				expect(everyMs).toBeLessThan(leaseMs / 2);
				beats.push(async () => {
					clock.pass(everyMs);
					await work();
				});
				return () => void (stopped += 1);
			},
		};
		await withLease(store, 'a', options, async (lease) => {
			for (let beat = 0; beat < 20; beat += 1) {
				await beats[0]?.();
				expect(await lease.isHeld()).toBe(true);
			}
			expect(stopped).toBe(0);
		});
		expect(stopped).toBe(1);
	});

	it('is left by an owner that died within 15 seconds', async () => {
		const { clock, store } = start();
		const died = () => () => undefined;
		void withLease(
			store,
			'a',
			{ clock, waitMs: 0, beat: died },
			() => new Promise(() => undefined),
		);
		await Promise.resolve();
		const diedAt = clock.now();
		expect(await withLease(store, 'a', { clock, waitMs: 60_000 }, async () => 'mine')).toBe('mine');
		expect(clock.now() - diedAt).toBeLessThanOrEqual(15_000);
	});

	it('beats by itself while it is held', async () => {
		const { clock, store } = start();
		let extended = 0;
		let tell = () => {};
		const beaten = new Promise<void>((resolve) => {
			tell = resolve;
		});
		const counting: Store = {
			...store,
			compareAndSet: (key, expected, next, ttlMs) => {
				if (expected === next) extended += 1;
				if (extended === 3) tell();
				return store.compareAndSet(key, expected, next, ttlMs);
			},
		};
		await withLease(counting, 'a', { clock, waitMs: 0, ttlMs: 30 }, () => beaten);
		expect(await store.get('lease/a')).toBeUndefined();
	});

	it('stops waiting when the run is stopped', async () => {
		const { store, options } = start();
		await store.set('lease/a', 'somebody else');
		const waiting = withLease(
			store,
			'a',
			{ ...options, signal: AbortSignal.abort() },
			async () => 1,
		);
		await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
	});
});
