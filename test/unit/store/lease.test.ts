import { withLease } from '../../../lib/store/lease';
import { createMemoryStore } from '../../../lib/store/memory';
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
