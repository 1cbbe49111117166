import { z } from 'zod/v4';
import type { Clock, HttpAnswer, HttpRequest } from '../http/port';
import { settleSync } from '../outcome';
import { digest } from './digest';
import { createSealer } from './seal';
import type { Store } from './store';

/** All answers of one listing, sealed. Listings larger than this are asked for again. */
const largestBytes = 256 * 1024;

export interface CachedListing {
	readonly answers: readonly HttpAnswer[];
	/** What each of them answers, where that isn't the listing itself. */
	readonly asked?: ReadonlyArray<HttpRequest | null>;
	/** When it was kept, epoch ms. */
	readonly at: number;
	/** Names the run that has read it. */
	readonly run?: string;
}

const schema = z.object({
	answers: z.array(
		z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
	),
	asked: z.array(z.looseObject({ method: z.string(), path: z.string() }).nullable()).optional(),
	at: z.number(),
	run: z.string().optional(),
}) as unknown as z.ZodType<CachedListing>;

export interface AnswerCache {
	/** `undefined` where there is none so young, or none that this connection's secret opens. */
	read(key: string, maximumAgeMs: number): Promise<CachedListing | undefined>;
	/** Keeps it for `keptMs` at most. */
	write(key: string, listing: Omit<CachedListing, 'at'>, keptMs: number): Promise<void>;
}

export interface AnswerCacheOptions {
	readonly store: Store;
	readonly clock: Pick<Clock, 'now'>;
	/** A secret of the connection: whoever has the store alone reads nothing. */
	readonly secret: string;
}

/** Keeps whole listings, so that neither building a workflow nor looking accounts up uses up the day's reads. */
export function createAnswerCache({ store, clock, secret }: AnswerCacheOptions): AnswerCache {
	const sealer = createSealer(secret, 'answer cache v2');
	const storeKey = (key: string) => `cache/${digest(key)}`;

	return {
		async read(key, maximumAgeMs) {
			const written = await store.get(storeKey(key));
			if (written === undefined) return undefined;
			const text = sealer.open(written, key);
			if (text === undefined) return undefined;
			const parsed = settleSync(() => schema.parse(JSON.parse(text)));
			// Damaged, or another version's: asked for again.
			if ('error' in parsed) return undefined;
			const listing: CachedListing = parsed.value;
			const age = clock.now() - listing.at;
			// Written ahead of now: by a clock that was ahead, and who knows when.
			return age >= 0 && age < maximumAgeMs ? listing : undefined;
		},
		async write(key, listing, keptMs) {
			const text = JSON.stringify({ ...listing, at: clock.now() } satisfies CachedListing);
			if (Buffer.byteLength(text) > largestBytes) return;
			await store.set(storeKey(key), sealer.seal(text, key), keptMs);
		},
	};
}
