import { setTimeout as wait } from 'node:timers/promises';
import { BankError } from '../errors';
import { settle } from '../outcome';
import type { Clock } from './port';

/** Real time, for use outside n8n (n8n's own clock is in the seam). */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		const outcome = await settle(wait(ms, undefined, signal === undefined ? {} : { signal }));
		if ('error' in outcome) throw new BankError('cancelled', 'The wait was stopped');
	},
};

/**
 * Does `work` every so often until the function that it gives is called. Its failures change nothing, and it keeps
 * no process alive.
 */
export function repeat(everyMs: number, work: () => Promise<unknown>): () => void {
	const over = new AbortController();
	const run = async () => {
		for (;;) {
			await wait(everyMs, undefined, { signal: over.signal, ref: false });
			await settle(work());
		}
	};
	void settle(run());
	return () => over.abort();
}
