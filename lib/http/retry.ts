import pRetry from 'p-retry';
import { BankError } from '../errors';
import type { Clock } from './port';

export interface RetryOptions {
	readonly clock: Clock;
	/** All waits of one call together, ms. A wait that does not fit is not begun. Default 30 s. */
	readonly budgetMs?: number;
	/** Attempts after the first. Default 3. */
	readonly retries?: number;
	/** 0 ≤ n < 1. Default `Math.random`. */
	readonly random?: () => number;
	readonly signal?: AbortSignal;
}

const firstWaitMs = 500;
const longestBackoffMs = 8_000;

/**
 * Does `attempt` again while its BankError is retryable. Where the bank says when (`retryAt`), exactly then;
 * else after 0.5, 1, 2, … s, up to half of it more by chance. Only for calls that change nothing at the bank.
 */
export async function retry<Value>(
	attempt: (number: number) => Promise<Value>,
	{ clock, budgetMs = 30_000, retries = 3, random = Math.random, signal }: RetryOptions,
): Promise<Value> {
	let leftMs = budgetMs;
	return pRetry(attempt, {
		retries,
		// p-retry waits on timers of its own: it keeps count here, and the clock does the waiting.
		minTimeout: 0,
		shouldRetry: async ({ error, attemptNumber }) => {
			if (!(error instanceof BankError) || !error.retryable) return false;
			const waitMs = waitBefore(error, attemptNumber, clock, random);
			if (waitMs > leftMs) return false;
			leftMs -= waitMs;
			if (waitMs > 0) await clock.sleep(waitMs, signal);
			return true;
		},
	});
}

function waitBefore(
	{ details }: BankError,
	attemptNumber: number,
	clock: Clock,
	random: () => number,
): number {
	if (details.retryAt !== undefined) return Math.max(0, details.retryAt - clock.now());
	const backoff = Math.min(firstWaitMs * 2 ** (attemptNumber - 1), longestBackoffMs);
	return Math.round(backoff * (1 + random() / 2));
}
