import { BankError } from '../errors';
import { settle } from '../outcome';
import { createBudget, type Budget, type BudgetKey, type Read } from '../sync/budget';
import type { BankClientOptions } from './options';

const dayMs = 24 * 60 * 60 * 1000;

/** One listing's place in the day's unattended reads. */
export interface Allowance {
	/** Reads left after this one; absent while the account holder is present: nothing is counted then. */
	readonly left?: number;
	/** Tells the budget how the listing failed; gives the error to throw. `delivered`: a page had come. */
	failed(error: unknown, delivered: boolean): Promise<unknown>;
}

const defaultPatienceMs = 30_000;

/** Books the read, or throws `quota-exceeded` before anything is sent. */
export async function takeAllowance(
	options: BankClientOptions,
	key: BudgetKey,
): Promise<Allowance> {
	const { bank, store, clock, attended, readsPerDay = bank.limits.unattended.perDay } = options;
	if (attended !== undefined) return { failed: async (error) => error };
	const budget = createBudget(store, clock, readsPerDay, bank.name);
	const read = await takeSoon(budget, key, options);
	return {
		left: read.left,
		async failed(error, delivered) {
			// The bank's refusal is what the user must read, also when the store fails now.
			if (!delivered) await settle(read.giveBack());
			if (!(error instanceof BankError) || error.code !== 'quota-exceeded') return error;
			const { retryAt } = error.details;
			if (retryAt !== undefined) {
				await settle(budget.block(key, retryAt));
				return error;
			}
			const free = await settle(budget.nextFree(key));
			const known = 'value' in free ? free.value : undefined;
			// Somebody else used the reads up: they are free again in a day at the latest.
			return new BankError(error.code, error.message, {
				...error.details,
				retryAt: known ?? clock.now() + dayMs,
			});
		},
	};
}

/**
 * Waits where a read is free again in a moment: what runs four times a day at fixed times comes, by some seconds, a
 * little early every other day.
 */
async function takeSoon(
	budget: Budget,
	key: BudgetKey,
	{ clock, signal, retryBudgetMs = defaultPatienceMs }: BankClientOptions,
): Promise<Read> {
	const giveUpAt = clock.now() + retryBudgetMs;
	for (;;) {
		const taken = await settle(budget.take(key));
		if ('value' in taken) return taken.value;
		const retryAt = taken.error instanceof BankError ? taken.error.details.retryAt : undefined;
		if (retryAt === undefined || retryAt > giveUpAt) throw taken.error;
		await clock.sleep(Math.max(1, retryAt - clock.now()), signal);
	}
}
