import type { BankClientOptions } from '../../../lib/client';
import { createMemoryStore } from '../../../lib/store/memory';
import { tryLease } from '../../../lib/store/lease';
import type { Store } from '../../../lib/store/store';
import { clientAt, plainBank, readAccounts } from '../../support/client-under-test';
import { FixedSession } from '../../support/fixed-session';
import { accountsBody, refusal } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const hour = 3_600_000;
const connection = { id: 'connection-1', secretForCache: 'the client secret' };

/** One connection, as several executions of several processes see it. */
function connected(api: string, fixed: Partial<BankClientOptions> = {}) {
	const clock = new TestClock();
	const store = createMemoryStore(clock);
	const remarks: string[] = [];
	const remark = (message: string) => void remarks.push(message);
	return {
		clock,
		store,
		remarks,
		/** An execution of its own, in a process of its own where it has a `store` of its own. */
		execution: (options: Partial<BankClientOptions> = {}) =>
			clientAt(api, { clock, store, connection, remark, ...fixed, ...options }),
		/** The same state through another process' eyes: nothing in memory is shared. */
		otherProcess: (): Store => ({ ...store }),
	};
}

describe('the list in which accounts are looked up', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	it('is what was read of the accounts last, whoever read it', async () => {
		const { execution, clock } = connected(bank.url);
		for (let run = 0; run < 8; run += 1) {
			await readAccounts(execution());
			await execution().client.directory();
			await execution().client.directory();
			clock.pass(6 * hour);
		}
		expect(bank.seen).toHaveLength(8);
	});

	it('is read once in half a day where nobody asks for the accounts themselves', async () => {
		const { execution, clock } = connected(bank.url);
		for (let run = 0; run < 24; run += 1) {
			await execution().client.directory();
			clock.pass(hour);
		}
		expect(bank.seen).toHaveLength(2);
	});

	it('is read once by however many want it at the same time', async () => {
		const { execution } = connected(bank.url);
		const all = await Promise.all(Array.from({ length: 10 }, () => execution().client.directory()));
		expect(all.map((accounts) => accounts.length)).toEqual(Array(10).fill(1));
		expect(bank.seen).toHaveLength(1);
	});

	it('is read once by several processes', async () => {
		const { execution, otherProcess } = connected(bank.url, {
			// Real time: the others look every so often while one asks.
			clock: { now: () => Date.now(), sleep: () => new Promise(setImmediate) },
		});
		const all = await Promise.all(
			Array.from({ length: 10 }, () => execution({ store: otherProcess() }).client.directory()),
		);
		expect(all).toHaveLength(10);
		expect(bank.seen).toHaveLength(1);
	});

	it('is read all the same where somebody else holds on to it for too long', async () => {
		const { execution, store } = connected(bank.url);
		const real = store.compareAndSet;
		const held: Store = {
			...store,
			compareAndSet: async (key, ...more) => !key.startsWith('lease/') && real(key, ...more),
		};
		expect(await tryLease(held, 'any', 1)).toBeUndefined();
		expect(await execution({ store: held }).client.directory()).toHaveLength(1);
	});

	it('is not given up for all where one is stopped', async () => {
		const { execution } = connected(bank.url);
		const stop = new AbortController();
		bank.answers({ failure: 'silent' });
		const first = execution({ signal: stop.signal }).client.directory();
		while (bank.seen.length === 0) await new Promise(setImmediate);
		const second = execution().client.directory();
		const impatient = new AbortController();
		const third = execution({ signal: impatient.signal }).client.directory();
		impatient.abort();
		await expect(third).rejects.toMatchObject({ code: 'cancelled' });
		stop.abort();
		await expect(first).rejects.toMatchObject({ code: 'cancelled' });
		expect(await second).toHaveLength(1);
	});

	it('fails for all who wait for it where the bank refuses it', async () => {
		const { execution } = connected(bank.url);
		bank.answersBy(() => refusal(403, 'SERVICE_BLOCKED'));
		const all = await Promise.allSettled(
			Array.from({ length: 5 }, () => execution().client.directory()),
		);
		expect(all.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
		expect(bank.seen).toHaveLength(1);
	});

	it.each([
		['is used up', refusal(429, 'ACCESS_EXCEEDED'), /reads of the list .* are used up/],
		['is unavailable', { status: 503, body: {} }, /does not give the list of accounts just now/],
		['says nothing', { failure: 'reset' } as const, /does not give the list/],
	])('is an older one, and that is said, while the bank %s', async (_why, answer, message) => {
		const { execution, clock, remarks } = connected(bank.url, { retryBudgetMs: 0 });
		await execution().client.directory();
		clock.pass(13 * hour);
		bank.answersBy(() => answer);
		expect(await execution().client.directory()).toHaveLength(1);
		expect(remarks).toEqual([expect.stringMatching(message)]);
		expect(remarks[0]).toContain('The accounts are those of 2026-01-15 08:00 UTC');
	});

	it("is an older one while the day's reads are spent here", async () => {
		const { execution, clock, remarks } = connected(bank.url, { readsPerDay: 1 });
		await execution().client.directory();
		clock.pass(13 * hour);
		expect(await execution().client.directory()).toHaveLength(1);
		expect(bank.seen).toHaveLength(1);
		expect(remarks).toHaveLength(1);
		clock.pass(12 * hour);
		await execution().client.directory();
		expect(bank.seen).toHaveLength(2);
		expect(remarks).toHaveLength(1);
	});

	it('is never an older one where the login or the consent has ended', async () => {
		const { execution, clock } = connected(bank.url);
		await execution().client.directory();
		clock.pass(13 * hour);
		bank.answersBy(() => refusal(401, 'CONSENT_EXPIRED'));
		await expect(execution().client.directory()).rejects.toMatchObject({
			code: 'consent-required',
		});
	});

	it('is not that of another consent, also when the reads are spent', async () => {
		const { execution, clock } = connected(bank.url, { readsPerDay: 1 });
		await execution().client.directory();
		clock.pass(13 * hour);
		const session = new FixedSession(['t'], 'another-consent');
		await execution({ session }).client.directory();
		expect(bank.seen).toHaveLength(2);
	});

	it('is forgotten after a week', async () => {
		const { execution, clock } = connected(bank.url);
		await execution().client.directory();
		clock.pass(7 * 24 * hour);
		bank.answersBy(() => refusal(429, 'ACCESS_EXCEEDED'));
		await expect(execution().client.directory()).rejects.toMatchObject({ code: 'quota-exceeded' });
	});

	it('is asked for where nothing can be kept', async () => {
		const { execution } = connected(bank.url, { connection: { id: 'connection-1' } });
		await execution().client.directory();
		await execution().client.directory();
		expect(bank.seen).toHaveLength(2);
	});
});

