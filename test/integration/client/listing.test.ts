import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import type { Account } from '../../../lib/models/account';
import { add, canonical } from '../../../lib/models/money';
import type { Transaction } from '../../../lib/models/transaction';
import { pagesOf } from '../../support/client-under-test';
import { Tpp, type Login } from '../sandbox/tpp';
import { sandboxClient } from './sandbox-client';

interface LedgerEntry {
	readonly account: string;
	readonly currency: string;
	readonly booked: { readonly count: number; readonly sum: string };
	readonly pending: { readonly count: number; readonly sum: string };
}

const attended = { psuIpAddress: '192.0.2.7' };
const everything = { bookingStatus: 'both', dateFrom: '2000-01-01' } as const;

describe('listings of the sandbox bank', () => {
	let tpp: Tpp;
	let login: Login;
	beforeAll(async () => {
		tpp = await Tpp.open({ transactions: 1_200 });
	});
	afterAll(() => tpp.close());
	beforeEach(async () => {
		await tpp.admin('/reset', {});
		login = await tpp.connect();
	});

	const open = (options = {}) => sandboxClient(tpp, login, { attended, ...options });
	const accountsOf = async ({ client }: ReturnType<typeof open>): Promise<Account[]> =>
		(await pagesOf(client.accounts())).flat();
	const busiest = async (under: ReturnType<typeof open>): Promise<Account> => {
		const ledger = await tpp.admin<LedgerEntry[]>('/ledger?person=testa');
		const [most] = ledger.sort((one, other) => other.booked.count - one.booked.count);
		const account = (await accountsOf(under)).find(
			({ resourceId }) => resourceId === most?.account,
		);
		if (account === undefined) throw new Error('the ledger names an account that is not listed');
		return account;
	};

	it.each(['path', 'absolute'])(
		"arrive at the bank's own totals, by links as %s",
		async (links) => {
			await tpp.admin('/settings', { links });
			const under = open();
			const read: Record<string, { count: number; sum: string }> = {};
			for (const account of await accountsOf(under)) {
				const rows = (await pagesOf(under.client.transactions(account, everything))).flat();
				expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
				for (const { status, amount } of rows) {
					const key = `${account.resourceId} ${amount.currency} ${status}`;
					const { count, sum } = read[key] ?? { count: 0, sum: '0' };
					read[key] = { count: count + 1, sum: canonical(add(sum, amount.amount)) };
				}
			}
			const ledger = await tpp.admin<LedgerEntry[]>('/ledger?person=testa');
			const expected = ledger.flatMap(({ account, currency, booked, pending }) =>
				Object.entries({ booked, pending }).flatMap(([status, { count, sum }]) =>
					count === 0 ? [] : [[`${account} ${currency} ${status}`, { count, sum: canonical(sum) }]],
				),
			);
			expect(read).toEqual(Object.fromEntries(expected));
		},
	);

	it('have the same ids whatever the size of a page', async () => {
		const under = open();
		const account = await busiest(under);
		const ids = async () =>
			(await pagesOf(under.client.transactions(account, everything)))
				.flat()
				.map(({ id }: Transaction) => id)
				.sort();
		const large = await ids();
		await tpp.admin('/settings', { pageSize: 37 });
		expect(await ids()).toEqual(large);
	});

	it('go on after an empty page', async () => {
		const under = open();
		const account = await busiest(under);
		const list = () => pagesOf(under.client.transactions(account, everything));
		const whole = (await list()).flat();
		await tpp.admin('/faults', { kind: 'empty-page-with-next' });
		const pages = await list();
		expect(pages.some((page) => page.length === 0)).toBe(true);
		expect(pages.flat()).toEqual(whole);
	});

	it('that never end are stopped at the page cap', async () => {
		const capped = { ...sandboxBank, limits: { ...sandboxBank.limits, maximumPages: 20 } };
		const under = open({ bank: capped });
		const account = await busiest(under);
		await tpp.admin('/faults', { kind: 'endless-pages', times: 1_000 });
		await expect(pagesOf(under.client.transactions(account, everything))).rejects.toMatchObject({
			code: 'unreadable-answer',
		});
	});

	it('outlive a token that runs out between two pages', async () => {
		const under = open();
		const account = await busiest(under);
		const whole = (await pagesOf(under.client.transactions(account, everything))).flat();
		const rows: Transaction[] = [];
		for await (const page of under.client.transactions(account, everything)) {
			rows.push(...page);
			await tpp.admin('/tokens/expire', {});
		}
		expect(rows).toEqual(whole);
		expect(under.session.refreshes).toBeGreaterThan(0);
	});

	it('unattended, are refused after four by us before the bank has to', async () => {
		const under = sandboxClient(tpp, login);
		for (let reads = 0; reads < 4; reads += 1) await pagesOf(under.client.accounts());
		await expect(pagesOf(under.client.accounts())).rejects.toMatchObject({
			code: 'quota-exceeded',
			details: { retryAt: under.clock.now() + 24 * 3_600_000 },
		});
		expect(under.records).toHaveLength(4);
		expect(under.records.every(({ status }) => status === 200)).toBe(true);
	});
});
