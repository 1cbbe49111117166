import { Decimal } from 'decimal.js';
import type { IDataObject } from 'n8n-workflow';
import type { LedgerEntry } from '../../../sandbox/data/ledger';
import { openConnected, type Connected } from '../../support/connected';
import { OneDay } from '../../support/one-day';

let at: Connected;
let credential: string;
const day = new OneDay();

beforeAll(async () => {
	at = await openConnected({ transactions: 120, clock: day });
});
afterAll(() => at.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	credential = await at.connect('testa');
});

const jsonOf = (run: { readonly items: ReadonlyArray<{ readonly json: IDataObject }> }) =>
	run.items.map(({ json }) => json);
const lastDays = (days: number) => ({ period: 'lastDays', days });

describe('PSD2 Accounts', () => {
	it('gives an item for each account that was approved, tied to the item before it', async () => {
		const { items, error } = await at.run('Psd2Accounts', credential, { operation: 'getAll' });
		expect(error).toBeUndefined();
		const accounts = new Set(
			(await at.bank.admin<LedgerEntry[]>('/ledger?person=testa')).map(({ account }) => account),
		);
		expect(items).toHaveLength(accounts.size);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(Object.keys(items[0]?.json ?? {}).length).toBeLessThanOrEqual(10);
	});

	it('gives one account by its id, with the bank own answer where asked', async () => {
		const [first] = jsonOf(await at.run('Psd2Accounts', credential, { operation: 'getAll' }));
		const { items, error } = await at.run('Psd2Accounts', credential, {
			operation: 'get',
			account: { __rl: true, mode: 'id', value: first?.accountId },
			simplify: false,
			options: { includeRaw: true },
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ object: 'account', accountId: first?.accountId });
		expect(items[0]?.json.raw).toHaveProperty('resourceId');
	});

	it('gives no more than the limit', async () => {
		const parameters = { operation: 'getAll', returnAll: false, limit: 2 };
		expect((await at.run('Psd2Accounts', credential, parameters)).items).toHaveLength(2);
	});
});

describe('PSD2 Balances', () => {
	it('gives every balance of every account with its kind', async () => {
		const items = jsonOf(await at.run('Psd2Balances', credential, { accounts: 'all' }));
		const ledger = await at.bank.admin<LedgerEntry[]>('/ledger?person=testa');
		const booked = items.filter(({ isBooked }) => isBooked === true);
		for (const { iban, currency, bookedBalance } of ledger.filter((entry) => entry.iban)) {
			const matching = items.filter((item) => item.iban === iban && item.currency === currency);
			expect(matching.map(({ amount }) => Number(amount))).toContain(Number(bookedBalance));
		}
		expect(booked.length).toBeGreaterThan(0);
	});
});

