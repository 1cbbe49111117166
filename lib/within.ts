import { settle } from './outcome';

/** The time was up. Carries the code by which Node says so. */
export class TimeUpError extends Error {
	override readonly name = 'TimeUpError';

	readonly code = 'ETIMEDOUT';
}

/**
 * Does `work` for at most `ms` of real time, and not beyond `signal`: then it rejects (with a `TimeUpError`, or the
 * signal's reason), whether or not the work heeds the signal that it is given.
 */
export async function within<Value>(
	ms: number,
	work: (signal: AbortSignal) => Promise<Value>,
	signal?: AbortSignal,
): Promise<Value> {
	signal?.throwIfAborted();
	const stop = new AbortController();
	const over = new Promise<never>((_resolve, reject) => {
		stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
	});
	const timer = setTimeout(() => stop.abort(new TimeUpError(`Not done after ${ms} ms`)), ms);
	const leave = () => stop.abort(signal?.reason);
	signal?.addEventListener('abort', leave);
	const outcome = await settle(Promise.race([over, work(stop.signal)]));
	clearTimeout(timer);
	signal?.removeEventListener('abort', leave);
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}
