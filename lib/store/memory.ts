import type { Clock } from '../http/port';
import type { Store } from './store';

interface Entry {
	readonly value: string;
	readonly expiresAt: number;
}

/** How many writes between two looks for expired entries. */
const sweepEvery = 500;

/** For tests and single processes: gone with the process. */
export function createMemoryStore(clock: Pick<Clock, 'now'>): Store {
	const entries = new Map<string, Entry>();
	let writes = 0;

	const live = (key: string) => {
		const entry = entries.get(key);
		return entry !== undefined && entry.expiresAt > clock.now() ? entry.value : undefined;
	};
	const write = (key: string, value: string, ttlMs = Number.POSITIVE_INFINITY) => {
		entries.set(key, { value, expiresAt: clock.now() + ttlMs });
		writes += 1;
		if (writes % sweepEvery !== 0) return;
		for (const [old, { expiresAt }] of entries) if (expiresAt <= clock.now()) entries.delete(old);
	};

	return {
		async get(key) {
			return live(key);
		},
		async set(key, value, ttlMs) {
			write(key, value, ttlMs);
		},
		async delete(key) {
			entries.delete(key);
		},
		async compareAndSet(key, expected, next, ttlMs) {
			if (live(key) !== expected) return false;
			if (next === undefined) entries.delete(key);
			else write(key, next, ttlMs);
			return true;
		},
	};
}