describe('PSD2 Transactions', () => {
	it('reads all pages of all accounts: the sums are those of the bank', async () => {
		await at.bank.admin('/settings', { pageSize: 7 });
		const run = await at.run('Psd2Transactions', credential, {
			accounts: 'all',
			...day.lastDays(89),
			bookingStatus: 'booked',
			simplify: false,
		});
		expect(run.error).toBeUndefined();
		const items = jsonOf(run);
		const ledger = await at.bank.admin<LedgerEntry[]>(
			`/ledger?person=testa&from=${day.daysBefore(89)}`,
		);
		const expected = Object.fromEntries(
			ledger
				.filter(({ iban, booked }) => iban !== undefined && booked.count > 0)
				.map(({ iban, currency, booked }) => [
					`${iban} ${currency}`,
					`${booked.count} ${new Decimal(booked.sum).toFixed(4)}`,
				]),
		);
		const sums = new Map<string, { count: number; sum: Decimal }>();
		for (const { accountIban, currency, amount } of items) {
			if (accountIban === undefined) continue;
			const key = `${String(accountIban)} ${String(currency)}`;
			const { count, sum } = sums.get(key) ?? { count: 0, sum: new Decimal(0) };
			sums.set(key, { count: count + 1, sum: sum.plus(String(amount)) });
		}
		const read = Object.fromEntries(
			[...sums].map(([key, { count, sum }]) => [key, `${count} ${sum.toFixed(4)}`]),
		);
		expect(read).toEqual(expected);
		expect(items).toHaveLength(ledger.reduce((count, { booked }) => count + booked.count, 0));
		expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
	});

	it('gives the same ids after a new login, however the pages are cut', async () => {
		const parameters = { accounts: 'all', ...day.lastDays(60), bookingStatus: 'booked' };
		const first = jsonOf(await at.run('Psd2Transactions', credential, parameters));
		const again = await at.connect('testa');
		await at.bank.admin('/settings', { pageSize: 3 });
		const second = jsonOf(await at.run('Psd2Transactions', again, parameters));
		expect(first.length).toBeGreaterThan(5);
		expect(second.map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
	});

	it('leaves out an account that the bank has blocked, and says so', async () => {
		const tom = await at.connect('tom');
		const accounts = jsonOf(await at.run('Psd2Accounts', tom, { operation: 'getAll' }));
		expect(accounts.map(({ status }) => status)).toContain('blocked');
		const run = await at.run('Psd2Transactions', tom, { accounts: 'all', ...lastDays(60) });
		expect(run.error).toBeUndefined();
		const blocked = accounts.find(({ status }) => status === 'blocked');
		expect(run.items.map(({ json }) => json.accountId)).not.toContain(blocked?.accountId);
		const hints = run.run.data.resultData.runData['Step 1']?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message).join()).toMatch(/is blocked at the bank/);
	});

	it('takes an account as generated workflows write it: plain, or its IBAN as id', async () => {
		const [first] = jsonOf(await at.run('Psd2Accounts', credential, { operation: 'getAll' }));
		for (const account of [first?.accountId, { __rl: true, mode: 'id', value: first?.iban }]) {
			const parameters = { accounts: 'one', account: account as never };
			const { items, error } = await at.run('Psd2Balances', credential, parameters);
			expect(error).toBeUndefined();
			expect(items[0]?.json.accountId).toBe(first?.accountId);
		}
	});

	it('gives at most ten fields when simplified', async () => {
		const items = jsonOf(await at.run('Psd2Transactions', credential, lastDays(30)));
		expect(Math.max(...items.map((item) => Object.keys(item).length))).toBeLessThanOrEqual(10);
	});

	it('reads for each item that asks for something else', async () => {
		const run = await at.run(
			'Psd2Transactions',
			credential,
			{ period: 'lastDays', days: '={{ $json.days }}', returnAll: false, limit: 1 },
			{ items: [{ days: 30 }, { days: 40 }] },
		);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('reads once what several items ask for alike, so that nothing comes twice', async () => {
		const { items: accounts } = await at.run('Psd2Accounts', credential, { operation: 'getAll' });
		const run = await at.run('Psd2Transactions', credential, lastDays(30), {
			items: accounts.map(({ json }) => json),
		});
		const ids = run.items.map(({ json }) => json.id);
		expect(accounts.length).toBeGreaterThan(1);
		expect(new Set(ids).size).toBe(ids.length);
		expect(run.items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
			true,
		);
	});

	it('reads once where each item has another moment of the same day', async () => {
		const moment =
			'={{ $now.minus({ days: 20 }).startOf("day").plus({ milliseconds: $itemIndex }) }}';
		const run = await at.run(
			'Psd2Transactions',
			credential,
			{ period: 'dates', dateFrom: moment, bookingStatus: 'both' },
			{ items: [{}, {}, {}], mode: 'trigger' },
		);
		expect(run.error).toBeUndefined();
		expect(new Set(run.items.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(1);
		const log = await at.bank.admin<Array<{ endpoint: string; account: string }>>('/log');
		const listings = log.filter(({ endpoint }) => endpoint === 'transactions');
		expect(listings).toHaveLength(new Set(listings.map(({ account }) => account)).size);
	});

	it('sends the address of the account holder only where it is given', async () => {
		await at.run('Psd2Transactions', credential, lastDays(5));
		await at.run('Psd2Transactions', credential, {
			...lastDays(6),
			options: { accountHolderIp: '203.0.113.7' },
		});
		const log = await at.bank.admin<Array<{ endpoint: string; attended: boolean }>>('/log');
		const listings = log.filter(({ endpoint }) => endpoint === 'transactions');
		expect(new Set(listings.map(({ attended }) => attended))).toEqual(new Set([false, true]));
	});
});

describe('while a workflow is being built', () => {
	it('re-uses answers in test runs and asks again in production', async () => {
		const calls = async () =>
			(await at.bank.admin<Array<{ endpoint: string }>>('/log')).filter(
				({ endpoint }) => endpoint === 'transactions',
			).length;
		await at.run('Psd2Transactions', credential, lastDays(10));
		const once = await calls();
		await at.run('Psd2Transactions', credential, lastDays(10));
		expect(await calls()).toBe(once);
		await at.run('Psd2Transactions', credential, lastDays(10), { mode: 'trigger' });
		expect(await calls()).toBeGreaterThan(once);
	});
});