describe('the accounts themselves', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	it('are asked for, however young the list is', async () => {
		const { execution } = connected(bank.url);
		await execution().client.directory();
		await readAccounts(execution({ run: 'run-1' }));
		await readAccounts(execution({ run: 'run-2' }));
		expect(bank.seen).toHaveLength(3);
	});

	it('are the list that the same run has read in the last minutes, in either order', async () => {
		const { execution, clock } = connected(bank.url);
		const run = 'run-1';
		await execution({ run }).client.directory();
		await readAccounts(execution({ run }));
		await readAccounts(execution({ run }));
		expect(bank.seen).toHaveLength(1);
		clock.pass(6 * 60_000);
		await readAccounts(execution({ run }));
		expect(bank.seen).toHaveLength(2);
	});

	it('are refused when the reads are spent: the list would not be what the bank says now', async () => {
		const { execution } = connected(bank.url, { readsPerDay: 1 });
		await readAccounts(execution());
		await expect(readAccounts(execution())).rejects.toMatchObject({ code: 'quota-exceeded' });
	});

	it('cost one read for any number of them at a bank without a page for each', async () => {
		const { account: _details, ...withoutDetails } = plainBank;
		const accounts = [...accountsBody.accounts, { resourceId: 'acc-2' }, { resourceId: 'acc-3' }];
		bank.answersBy(() => ({ body: { accounts } }));
		const { execution } = connected(bank.url, { bank: withoutDetails, run: 'run-1' });
		for (const account of await execution().client.directory()) {
			expect(await execution().client.account(account)).toMatchObject({ id: account.id });
		}
		expect(bank.seen).toHaveLength(1);
	});
});

describe('a read that is free again in a moment', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	it('is waited for: a schedule of four a day is not always on the second', async () => {
		const under = clientAt(bank.url);
		const starts = under.clock.now();
		for (let run = 0; run < 28; run += 1) {
			// Every other run sets out up to twenty seconds later than planned.
			const planned = starts + run * 6 * hour + (run % 2 === 0 ? 0 : (run % 5) * 5_000);
			under.clock.pass(Math.max(0, planned - under.clock.now()));
			await readAccounts(under);
		}
		expect(bank.seen).toHaveLength(28);
		expect(Math.max(...under.clock.slept)).toBeLessThanOrEqual(30_000);
	});

	it('is not waited for any longer than a call may wait', async () => {
		const under = clientAt(bank.url, { readsPerDay: 1, retryBudgetMs: 10_000 });
		await readAccounts(under);
		under.clock.pass(24 * hour - 10_001);
		await expect(readAccounts(under)).rejects.toMatchObject({ code: 'quota-exceeded' });
		under.clock.pass(1);
		await readAccounts(under);
		expect(under.clock.slept).toEqual([10_000]);
	});

	it('is not waited for by a run that is stopped', async () => {
		const stop = new AbortController();
		const under = clientAt(bank.url, { readsPerDay: 1, signal: stop.signal });
		await readAccounts(under);
		under.clock.pass(24 * hour - 5_000);
		stop.abort();
		await expect(readAccounts(under)).rejects.toMatchObject({ code: 'cancelled' });
		expect(bank.seen).toHaveLength(1);
	});
});
