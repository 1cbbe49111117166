import { enableBanking } from '../../lib/banks/enable-banking';
import { listAspsps } from '../../lib/standards/enable-banking/aspsps';
import type { Transaction } from '../../lib/models/transaction';
import type { Account } from '../../lib/models/account';
import { bankAt, bankUnderTest, holder, type BankUnderTest } from '../support/bank-under-test';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const plain = { aspsp: 'SE/personal/Sandbox%20Savings%20Bank' };
const applications = {
	sandbox: 'eb5a4dba-0000-4000-8000-000000000001',
	restricted: 'eb5a4dba-0000-4000-8000-000000000002',
	inactive: 'eb5a4dba-0000-4000-8000-000000000003',
};
const at = (country: string, name: string, type = 'personal') => ({
	aspsp: `${country}/${type}/${encodeURIComponent(name)}`,
});

let bank: BankUnderTest;
beforeAll(async () => {
	bank = await bankUnderTest(enableBanking, 'enable-banking', {
		choices: plain,
		clientId: applications.sandbox,
		sandbox: { transactions: 1_000 },
	});
});
afterAll(() => bank?.close());
beforeEach(() => bank.reset());

async function accounts(): Promise<readonly Account[]> {
	const all: Account[] = [];
	for await (const page of bank.client().accounts()) all.push(...page);
	return all;
}

async function rowsOf(
	account: Account,
	query: Partial<Parameters<ReturnType<typeof bank.client>['transactions']>[1]> = {},
	client = bank.client(),
): Promise<readonly Transaction[]> {
	const rows: Transaction[] = [];
	for await (const page of client.transactions(account, { bookingStatus: 'both', ...query })) {
		rows.push(...page);
	}
	return rows;
}

const cents = (amount: string) => Math.round(Number(amount) * 100);
const sumOf = (rows: readonly Transaction[]) =>
	rows.reduce((sum, { amount: { amount } }) => sum + cents(amount), 0);

const askedFor = (endpoint: string) =>
	bank.log().filter((entry) => entry.endpoint === endpoint && entry.status === 200);

it('lists banks sorted, beta ones too, and hidden ways to log in apart', async () => {
	const context = { ...bank.calls.place, now: bank.clock.now() };
	const options = await bank.calls.ask(
		listAspsps,
		{
			...context,
			facts: {},
			language: 'en',
			redirectUri: '',
			state: '',
			codeVerifier: '',
			nonce: '',
		},
		{ asked: 'the banks' },
	);
	const names = options.map(({ name }) => name);
	expect(names).toContain('Sandbox Savings Bank (SE, personal)');
	expect(names).toContain('Sandbox Savings Bank (SE, personal, Sandbank ID)');
	expect(names).toContain('Sandbox Savings Bank (SE, business)');
	expect(options.find(({ name }) => name.startsWith('Crédit'))).toEqual({
		value: 'FR/personal/Cr%C3%A9dit%20Bac-%C3%A0-Sable%20du%20Pays%20de%20Nulle-Part',
		name: 'Crédit Bac-à-Sable du Pays de Nulle-Part (FR, personal)',
		description: expect.stringContaining('beta') as string,
	});
	const countries = options.map(({ value }) => value.slice(0, 2));
	expect(countries).toEqual([...countries].sort());
	expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
});

