import { BankError } from '../../lib/errors';
import type { Clock } from '../../lib/http/port';

/** Time that passes only when somebody waits; `slept` says for how long each time. */
export class TestClock implements Clock {
	readonly slept: number[] = [];

	constructor(private time = Date.UTC(2026, 0, 15, 8)) {}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) throw new BankError('cancelled', 'The wait was stopped');
		this.slept.push(ms);
		this.time += ms;
	}

	pass(ms: number): void {
		this.time += ms;
	}
}
