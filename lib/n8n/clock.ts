import { sleep } from 'n8n-workflow';
import { BankError } from '../errors';
import type { Clock } from '../http/port';

const sliceMs = 1_000;

const stopped = () => new BankError('cancelled', 'The run was stopped');

/** n8n's `sleep` knows no signal: waiting in slices lets a stopped run end within a second. */
export const n8nClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		for (let left = ms; left > 0; left -= sliceMs) {
			if (signal?.aborted) throw stopped();
			await sleep(Math.min(left, sliceMs));
		}
		if (signal?.aborted) throw stopped();
	},
};
