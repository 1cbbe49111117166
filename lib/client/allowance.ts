import { BankError } from '../errors';
import { settle } from '../outcome';
import { createBudget, type BudgetKey } from '../sync/budget';
import type { BankClientOptions } from './options';

const dayMs = 24 * 60 * 60 * 1000;

/** One listing's place in the day's unattended reads. */
export interface Allowance {
	/** Reads left after this one; absent while the account holder is present: nothing is counted then. */
	readonly left?: number;
	/** Tells the budget how the listing failed; gives the error to throw. `delivered`: a page had come. */
	failed(error: unknown, delivered: boolean): Promise<unknown>;
}

/** Books the read, or throws `quota-exceeded` before anything is sent. */
export async function takeAllowance(
	{ bank, store, clock, attended, readsPerDay = bank.limits.unattendedPerDay }: BankClientOptions,
	key: BudgetKey,
): Promise<Allowance> {
	if (attended !== undefined) return { failed: async (error) => error };
	const budget = createBudget(store, clock, readsPerDay, bank.name);
	const read = await budget.take(key);
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
