import { TimeUpError, within } from '../../lib/within';

const never = () => new Promise<never>(() => undefined);

describe('within', () => {
	it('gives what the work gives, and lets go of the signal', async () => {
		const stop = new AbortController();
		let inner: AbortSignal | undefined;
		const work = async (signal: AbortSignal) => {
			inner = signal;
			return 1;
		};
		expect(await within(1000, work, stop.signal)).toBe(1);
		stop.abort();
		expect(inner?.aborted).toBe(false);
	});

	it('rejects with what the work rejects with', async () => {
		const failure = new Error('no');
		await expect(within(1000, () => Promise.reject(failure))).rejects.toBe(failure);
	});

	it('ends in time whether or not the work heeds its signal, and tells it', async () => {
		let inner: AbortSignal | undefined;
		const over = within(1, (signal) => {
			inner = signal;
			return never();
		});
		await expect(over).rejects.toBeInstanceOf(TimeUpError);
		expect(inner?.aborted).toBe(true);
	});

	it.each(['before', 'during'])('ends when the run is stopped, %s the work', async (when) => {
		const stop = new AbortController();
		if (when === 'before') stop.abort();
		const work = jest.fn(never);
		const over = within(1000, work, stop.signal);
		stop.abort();
		await expect(over).rejects.toBe(stop.signal.reason);
		expect(work).toHaveBeenCalledTimes(when === 'before' ? 0 : 1);
	});

	it('takes no harm from work that fails when nobody waits any more', async () => {
		let fail: (reason: Error) => void = () => undefined;
		const late = new Promise<never>((_resolve, reject) => (fail = reject));
		await expect(within(1, () => late)).rejects.toBeInstanceOf(TimeUpError);
		fail(new Error('late'));
		await new Promise(setImmediate);
	});
});
