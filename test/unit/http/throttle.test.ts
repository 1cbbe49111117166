import { throttle } from '../../../lib/http/throttle';
import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';

const start = (gapMs = 200) => {
	const clock = new TestClock();
	return { clock, store: createMemoryStore(clock), key: 'connection-1', gapMs };
};

describe('throttle', () => {
	it('lets the first call go and keeps the gap before the next', async () => {
		const options = start();
		await throttle(options);
		options.clock.pass(50);
		await throttle(options);
		options.clock.pass(500);
		await throttle(options);
		expect(options.clock.slept).toEqual([150]);
	});

	it.each(['', 'x', '{}', 'NaN NaN', '0 9e15', '-9e15 9e15', 'Infinity Infinity', '0 -5'])(
		'lets the first call go where what was booked is damaged, and keeps the gap after it: %j',
		async (written) => {
			const options = start();
			await options.store.set('throttle/connection-1', written);
			await throttle(options);
			await throttle(options);
			expect(options.clock.slept).toEqual([200]);
		},
	);

	it('hands out turns one after the other to calls that come together', async () => {
		const options = start();
		await throttle(options);
		const waits: number[] = [];
		const clock = {
			now: () => options.clock.now(),
			sleep: async (ms: number) => {
				waits.push(ms);
			},
		};
		await Promise.all([1, 2, 3].map(() => throttle({ ...options, clock })));
		expect(waits).toEqual([200, 400, 600]);
	});

	it('keeps connections apart', async () => {
		const options = start();
		await throttle(options);
		await throttle({ ...options, key: 'connection-2' });
		expect(options.clock.slept).toEqual([]);
	});

	it('costs nothing where the bank asks for no gap', async () => {
		const options = start(0);
		await throttle(options);
		expect(await options.store.get('throttle/connection-1')).toBeUndefined();
	});

	it('keeps the rate when more than a minute of turns is booked', async () => {
		const options = start(1_000);
		const waits: number[] = [];
		const clock = {
			now: () => options.clock.now(),
			sleep: async (ms: number) => {
				waits.push(ms);
			},
		};
		for (let call = 0; call < 180; call += 1) await throttle({ ...options, clock });
		expect(waits).toEqual(Array.from({ length: 179 }, (_, index) => (index + 1) * 1_000));
	});

	it('is stopped by the signal while it waits for a turn minutes away', async () => {
		const options = start(600_000);
		await throttle(options);
		const signal = AbortSignal.abort();
		await expect(throttle({ ...options, signal })).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('waits no longer than the turns booked, where a clock that was ahead booked them', async () => {
		const options = start();
		const ahead = new TestClock(options.clock.now() + 3_600_000);
		await throttle({ ...options, clock: ahead });
		await throttle(options);
		options.clock.pass(50);
		await throttle(options);
		expect(options.clock.slept).toEqual([200, 150]);
	});
});
