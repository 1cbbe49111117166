import { BankError, type BankErrorCode } from '../errors';
import { cancelled } from '../http/subject';
import type { Account } from '../models/account';
import { settle, settleSync, type Outcome } from '../outcome';
import { digest } from '../store/digest';
import { withLease } from '../store/lease';
import type { Store } from '../store/store';
import { minutesMs, type KeptAnswers, type KeptListing } from './kept';
import type { BankClientOptions } from './options';

const youngMs = 12 * 60 * 60 * 1000;
/** For another process that is reading the list: as long as its attempts may take. */
const waitMs = 60_000;
const lookMs = 200;

/** What is not the bank's word on this connection: an older list is better than none. */
const passing: ReadonlySet<BankErrorCode> = new Set([
	'quota-exceeded',
	'rate-limited',
	'bank-unavailable',
	'no-answer',
]);

export interface Directory {
	/** Names the list in shared state. */
	readonly key: string;
	readonly kept: KeptAnswers;
	/** Asks the bank: one of the day's reads. */
	readonly read: () => Promise<readonly Account[]>;
	readonly accountsIn: (kept: KeptListing) => readonly Account[];
}

/**
 * The list in which accounts are looked up: one that is young enough, else one read of the bank's, however many
 * executions want it at once. Where the bank gives none just now an older one serves, and that is said.
 */
export async function lookUpAccounts(
	options: BankClientOptions,
	{ key, kept, read, accountsIn }: Directory,
): Promise<readonly Account[]> {
	const { store, clock, signal, cache, cacheMs = minutesMs, connection, remark, bank } = options;
	const look = async (maximumAgeMs = cache === 'refresh' ? cacheMs : youngMs) => {
		const found = await kept.findYoungerThan(maximumAgeMs);
		// What an earlier version has kept may not be read by this one.
		const accounts = found && settleSync(() => accountsIn(found));
		return accounts && 'value' in accounts && found
			? { accounts: accounts.value, at: found.at }
			: undefined;
	};
	const known = await look();
	if (known !== undefined) return known.accounts;
	// Where nothing is kept nobody else could find it.
	if (connection.secretForCache === undefined) return await read();
	const lookThenRead = async () => (await look())?.accounts ?? (await read());
	const outcome = await asOne(options, key, async () => {
		let isMine = false;
		const work = () => {
			isMine = true;
			return lookThenRead();
		};
		const lease = { clock, waitMs, pollMs: lookMs, ...(signal === undefined ? {} : { signal }) };
		const done = await settle(withLease(store, `directory/${digest(key)}`, lease, work));
		const isBusy = 'error' in done && !isMine && !isStop(done.error);
		// Whoever has the lease takes too long: two reads are better than none.
		return isBusy ? await settle(lookThenRead()) : done;
	});
	if ('value' in outcome) return outcome.value;
	const { error } = outcome;
	if (!isPassing(error)) throw error;
	const older = await look(Number.POSITIVE_INFINITY);
	if (older === undefined) throw error;
	remark?.(`${saidOf(error, bank.name)}. The accounts are those of ${minuteOf(older.at)}`);
	return older.accounts;
}

const isPassing = (error: unknown): error is BankError =>
	error instanceof BankError && passing.has(error.code);
const isStop = (error: unknown) => error instanceof BankError && error.code === 'cancelled';

const saidOf = ({ code }: BankError, bank: string) =>
	code === 'quota-exceeded'
		? `The day's reads of the list of accounts at ${bank} are used up`
		: `${bank} does not give the list of accounts just now`;

const minuteOf = (epochMs: number) =>
	`${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type List = Outcome<readonly Account[]>;

const underWay = new WeakMap<Store, Map<string, Promise<List>>>();

/** Whoever comes while the list is being read in this process waits for that reading, and shares its failure too. */
async function asOne(
	{ store, signal }: Pick<BankClientOptions, 'store' | 'signal'>,
	key: string,
	work: () => Promise<List>,
): Promise<List> {
	const ofStore = underWay.get(store) ?? new Map<string, Promise<List>>();
	underWay.set(store, ofStore);
	for (let others = ofStore.get(key); others !== undefined; others = ofStore.get(key)) {
		const outcome = await unlessStopped(others, signal);
		// Somebody else's stop is not this run's.
		if ('value' in outcome || !isStop(outcome.error) || signal?.aborted === true) return outcome;
	}
	const mine = work().finally(() => ofStore.delete(key));
	ofStore.set(key, mine);
	return await mine;
}

function unlessStopped(work: Promise<List>, signal: AbortSignal | undefined): Promise<List> {
	if (signal === undefined) return work;
	return new Promise((resolve) => {
		const stop = () => resolve({ error: cancelled() });
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		void work.then(resolve).finally(() => signal.removeEventListener('abort', stop));
	});
}
