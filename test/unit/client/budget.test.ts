import { createMemoryStore } from '../../../lib/store/memory';
import { clientAt, pagesOf, plainBank, readAccounts } from '../../support/client-under-test';
import { FixedSession } from '../../support/fixed-session';
import { account, accountsBody, refusal } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const hour = 3_600_000;

describe('the reads of a BankClient', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	describe('attendance', () => {
		it('is shown to the bank only while the account holder is there', async () => {
			await readAccounts(clientAt(bank.url));
			await readAccounts(clientAt(bank.url, { attended: { psuIpAddress: '203.0.113.7' } }));
			expect(bank.seen.map(({ headers }) => headers['psu-ip-address'])).toEqual([
				undefined,
				'203.0.113.7',
			]);
		});

		it('decides how far back a listing may go', async () => {
			const limited = { ...plainBank, limits: { ...plainBank.limits, staleDays: 90 } };
			const list = (dateFrom: string, attended?: { psuIpAddress: string }) =>
				pagesOf(
					clientAt(bank.url, {
						bank: limited,
						...(attended === undefined ? {} : { attended }),
					}).client.transactions(account, { bookingStatus: 'booked', dateFrom }),
				);
			bank.answersBy(() => ({ body: { transactions: { booked: [] } } }));
			await expect(list('2025-10-15')).rejects.toMatchObject({
				code: 'invalid-input',
				details: { field: 'dateFrom' },
			});
			expect(bank.seen).toHaveLength(0);
			await list('2025-10-17');
			await list('2024-01-01', { psuIpAddress: '203.0.113.7' });
			expect(bank.seen).toHaveLength(2);
		});
	});

	describe('budget', () => {
		const clock = () => new TestClock();

		it('refuses the fifth read of a rolling day before it is sent', async () => {
			const under = clientAt(bank.url);
			const start = under.clock.now();
			for (let reads = 0; reads < 4; reads += 1) {
				await readAccounts(under);
				under.clock.pass(hour);
			}
			await expect(readAccounts(under)).rejects.toMatchObject({
				code: 'quota-exceeded',
				message: expect.stringContaining('The bank was not called'),
				details: { retryAt: start + 24 * hour },
			});
			expect(bank.seen).toHaveLength(4);
			under.clock.pass(20 * hour);
			await readAccounts(under);
			expect(under.records.map(({ budgetLeft }) => budgetLeft)).toEqual([3, 2, 1, 0, 0]);
		});

		it('is not touched while the account holder is there', async () => {
			const under = clientAt(bank.url, { attended: { psuIpAddress: '203.0.113.7' } });
			for (let reads = 0; reads < 6; reads += 1) await readAccounts(under);
			expect(bank.seen).toHaveLength(6);
			expect(under.records[0]).toMatchObject({ attended: true });
			expect(under.records[0]).not.toHaveProperty('budgetLeft');
		});

		it('counts endpoints, accounts and consents apart', async () => {
			bank.answersBy(() => ({ body: { ...accountsBody, balances: [] } }));
			const store = createMemoryStore(clock());
			const at = (consent: string) =>
				clientAt(bank.url, { store, readsPerDay: 1, session: new FixedSession(['t'], consent) });
			await readAccounts(at('consent-1'));
			await readAccounts(at('consent-2'));
			await at('consent-1').client.balances(account);
			await at('consent-1').client.balances({ resourceId: 'acc-2' });
			await expect(readAccounts(at('consent-1'))).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('gives a read back that brought nothing', async () => {
			const under = clientAt(bank.url, { readsPerDay: 1 });
			bank.answers({ status: 404 });
			await expect(readAccounts(under)).rejects.toMatchObject({ code: 'not-found' });
			await readAccounts(under);
			await expect(readAccounts(under)).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('counts a read once, however often it had to be repeated', async () => {
			bank.answers({ status: 500 }, { status: 500 });
			const under = clientAt(bank.url, { readsPerDay: 2 });
			await readAccounts(under);
			await readAccounts(under);
			expect(under.records.map(({ budgetLeft }) => budgetLeft)).toEqual([1, 1, 1, 0]);
		});

		it('counts a listing that failed after its first page', async () => {
			const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
			bank.answers({ body: { ...accountsBody, ...next } }, { status: 403 });
			const under = clientAt(bank.url, { readsPerDay: 1 });
			await expect(readAccounts(under)).rejects.toMatchObject({ code: 'not-permitted' });
			await expect(readAccounts(under)).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('does not ask again before the time that the bank named', async () => {
			bank.answers(refusal(429, 'ACCESS_EXCEEDED', { 'retry-after': '7200' }));
			const under = clientAt(bank.url);
			const retryAt = under.clock.now() + 2 * hour;
			for (let tries = 0; tries < 2; tries += 1) {
				await expect(readAccounts(under)).rejects.toMatchObject({
					code: 'quota-exceeded',
					details: { retryAt },
				});
			}
			expect(bank.seen).toHaveLength(1);
			under.clock.pass(2 * hour);
			await readAccounts(under);
		});

		it('names the time itself where the bank names none', async () => {
			const under = clientAt(bank.url);
			const first = under.clock.now();
			await readAccounts(under);
			under.clock.pass(hour);
			bank.answers(refusal(429, 'ACCESS_EXCEEDED'));
			await expect(readAccounts(under)).rejects.toMatchObject({
				code: 'quota-exceeded',
				details: { retryAt: first + 24 * hour },
			});
		});

		it('holds when many ask at once', async () => {
			const under = clientAt(bank.url);
			const all = await Promise.allSettled(Array.from({ length: 12 }, () => readAccounts(under)));
			expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
			expect(bank.seen).toHaveLength(4);
		});
	});
});
