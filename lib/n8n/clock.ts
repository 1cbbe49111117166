import { sleep } from 'n8n-workflow';
import type { Clock } from '../http/port';
import { cancelled } from '../http/subject';

const sliceMs = 1_000;

/** n8n's `sleep` knows no signal: waiting in slices lets a stopped run end within a second. */
export const n8nClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		for (let left = ms; left > 0; left -= sliceMs) {
			if (signal?.aborted) throw cancelled();
			await sleep(Math.min(left, sliceMs));
		}
		if (signal?.aborted) throw cancelled();
	},
};
