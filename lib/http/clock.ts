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
