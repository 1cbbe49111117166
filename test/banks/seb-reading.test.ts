import { sebWith, type SebVersions } from '../../lib/banks/seb';
import type { Account } from '../../lib/models/account';
import { add, canonical } from '../../lib/models/money';
import type { Transaction } from '../../lib/models/transaction';
import { bankUnderTest, holder, type BankUnderTest } from '../support/bank-under-test';

const versions = [
	{ login: 'v4', accounts: 'v8' },
	{ login: 'v4', accounts: 'v7' },
] as const satisfies readonly SebVersions[];

async function gather<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[][]> {
	const all: Row[][] = [];
	for await (const page of pages) all.push([...page]);
	return all;
}

const sumOf = (rows: readonly Transaction[], currency: string) =>
	rows
		.filter(({ amount }) => amount.currency === currency)
		.reduce((sum, { amount }) => add(sum, amount.amount), '0');

describe.each(versions)('account information $accounts', (version) => {
	let bank: BankUnderTest;
	beforeAll(async () => {
		bank = await bankUnderTest(sebWith(version), 'seb', { sandbox: { transactions: 3_000 } });
	});
	afterAll(() => bank?.close());
	beforeEach(() => bank.reset());

	const isV8 = version.accounts === 'v8';
	const client = () => bank.client({ attended: holder });
	const accounts = async () => (await gather<Account>(client().accounts())).flat();
	const rowsOf = (account: Account, bookingStatus: 'booked' | 'pending' | 'both') =>
		gather<Transaction>(client().transactions(account, { bookingStatus }));

	it('reads every row of every account, page by page, as the ledger has them', async () => {
		await bank.login('decoupled');
		const ledger = await bank.ledger({ person: 'testa' });
		const read = await accounts();
		let longest = 0;
		for (const account of read) {
			const pages = await rowsOf(account, 'booked');
			longest = Math.max(longest, pages.length);
			const rows = pages.flat();
			expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
			const entries = ledger.filter(({ iban, currency }) =>
				account.iban === undefined
					? iban === undefined && (account.currency ?? currency) === currency
					: iban === account.iban && (account.currency ?? currency) === currency,
			);
			expect(entries.length).toBeGreaterThan(0);
			expect(rows).toHaveLength(entries.reduce((count, { booked }) => count + booked.count, 0));
			for (const { currency, booked } of entries) {
				expect(canonical(sumOf(rows, currency))).toBe(canonical(booked.sum));
			}
		}
		expect(longest).toBeGreaterThan(1);
	});

	it('gives the booked balance of the ledger', async () => {
		await bank.login('decoupled');
		const [account] = await accounts();
		if (account === undefined) throw new Error('no account');
		const [entry] = (await bank.ledger({ person: 'testa' })).filter(
			({ iban }) => iban === account.iban,
		);
		const [booked, available] = await client().balances(account);
		expect([booked?.type, canonical(booked?.amount.amount ?? '')]).toEqual([
			'interimBooked',
			canonical(entry?.bookedBalance ?? ''),
		]);
		expect(available?.type).toBe('interimAvailable');
	});

	it(
		isV8 ? 'reads pending rows by their sign' : 'asks for no pending rows, as they have no sign',
		async () => {
			await bank.login('decoupled');
			const [account] = await accounts();
			if (account === undefined) throw new Error('no account');
			const rows = (await rowsOf(account, 'both')).flat();
			const pending = rows.filter(({ status }) => status === 'pending');
			const [entry] = (await bank.ledger({ person: 'testa' })).filter(
				({ iban }) => iban === account.iban,
			);
			const sum = canonical(sumOf(pending, 'SEK'));
			if (isV8) {
				expect(pending.length).toBeGreaterThan(0);
				expect([pending.length, sum]).toEqual([
					entry?.pending.count,
					canonical(entry?.pending.sum ?? ''),
				]);
			} else {
				expect([pending.length, rows.length]).toEqual([0, entry?.booked.count]);
				const asked = bank.log().filter(({ endpoint }) => endpoint === 'transactions.v7');
				expect(asked.every(({ path }) => path.includes('bookingStatus=booked'))).toBe(true);
			}
		},
	);

	it('lists a closed account, which has no currency', async () => {
		await bank.login('decoupled', { person: 'tom' });
		const closed = (await accounts()).find(({ status }) => status === 'deleted');
		expect(closed?.bban).toBeDefined();
		expect(closed?.currency).toBeUndefined();
		expect(await client().balances(closed as Account)).toEqual([]);
	});

	it('is refused the fifth read of a day while nobody is there', async () => {
		await bank.login('decoupled', { person: 'prova' });
		await bank.admin('/settings', { quotaPerDay: 1 });
		const [account] = await accounts();
		if (account === undefined) throw new Error('no account');
		await bank.client().balances(account);
		await expect(bank.client().balances(account)).rejects.toMatchObject({
			code: 'quota-exceeded',
			details: { bankCode: 'ACCESS_EXCEEDED', status: 429 },
		});
		expect(await client().balances(account)).not.toHaveLength(0);
	});

	it('asks for no more than 90 days while nobody is there', async () => {
		await bank.login('decoupled');
		const [account] = await accounts();
		if (account === undefined) throw new Error('no account');
		const daysBack = (days: number) =>
			new Date(bank.clock.now() - days * 86_400_000).toISOString().slice(0, 10);
		const since = (days: number) =>
			gather(
				bank.client().transactions(account, { bookingStatus: 'booked', dateFrom: daysBack(days) }),
			);
		expect((await since(89)).flat().length).toBeGreaterThan(0);
		const calls = bank.log().length;
		await expect(since(92)).rejects.toMatchObject({ code: 'invalid-input' });
		expect(bank.log()).toHaveLength(calls);
	});

	it('says that an account is not of this connection', async () => {
		await bank.login('decoupled');
		await expect(client().balances({ resourceId: 'nobody' })).rejects.toMatchObject({
			code: 'not-found',
			details: { bankCode: 'RESOURCE_UNKNOWN' },
		});
	});

	it('wants a login where the person has taken it back', async () => {
		await bank.login('decoupled');
		for (const { id } of await bank.admin<{ id: string }[]>('/consents'))
			await bank.admin(`/consents/${id}/revoke`, {});
		await expect(accounts()).rejects.toMatchObject({ code: 'login-required' });
	});
});

it('gives accounts of one person other ids of the bank in each version, and one id of ours', async () => {
	const read: Account[][] = [];
	for (const version of versions) {
		const bank = await bankUnderTest(sebWith(version), 'seb');
		await bank.login('decoupled');
		read.push((await gather(bank.client({ attended: holder }).accounts())).flat());
		await bank.close();
	}
	const [v8 = [], v7 = []] = read;
	const ids = (accounts: readonly Account[]) =>
		new Set(accounts.map(({ resourceId }) => resourceId));
	expect(ids([...v8, ...v7]).size).toBe(12);
	const numbered = (accounts: readonly Account[]) =>
		accounts.filter(({ iban }) => iban !== undefined).map(({ id }) => id);
	expect(numbered(v8)).toEqual(numbered(v7));
});
