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
		// A turn further away than a minute was left behind by a clock that has since been set back.
		const booked = Number(written ?? 0);
		const turn = booked - now > 60_000 ? now : Math.max(now, booked);
		const next = String(turn + gapMs);
		if (await store.compareAndSet(storeKey, written, next, turn - now + gapMs + 60_000)) {
			if (turn > now) await clock.sleep(turn - now, signal);
			return;
		}
	}
}
