import { z } from 'zod/v4';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { settleSync } from '../outcome';
import { digest } from '../store/digest';
import type { Store } from '../store/store';

const dayMs = 24 * 60 * 60 * 1000;
/** What lies further ahead was written by a clock that has since been set back: it would block for years. */
const aheadMs = 60 * 60 * 1000;
/** Lost races against other processes before giving up. */
const maximumTries = 50;

/** What the day's reads are counted for (RTS Art. 36(5)(b)); names go in as digests. */
export interface BudgetKey {
	readonly bank: string;
	/** The consent id, or what stands for it at a bank without consents. */
	readonly consent: string;
	/** `resourceId`; absent for the account list. */
	readonly account?: string;
	readonly endpoint: string;
}

export interface Read {
	/** Reads left in the rolling day after this one. */
	readonly left: number;
	/** Gives the read back: the bank delivered nothing. */
	giveBack(): Promise<void>;
}

export interface Budget {
	/** Books one read, or throws `quota-exceeded` with `retryAt`. */
	take(key: BudgetKey): Promise<Read>;
	/** The bank itself said that the day is used up: nothing is asked before `until` (epoch ms). */
	block(key: BudgetKey, until: number): Promise<void>;
	/** When the oldest booked read leaves the rolling day, epoch ms. */
	nextFree(key: BudgetKey): Promise<number | undefined>;
}

interface State {
	/** Epoch ms of each booked read, oldest first. */
	readonly reads: readonly number[];
	readonly blockedUntil?: number;
}

type Decision<Result> = (
	state: State,
	now: number,
) => { readonly state: State; readonly result: Result };

/** Booked at `at`, or refused until `retryAt`; epoch ms. */
type Booking = { readonly at: number; readonly left: number } | { readonly retryAt: number };

/**
 * Unattended reads in a rolling 24 hours. One listing with all its pages is one read, and our own repeats of
 * it are the same read. A read that brought nothing (5xx, no answer, refused login) is given back: counting one
 * too few costs a refused call with a clear answer, counting one too many takes a day's data from the user.
 */
export function createBudget(
	store: Store,
	clock: Pick<Clock, 'now'>,
	perDay: number,
	bank = 'The bank',
): Budget {
	async function change<Result>(key: string, decide: Decision<Result>): Promise<Result> {
		for (let tries = 0; tries < maximumTries; tries += 1) {
			const written = await store.get(key);
			const now = clock.now();
			const { state, result } = decide(read(written, now), now);
			const next = JSON.stringify(state);
			if (next === written || (await store.compareAndSet(key, written, next, dayMs))) return result;
		}
		throw new BankError(
			'storage-failed',
			"The day's reads could not be counted: the store is too busy",
			{ nextStep: 'Run again in a moment' },
		);
	}

	return {
		async take(budgetKey) {
			const key = keyOf(budgetKey);
			const booked = await change<Booking>(key, (state, now) => {
				const retryAt = freeAt(state, now, perDay);
				if (retryAt !== undefined) return { state, result: { retryAt } };
				const reads = [...state.reads, now];
				return { state: { ...state, reads }, result: { at: now, left: perDay - reads.length } };
			});
			if ('retryAt' in booked) throw usedUp(bank, perDay, booked.retryAt);
			return {
				left: booked.left,
				giveBack: () =>
					change(key, (state) => {
						const index = state.reads.indexOf(booked.at);
						const reads = state.reads.filter((_at, position) => position !== index);
						return { state: { ...state, reads }, result: undefined };
					}),
			};
		},
		async block(budgetKey, until) {
			await change(keyOf(budgetKey), (state, now) => ({
				state: { ...state, blockedUntil: Math.min(until, now + dayMs) },
				result: undefined,
			}));
		},
		async nextFree(budgetKey) {
			const [oldest] = read(await store.get(keyOf(budgetKey)), clock.now()).reads;
			return oldest === undefined ? undefined : oldest + dayMs;
		},
	};
}

const keyOf = ({ bank, consent, account, endpoint }: BudgetKey) =>
	`budget/${digest(bank, consent, account, endpoint)}`;

const schema = z.object({
	reads: z.array(z.number()).max(10_000),
	blockedUntil: z.number().optional(),
});

/**
 * A damaged entry counts as none and is written anew with the next read: the bank keeps count of its own, so at worst a
 * call is refused with a clear answer, where the account would else be closed until the entry ends.
 */
function read(written: string | undefined, now: number): State {
	const parsed = settleSync(() => schema.parse(JSON.parse(written ?? '{"reads":[]}')));
	const { reads: all, blockedUntil = 0 } = 'value' in parsed ? parsed.value : { reads: [] };
	const reads = all.filter((at) => at > now - dayMs && at <= now + aheadMs);
	const isBlocked = blockedUntil > now && blockedUntil <= now + dayMs + aheadMs;
	return isBlocked ? { reads, blockedUntil } : { reads };
}

/** `undefined`: now. */
function freeAt({ reads, blockedUntil }: State, now: number, perDay: number): number | undefined {
	if (blockedUntil !== undefined) return blockedUntil;
	if (reads.length < perDay) return undefined;
	return (reads[reads.length - perDay] ?? now) + dayMs;
}

function usedUp(bank: string, perDay: number, retryAt: number): BankError {
	return new BankError(
		'quota-exceeded',
		`${bank} allows ${perDay} reads in 24 hours while the account holder is away, and they are used up. The bank was not called`,
		{
			bank,
			retryAt,
			nextStep:
				'Wait, or give the IP address of the account holder while that person is there and asking: such reads are not counted',
		},
	);
}
