import { createMemoryStore } from '../../../lib/store/memory';
import { createBudget } from '../../../lib/sync/budget';
import { TestClock } from '../../support/test-clock';

const key = { bank: 'a-bank', consent: 'a-consent', endpoint: 'accounts' };
const hour = 3_600_000;
const year = 365 * 24 * hour;

/** A budget of one read a day, on a clock that can be set. */
function budgetAt(time: number) {
	const clock = new TestClock(time);
	// The store's own clock stands still: what is kept is the budget's business here.
	const store = createMemoryStore(new TestClock());
	return { clock, budget: createBudget(store, clock, 1) };
}

describe('a budget whose clock is set back', () => {
	it('forgets reads that were booked in the far future', async () => {
		const { clock, budget } = budgetAt(Date.UTC(2031, 0, 1));
		await budget.take(key);
		clock.pass(-5 * year);
		expect((await budget.take(key)).left).toBe(0);
		await expect(budget.take(key)).rejects.toMatchObject({ code: 'quota-exceeded' });
	});

	it("forgets a bank's refusal of then", async () => {
		const { clock, budget } = budgetAt(Date.UTC(2031, 0, 1));
		await budget.block(key, clock.now() + hour);
		clock.pass(-5 * year);
		expect((await budget.take(key)).left).toBe(0);
	});

	it('counts the reads of a machine whose clock is minutes ahead', async () => {
		const { clock, budget } = budgetAt(Date.UTC(2026, 0, 15, 8));
		await budget.take(key);
		clock.pass(-hour / 4);
		await expect(budget.take(key)).rejects.toMatchObject({ code: 'quota-exceeded' });
	});
});
