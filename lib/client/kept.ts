import type { HttpAnswer, HttpRequest } from '../http/port';
import { settle } from '../outcome';
import type { Endpoint } from '../profile/reading';
import { createAnswerCache, type CachedListing } from '../store/cache';
import type { BankClientOptions } from './options';

/** A listing of more text than this is not gathered. */
const largestLength = 256 * 1024;

/** How long answers are used where nothing else is said. */
export const minutesMs = 5 * 60 * 1000;
/** How long it is kept for the day on which the bank gives no other. */
const listKeptMs = 7 * 24 * 60 * 60 * 1000;

/** A listing as it was kept. */
export type KeptListing = CachedListing;

export interface KeptAnswers {
	/** What this read may be answered with instead of asking the bank. */
	find(): Promise<KeptListing | undefined>;
	/** Whatever is not older than that. */
	findYoungerThan(maximumAgeMs: number): Promise<KeptListing | undefined>;
	/** Remembers one more answer of a listing that is being read, and what it answers where that isn't the listing itself. */
	add(answer: HttpAnswer, asked?: HttpRequest): void;
	/** The listing came to its end: keep it. */
	complete(): Promise<void>;
}

const nothingKept: KeptAnswers = {
	find: async () => undefined,
	findYoungerThan: async () => undefined,
	add: () => undefined,
	complete: async () => undefined,
};

/**
 * Answers of the last minutes, where they may be used. The list of accounts is kept in any case: it is what accounts
 * are looked up in, and it serves the run that has read it a second time.
 */
export function keptAnswers(
	options: Pick<BankClientOptions, 'cache' | 'cacheMs' | 'connection' | 'store' | 'clock' | 'run'>,
	key: string,
	isAccountList: boolean,
): KeptAnswers {
	const { cache: mode = 'off', cacheMs = minutesMs, connection, store, clock, run } = options;
	const secret = connection.secretForCache;
	if (secret === undefined || (mode === 'off' && !isAccountList)) return nothingKept;
	const cache = createAnswerCache({ store, clock, secret });
	let answers: HttpAnswer[] | undefined = [];
	const requests: Array<HttpRequest | null> = [];
	let length = 0;
	const findYoungerThan = async (maximumAgeMs: number) => {
		// A cache that can't be read costs a call, not the listing.
		const found = await settle(cache.read(key, maximumAgeMs));
		return 'value' in found ? found.value : undefined;
	};
	return {
		findYoungerThan,
		async find() {
			if (mode === 'use') return await findYoungerThan(cacheMs);
			if (run === undefined || !isAccountList) return undefined;
			const found = await findYoungerThan(minutesMs);
			return found?.run === run ? found : undefined;
		},
		add(answer, asked) {
			if (answers === undefined) return;
			length += JSON.stringify(answer).length;
			if (length > largestLength) answers = undefined;
			else answers.push(answer);
			requests.push(asked ?? null);
		},
		async complete() {
			if (answers === undefined) return;
			const isOne = requests.every((request) => request === null);
			const asked = isOne ? {} : { asked: requests };
			const listing = { answers, ...asked, ...(run === undefined ? {} : { run }) };
			await settle(cache.write(key, listing, isAccountList ? listKeptMs : cacheMs));
		},
	};
}

/** The models of a listing that was kept, page by page. */
export function* readKept<Parameters, Model>(
	{ answers, asked = [] }: KeptListing,
	endpoint: Endpoint<Parameters, Model>,
	parameters: Parameters,
): Generator<readonly Model[], void, undefined> {
	for (const [index, answer] of answers.entries()) {
		yield endpoint.read(answer, parameters, asked[index] ?? undefined).items;
	}
}
