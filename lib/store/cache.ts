import type { Clock, HttpAnswer } from '../http/port';
import { digest } from './digest';
import { createSealer } from './seal';
import type { Store } from './store';

/** All answers of one listing, sealed. Listings larger than this are asked for again. */
const largestBytes = 256 * 1024;
const defaultTtlMs = 5 * 60 * 1000;

export interface AnswerCache {
	/** `undefined` where there is none, or none that this connection's secret opens. */
	read(key: string): Promise<readonly HttpAnswer[] | undefined>;
	write(key: string, answers: readonly HttpAnswer[]): Promise<void>;
}

export interface AnswerCacheOptions {
	readonly store: Store;
	readonly clock: Pick<Clock, 'now'>;
	/** A secret of the connection: whoever has the store alone reads nothing. */
	readonly secret: string;
	readonly ttlMs?: number;
}

interface Sealed {
	readonly until: number;
	readonly answers: readonly HttpAnswer[];
}

/** Keeps whole listings for minutes, so that building a workflow doesn't use up the day's reads. */
export function createAnswerCache({
	store,
	clock,
	secret,
	ttlMs = defaultTtlMs,
}: AnswerCacheOptions): AnswerCache {
	const sealer = createSealer(secret, 'answer cache v1');
	const storeKey = (key: string) => `cache/${digest(key)}`;

	return {
		async read(key) {
			const written = await store.get(storeKey(key));
			if (written === undefined) return undefined;
			const text = sealer.open(written, key);
			if (text === undefined) return undefined;
			const { until, answers } = JSON.parse(text) as Sealed;
			// Written further ahead than it may live: by a clock that was ahead, and who knows when.
			const isFresh = until > clock.now() && until <= clock.now() + ttlMs;
			return isFresh ? answers : undefined;
		},
		async write(key, answers) {
			const text = JSON.stringify({ until: clock.now() + ttlMs, answers } satisfies Sealed);
			if (Buffer.byteLength(text) > largestBytes) return;
			await store.set(storeKey(key), sealer.seal(text, key), ttlMs);
		},
	};
}
