import { addDays } from '../../lib/models/dates';
import { settle } from '../../lib/outcome';
import { holder, methodsOf } from '../support/bank-under-test';
import { collect } from './logins';
import type { Suite } from './test-bank';

export function testRules({ profile, at }: Suite): void {
	const method = methodsOf(profile)[0] ?? 'redirect';
	const { staleDays, freshMinutes } = profile.limits;
	const today = () => new Date(at().clock.now()).toISOString().slice(0, 10);

	const read = async (daysBack: number, isThere: boolean) => {
		const client = at().client(isThere ? { attended: holder } : {});
		const [account] = (await collect(client.accounts())).flat();
		if (account === undefined) throw new Error('there is no account');
		const dateFrom = addDays(today(), -daysBack);
		const pages = client.transactions(account, { bookingStatus: 'booked', dateFrom });
		return { rows: (await collect(pages)).flat().length };
	};
	const listings = () =>
		at()
			.log()
			.filter(({ endpoint }) => endpoint === 'transactions').length;

	/** So long after the login that nothing is fresh any more. */
	const later = () => {
		const ofBank = at().bank.settings.freshMinutes ?? 0;
		at().clock.pass((Math.max(freshMinutes ?? 0, ofBank) + 1) * 60_000);
	};

	if (staleDays !== undefined) {
		it('reads to the last day that the bank still gives while nobody is there', async () => {
			await at().login(method);
			later();
			expect((await read(staleDays, false)).rows).toBeGreaterThan(0);
		});

		it('says itself that there is nothing further back, and does not ask', async () => {
			await at().login(method);
			later();
			expect(await settle(read(staleDays + 2, false))).toMatchObject({
				error: { code: 'invalid-input', details: { field: 'dateFrom' } },
			});
			expect(listings()).toBe(0);
		});

		it('hears the same from the bank where it asks all the same', async () => {
			await at().login(method);
			later();
			const { staleDays: _days, ...limits } = profile.limits;
			const client = at().client({ bank: { ...profile, limits } });
			const [account] = (await collect(client.accounts())).flat();
			if (account === undefined) throw new Error('there is no account');
			const dateFrom = addDays(today(), -staleDays - 3);
			const pages = client.transactions(account, { bookingStatus: 'booked', dateFrom });
			const outcome = await settle(collect(pages));
			expect(listings()).toBe(1);
			expect(outcome).toMatchObject({
				error: { code: expect.stringMatching(/^(invalid-input|request-rejected|not-permitted)$/) },
			});
		});

		it('goes further back while the account holder is there, or has just been', async () => {
			await at().login(method);
			const further = freshMinutes === undefined ? { isThere: true } : { isThere: false };
			expect((await read(staleDays + 20, further.isThere)).rows).toBeGreaterThan(0);
			if (freshMinutes === undefined) return;
			at().clock.pass((freshMinutes - 1) * 60_000);
			expect((await read(staleDays + 20, false)).rows).toBeGreaterThan(0);
			at().clock.pass(2 * 60_000);
			expect(await settle(read(staleDays + 20, false))).toMatchObject({
				error: { code: 'invalid-input' },
			});
		});
	}

	it('reads no more often than the bank allows while nobody is there', async () => {
		await at().login(method);
		later();
		const { perDay } = profile.limits.unattended;
		const client = at().client({});
		for (let reads = 0; reads < perDay; reads += 1) await collect(client.accounts());
		const before = at().log().length;
		expect(await settle(collect(client.accounts()))).toMatchObject({
			error: { code: 'quota-exceeded' },
		});
		expect(at().log()).toHaveLength(before);
	});
}