it('reads every account, balance and row that the ledger has', async () => {
	expect((await bank.login('redirect')).state.phase).toBe('connected');
	const all = await accounts();
	const ledger = await bank.ledger({ person: 'testa' });
	const books = ledger.filter(({ iban }) => iban !== undefined);
	expect(books.length).toBeGreaterThan(1);
	const compared = new Set<string>();
	for (const account of all) {
		const client = bank.client({ attended: holder });
		const rows = await rowsOf(account, {}, client);
		const balances = await client.balances(account);
		const booksOfIt = books.filter(
			({ iban, currency }) => iban === account.iban && currency === (account.currency ?? currency),
		);
		for (const { currency, booked, pending, bookedBalance } of booksOfIt) {
			const read = (status: Transaction['status']) => {
				const own = rows.filter((row) => row.status === status && row.amount.currency === currency);
				return [own.length, sumOf(own)];
			};
			expect(read('booked')).toEqual([booked.count, cents(booked.sum)]);
			expect(read('pending')).toEqual([pending.count, cents(pending.sum)]);
			const closing = balances.find(
				({ type, amount }) => type === 'closingBooked' && amount.currency === currency,
			);
			expect(closing?.amount.amount).toBe(bookedBalance);
			compared.add(`${account.id} ${currency}`);
		}
	}
	expect(compared.size).toBe(books.length);
	expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

it('asks for everything in the fresh hour, and for what is given later', async () => {
	await bank.login('redirect');
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	const early = await rowsOf(account);
	expect(await bank.admin<string[]>('/urls')).toContainEqual(
		expect.stringMatching(/transactions\?strategy=longest$/),
	);
	bank.clock.pass(61 * minuteMs);
	const late = await rowsOf(account);
	expect(late.length).toBeLessThan(early.length);
	expect((await bank.admin<string[]>('/urls')).at(-1)).not.toContain('strategy');
});

it('reads page after page with the same parameters, over an empty one too', async () => {
	await bank.admin('/settings', { pageSize: 7 });
	await bank.login('redirect');
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	const dateFrom = new Date(bank.clock.now() - 60 * dayMs).toISOString().slice(0, 10);
	const dateTo = new Date(bank.clock.now()).toISOString().slice(0, 10);
	const rows = await rowsOf(account, { bookingStatus: 'booked', dateFrom, dateTo });
	const [book] = await bank.ledger({ person: 'testa', from: dateFrom, to: dateTo });
	expect([rows.length, sumOf(rows)]).toEqual([book?.booked.count, cents(book?.booked.sum ?? '')]);
	const urls = (await bank.admin<string[]>('/urls')).filter((url) => url.includes('/transactions'));
	expect(urls.length).toBeGreaterThan(1);
	for (const url of urls) {
		expect(url).toContain(`date_from=${dateFrom}&date_to=${dateTo}&transaction_status=BOOK`);
	}
});

it('knows the accounts again in the next session, whose ids are others', async () => {
	await bank.login('redirect');
	const before = await accounts();
	await bank.login('redirect');
	const after = await accounts();
	const named = (list: readonly Account[]) => list.map(({ id, resourceId }) => [id, resourceId]);
	expect(named(after)).toEqual(named(before));
	const uid = (account: Account | undefined) => (account?.raw as { uid?: string }).uid;
	expect(uid(after[0])).not.toBe(uid(before[0]));
	expect((await rowsOf(before[0] ?? (after[0] as Account))).length).toBeGreaterThan(0);
});

it('ends the session at the bank', async () => {
	await bank.login('redirect');
	expect(await bank.revoke()).toBe(true);
	expect(askedFor('session.delete')).toHaveLength(1);
	await expect(accounts()).rejects.toMatchObject({ code: 'login-required' });
});

it.each([
	['revoke', 'REVOKED'],
	['expire', 'EXPIRED'],
])('wants a new login after %s, from whatever is asked', async (move, status) => {
	await bank.login('redirect');
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	const [consent] = await bank.admin<{ id: string }[]>('/consents');
	await bank.admin(`/consents/${consent?.id}/${move}`, {});
	await expect(accounts()).rejects.toMatchObject({
		code: 'consent-required',
		details: { bankCode: status },
	});
	await expect(bank.client().balances(account)).rejects.toMatchObject({ code: 'consent-required' });
});

it('is valid nearly as long as the bank allows', async () => {
	const choices = at('DE', 'Nirgendwo Handelsrepublik');
	const record = await bank.login('redirect', { choices });
	const ninety = bank.clock.now() + 90 * dayMs;
	expect(record.state.phase).toBe('connected');
	expect(
		[ninety - dayMs, ninety].map((time) => new Date(time).toISOString().slice(0, 10)),
	).toContain(record.validUntil);
});

it('sends all headers of the account holder that the bank wants, or none', async () => {
	await bank.login('redirect', { choices: at('SE', 'Påhittade Bolagsbanken', 'business') });
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	await bank.client({ attended: holder }).balances(account);
	await bank.client({ attended: { psuIpAddress: holder.psuIpAddress } }).balances(account);
	await bank.client({ attended: { ...holder, psuIpAddress: '192.168.1.7' } }).balances(account);
	expect(askedFor('balances').map(({ attended }) => attended)).toEqual([true, false, false]);
});

it('uses a hidden way to log in where it was chosen', async () => {
	const choices = { aspsp: `${plain.aspsp}/SANDBANK_ID` };
	expect((await bank.login('redirect', { choices })).state.phase).toBe('connected');
	const unknown = { aspsp: `${plain.aspsp}/NO_SUCH` };
	expect((await bank.login('redirect', { choices: unknown })).state.phase).toBe('failed');
});

it('says of a login that the bank breaks that the bank broke it', async () => {
	const record = await bank.login('redirect', { choices: at('DE', 'Störungsbank') });
	expect(record.state).toMatchObject({ phase: 'failed', reason: 'bank-error' });
});

it('tells how long to wait when the reads of a day are used up', async () => {
	await bank.login('redirect');
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	const client = bank.client({ readsPerDay: 100 });
	for (let read = 0; read < 4; read += 1) await client.balances(account);
	await expect(client.balances(account)).rejects.toMatchObject({
		code: 'quota-exceeded',
		details: { retryAt: expect.any(Number) as number },
	});
});

it('says where the bank goes no further back', async () => {
	await bank.login('redirect');
	bank.clock.pass(61 * minuteMs);
	const [account] = await accounts();
	if (account === undefined) throw new Error('no account');
	const dateFrom = new Date(bank.clock.now() - 90 * dayMs).toISOString().slice(0, 10);
	await expect(rowsOf(account, { dateFrom })).rejects.toMatchObject({
		code: 'request-rejected',
		details: { field: 'date_from', nextStep: expect.stringMatching(/^Ask from \d{4}/) as string },
	});
});

it('shows a blocked account, and says that nobody may read it', async () => {
	await bank.login('redirect', { person: 'tom' });
	const blocked = (await accounts()).find(({ status }) => status === 'blocked');
	if (blocked === undefined) throw new Error('no blocked account');
	await expect(bank.client().balances(blocked)).rejects.toMatchObject({
		code: 'not-permitted',
		message: expect.stringContaining('blocked') as string,
	});
});

it('says that the application does not know the address, and which it knows', async () => {
	const redirectUri = 'https://n8n.example/back';
	await expect(bank.login('redirect', { redirectUri })).rejects.toThrow(
		`Enable Banking does not know the address ${redirectUri}. Registered: http://127.0.0.1/, https://example.org/callback`,
	);
});

it('says of a bank that is listed no more which are like it', async () => {
	await expect(bank.login('redirect', { choices: at('SE', 'Sandbox Bank') })).rejects.toMatchObject(
		{
			message: 'Enable Banking lists no bank called "Sandbox Bank" any more',
			details: { nextStep: expect.stringContaining('"Sandbox Savings Bank"') as string },
		},
	);
});

describe('in production', () => {
	const redirectUri = 'https://example.org/callback';
	const opened = (clientId: string) =>
		bankAt(bank, enableBanking, 'enable-banking', {
			environment: 'production',
			...{ choices: plain, clientId },
		});

	it('reads the accounts that are linked to the application, and no others', async () => {
		const restricted = await opened(applications.restricted);
		const few = await restricted.login('redirect', { redirectUri });
		const all = await bank.login('redirect');
		expect(few.state.phase).toBe('connected');
		expect(few.accounts?.length).toBeGreaterThan(0);
		expect(few.accounts?.length).toBeLessThan(all.accounts?.length ?? 0);
	});

	it('says of an application that is not active what to do', async () => {
		const inactive = await opened(applications.inactive);
		await expect(inactive.login('redirect', { redirectUri })).rejects.toMatchObject({
			message: 'The application at Enable Banking is not active yet',
			details: { nextStep: expect.stringMatching(/Activate by linking accounts/) as string },
		});
	});

	it("takes no sandbox application: its accounts are nobody's", async () => {
		const wrong = await opened(applications.sandbox);
		await expect(wrong.login('redirect', { redirectUri })).rejects.toMatchObject({
			code: 'settings-invalid',
			details: { field: 'Environment' },
		});
	});
});
