import type { Store } from '../store/store';
import type { Clock } from './port';

export interface ThrottleOptions {
	readonly store: Store;
	readonly clock: Clock;
	/** What the gap is kept for: one connection to one bank. */
	readonly key: string;
	readonly gapMs: number;
	readonly signal?: AbortSignal;
}

/** Thousands of calls with the longest gap that banks want. */
const longestQueueMs = 60 * 60 * 1000;

/** Waits for this call's turn. Turns are handed out by the store, so that all processes share one queue. */
export async function throttle({
	store,
	clock,
	key,
	gapMs,
	signal,
}: ThrottleOptions): Promise<void> {
	if (gapMs <= 0) return;
	const storeKey = `throttle/${key}`;
	for (;;) {
		const written = await store.get(storeKey);
		const now = clock.now();
		const waitMs = waitLeft(written, now);
		const bookedMs = waitMs + gapMs;
		const next = `${now} ${bookedMs}`;
		if (await store.compareAndSet(storeKey, written, next, bookedMs + 60_000)) {
			if (waitMs > 0) await clock.sleep(waitMs, signal);
			return;
		}
	}
}

/** How much is left of what was booked: when, and for how many ms from then. */
function waitLeft(written: string | undefined, now: number): number {
	const [bookedAt = 0, bookedMs = 0] = (written ?? '').split(' ').map(Number);
	// Booked by a clock that was ahead: when is not known, the length of the queue is.
	const passedMs = Math.max(0, now - bookedAt);
	const leftMs = Math.max(0, bookedMs - passedMs);
	// What is damaged keeps nobody waiting.
	return leftMs <= longestQueueMs ? leftMs : 0;
}
