import { isFresh, reachOf } from '../../../lib/client/too-far-back';
import type { BankProfile } from '../../../lib/profile/profile';
import { clientAt, pagesOf, plainBank } from '../../support/client-under-test';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const account = { resourceId: 'acc-1', iban: 'SE3550000000054910000003', currency: 'SEK' };
const row = (id: string, bookingDate: string) => ({
	transactionId: id,
	bookingDate,
	transactionAmount: { amount: '-12.50', currency: 'SEK' },
});
const withLimits = (limits: Partial<BankProfile['limits']>): BankProfile => ({
	...plainBank,
	timeZone: 'UTC',
	limits: { ...plainBank.limits, ...limits },
});

describe('limits of a bank', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());

	it('splits a period that is longer than the bank takes; each part is a read of its own', async () => {
		bank.answersBy(({ url }) => {
			const from = new URL(url, 'http://x').searchParams.get('dateFrom') ?? '';
			return { body: { transactions: { booked: [row(`row of ${from}`, from)] } } };
		});
		const under = clientAt(bank.url, { bank: withLimits({ window: { days: 7 } }) });
		const query = {
			bookingStatus: 'booked',
			dateFrom: '2026-01-01',
			dateTo: '2026-01-20',
		} as const;
		const pages = await pagesOf(under.client.transactions(account, query));
		expect(pages.flat().map(({ bankId }) => bankId)).toEqual([
			'row of 2026-01-01',
			'row of 2026-01-08',
			'row of 2026-01-15',
		]);
		expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(3);
		expect(under.records.map(({ budgetLeft }) => budgetLeft)).toEqual([3, 2, 1]);
	});

	it('picks out of the nearest status what was wanted', async () => {
		bank.answers({
			body: {
				transactions: {
					booked: [row('1', '2026-01-02')],
					pending: [row('2', '2026-01-03')],
				},
			},
		});
		const under = clientAt(bank.url, { bank: withLimits({ statuses: ['both'] }) });
		const pages = await pagesOf(under.client.transactions(account, { bookingStatus: 'pending' }));
		expect(pages.flat().map(({ bankId }) => bankId)).toEqual(['2']);
		expect(bank.seen[0]?.url).toContain('bookingStatus=both');
	});

	it('says what the bank does not have', async () => {
		bank.answers({ body: { transactions: { booked: [row('1', '2026-01-02')] } } });
		const said: string[] = [];
		const limited = withLimits({ statuses: ['booked'] });
		const remark = (message: string) => void said.push(message);
		const { client } = clientAt(bank.url, { bank: limited, remark });
		await pagesOf(client.transactions(account, { bookingStatus: 'both' }));
		expect(said).toEqual(['Plain Bank gives no pending transactions: they are left out']);
		await expect(
			pagesOf(client.transactions(account, { bookingStatus: 'pending' })),
		).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'bookingStatus' } });
	});

	it('counts by the consent where the bank does', async () => {
		bank.answersBy(() => ({ body: { balances: [] } }));
		const byConsent = withLimits({ unattended: { perDay: 2, per: 'consent' } });
		const { client } = clientAt(bank.url, { bank: byConsent });
		await client.balances(account);
		await client.balances({ ...account, resourceId: 'acc-2' });
		await expect(client.balances({ ...account, resourceId: 'acc-3' })).rejects.toMatchObject({
			code: 'quota-exceeded',
		});
	});

	it('asks for as much at once as the bank takes', async () => {
		let [now, most] = [0, 0];
		const slow = withLimits({ parallel: 2 });
		const http = async () => {
			now += 1;
			most = Math.max(most, now);
			await new Promise((resolve) => setImmediate(resolve));
			now -= 1;
			const headers = { 'content-type': 'application/json' };
			return { status: 200, headers, text: JSON.stringify({ balances: [] }) };
		};
		const { client } = clientAt(bank.url, { bank: slow, http });
		const accounts = ['1', '2', '3', '4', '5'].map((resourceId) => ({ ...account, resourceId }));
		await Promise.all(accounts.map((each) => client.balances(each)));
		expect(most).toBe(2);
	});

	it('asks further where a page wants it, before the next page, and knows which request is answered', async () => {
		const ids: BankProfile['transactions'] = {
			...plainBank.transactions,
			read: ({ body }, parameters, asked) => {
				if (asked?.path.includes('/details/')) {
					return plainBank.transactions.read({ status: 200, headers: {}, body }, parameters);
				}
				const { named, next } = body as { named: string[]; next?: string };
				const get = (path: string) => ({ method: 'GET', path }) as const;
				return {
					items: [],
					more: named.map((id) => get(`/v1/details/${id}`)),
					...(next === undefined ? {} : { next: get(next) }),
				};
			},
		};
		const body = (id: string) => ({ transactions: { booked: [row(id, '2026-01-02')] } });
		bank.answersBy(({ url = '' }) => {
			if (url.startsWith('/v1/details/')) return { body: body(url.slice(12)) };
			return url === '/v1/second'
				? { body: { named: ['c'] } }
				: { body: { named: ['a', 'b'], next: '/v1/second' } };
		});
		const under = clientAt(bank.url, { bank: { ...plainBank, transactions: ids } });
		const pages = await pagesOf(under.client.transactions(account, { bookingStatus: 'booked' }));
		expect(pages.flat().map(({ bankId }) => bankId)).toEqual(['a', 'b', 'c']);
		// One listing, one read of the day.
		expect(new Set(under.records.map(({ budgetLeft }) => budgetLeft))).toEqual(new Set([3]));
	});
});

describe('how far back', () => {
	const limits = { freshMinutes: 60, staleDays: 90, historyDays: 365 };
	const asking = (minutes: number) => {
		const clock = new TestClock(Date.parse('2026-06-01T12:00:00Z'));
		const loggedInAt = clock.now() - minutes * 60_000;
		return { bank: withLimits(limits), clock, connection: { loggedInAt } };
	};

	it.each([
		[0, true, 365],
		[59, true, 365],
		[60, false, 90],
		[-1, false, 90],
	])('%d minutes after the login', (minutes, fresh, days) => {
		expect(isFresh(asking(minutes))).toBe(fresh);
		expect(reachOf(asking(minutes))?.days).toBe(days);
	});

	it('is the whole history with the account holder there', () => {
		const attended = { psuIpAddress: '203.0.113.7' };
		expect(reachOf({ ...asking(600), attended })?.days).toBe(365);
	});
});
