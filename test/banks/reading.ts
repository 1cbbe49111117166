import type { BankClient } from '../../lib/client';
import { addDays } from '../../lib/models/dates';
import { holder, methodsOf } from '../support/bank-under-test';
import { collect } from './logins';
import type { Suite } from './test-bank';

/** Within what every bank shows while the account holder is there. */
const daysBack = 55;

/** Minor units and rows, by account, currency and status. */
type Tally = Record<string, { count: number; sum: number }>;

export function testReading({ profile, particulars, at }: Suite): void {
	const method = methodsOf(profile)[0] ?? 'redirect';
	const today = () => new Date(at().clock.now()).toISOString().slice(0, 10);
	const period = () => ({ dateFrom: addDays(today(), -daysBack), dateTo: today() });

	const expected = async (): Promise<Tally> => {
		const { dateFrom: from, dateTo: to } = period();
		const entries = await at().ledger({ person: 'testa', from, to });
		const tally: Tally = {};
		for (const entry of entries.filter((one) => !particulars.hides?.(one))) {
			for (const status of ['booked', 'pending'] as const) {
				const { count, sum } = entry[status];
				if (count > 0) add(tally, entry.iban, entry.currency, status, sum, count);
			}
		}
		return tally;
	};
	const booked = (tally: Tally) =>
		Object.fromEntries(Object.entries(tally).filter(([key]) => key.endsWith('booked')));

	it.each(methodsOf(profile))('reads all pages after a login %s, to the cent', async (how) => {
		await at().login(how);
		at().bank.change({ pageSize: 7 });
		const remarks: string[] = [];
		const client = at().client({ attended: holder, remark: (said) => remarks.push(said) });
		const { tally, ids } = await tallyOf(client, period());
		const whole = await expected();
		expect(booked(tally)).toEqual(booked(whole));
		expect(Object.values(booked(tally)).reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(
			30,
		);
		// What the bank doesn't give is said.
		if (remarks.length === 0) expect(tally).toEqual(whole);
		expect(new Set(ids).size).toBe(ids.length);
		const listings = at()
			.log()
			.filter(({ endpoint }) => endpoint === 'transactions');
		expect(listings.length).toBeGreaterThan(Object.keys(whole).length);
	});

	it('knows rows again: in smaller pages, in parts, the next day', async () => {
		await at().login(method);
		const read = async (client: BankClient) => (await tallyOf(client, within)).ids.sort();
		const within = { dateFrom: addDays(today(), -daysBack), dateTo: addDays(today(), -10) };
		const once = await read(at().client({ attended: holder }));
		at().bank.change({ pageSize: 3 });
		expect(await read(at().client({ attended: holder }))).toEqual(once);
		const parted = { ...profile, limits: { ...profile.limits, window: { days: 6 } } };
		expect(await read(at().client({ attended: holder, bank: parted }))).toEqual(once);
		at().clock.pass(86_400_000);
		expect(await read(at().client({ attended: holder }))).toEqual(once);
	});

	it.each([1, 2, 9, daysBack])('loses nothing at the seams of %s days', async (days) => {
		await at().login(method);
		const parted = { ...profile, limits: { ...profile.limits, window: { days } } };
		const client = at().client({ attended: holder, bank: parted });
		const { tally, ids } = await tallyOf(client, period());
		expect(booked(tally)).toEqual(booked(await expected()));
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('reads balances that the ledger has', async () => {
		await at().login(method);
		const client = at().client({ attended: holder });
		const entries = await at().ledger({ person: 'testa' });
		let read = 0;
		for (const account of (await collect(client.accounts())).flat()) {
			const balances = await client.balances(account);
			expect(balances.length).toBeGreaterThan(0);
			for (const { amount } of balances) {
				const { currency } = amount;
				const known = entries.filter(
					(entry) => entry.iban === account.iban && entry.currency === currency,
				);
				expect([account.iban, currency, known.length]).toEqual([account.iban, currency, 1]);
			}
			const amounts = balances.map(({ amount }) => cents(amount.amount));
			const [entry] = entries.filter(
				(one) => one.iban === account.iban && one.currency === balances[0]?.amount.currency,
			);
			expect(amounts).toContain(cents(entry?.bookedBalance ?? ''));
			read += 1;
		}
		expect(read).toBeGreaterThan(1);
	});

	it('reads one account alone as in the list', async () => {
		await at().login(method);
		const client = at().client({ attended: holder });
		for (const listed of (await collect(client.accounts())).flat()) {
			const alone = await client.account(listed);
			expect([alone.resourceId, alone.iban, alone.currency]).toEqual([
				listed.resourceId,
				listed.iban,
				listed.currency,
			]);
		}
	});
}

async function tallyOf(client: BankClient, period: { dateFrom: string; dateTo: string }) {
	const tally: Tally = {};
	const ids: string[] = [];
	for (const account of (await collect(client.accounts())).flat()) {
		const pages = client.transactions(account, { bookingStatus: 'both', ...period });
		for (const { id, amount, status } of (await collect(pages)).flat()) {
			ids.push(id);
			add(tally, account.iban, amount.currency, status, amount.amount, 1);
		}
	}
	return { tally, ids };
}

function add(
	tally: Tally,
	iban: string | undefined,
	currency: string,
	status: string,
	amount: string,
	count: number,
): void {
	const entry = (tally[`${iban ?? 'no IBAN'} ${currency} ${status}`] ??= { count: 0, sum: 0 });
	entry.count += count;
	entry.sum += cents(amount);
}

const cents = (amount: string): number => Math.round(Number(amount) * 100);
