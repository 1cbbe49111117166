import type { HttpAnswer } from '../http/port';
import { settle } from '../outcome';
import { createAnswerCache, type AnswerCache } from '../store/cache';
import type { BankClientOptions } from './options';

/** A listing of more text than this is not gathered. */
const largestLength = 256 * 1024;

export interface KeptAnswers {
	/** The listing's answers of the last minutes, where they may be used. */
	find(): Promise<readonly HttpAnswer[] | undefined>;
	/** Remembers one more answer of a listing that is being read. */
	add(answer: HttpAnswer): void;
	/** The listing came to its end: keep it. */
	complete(): Promise<void>;
}

const nothingKept: KeptAnswers = {
	find: async () => undefined,
	add: () => undefined,
	complete: async () => undefined,
};

export function keptAnswers(
	{ cache: mode = 'off', cacheMs, connection, store, clock }: BankClientOptions,
	key: string,
): KeptAnswers {
	if (mode === 'off' || connection.secretForCache === undefined) return nothingKept;
	const cache: AnswerCache = createAnswerCache({
		store,
		clock,
		secret: connection.secretForCache,
		...(cacheMs === undefined ? {} : { ttlMs: cacheMs }),
	});
	let answers: HttpAnswer[] | undefined = [];
	let length = 0;
	return {
		async find() {
			if (mode !== 'use') return undefined;
			const found = await settle(cache.read(key));
			return 'value' in found ? found.value : undefined;
		},
		add(answer) {
			if (answers === undefined) return;
			length += JSON.stringify(answer).length;
			if (length > largestLength) answers = undefined;
			else answers.push(answer);
		},
		async complete() {
			// A cache that can't be written costs a call next time, not this listing.
			if (answers !== undefined) await settle(cache.write(key, answers));
		},
	};
}
