import {
	admin,
	accountsOf,
	attended,
	byRedirect,
	clock,
	decoupled,
	failure,
	grant,
	read,
	responseOf,
	settings,
	useNordea,
} from './nordea-tpp';

useNordea();

type Row = Readonly<Record<string, unknown>> & { readonly amount: number };
interface Ledger {
	readonly account: string;
	readonly booked: { readonly count: number; readonly sum: string };
	readonly pending: { readonly count: number };
	readonly bookedBalance: string;
}

async function allRows(opened: string, account: string, query: string) {
	const rows: Row[] = [];
	let key: string | undefined = undefined;
	let pages = 0;
	do {
		const more: string = key === undefined ? '' : `&continuation_key=${key}`;
		const page = responseOf<{ transactions: Row[]; _continuation_key?: string }>(
			await read(`/v5/accounts/${account}/transactions?${query}${more}`, opened, attended),
		);
		rows.push(...page.transactions);
		key = page._continuation_key;
		pages += 1;
	} while (key !== undefined);
	return { rows, pages };
}

describe('accounts and transactions', () => {
	it('adds up to the ledger, page by page', async () => {
		await settings({ pageSize: 7 });
		const { access_token: opened } = await decoupled();
		const days = 'from_date=2031-03-01&to_date=2031-05-17';
		const accounts = await accountsOf(opened);
		expect(accounts.map(({ currency }) => currency)).toEqual(['SEK', 'EUR', 'NOK', 'SEK', 'SEK']);
		for (const account of accounts) {
			const { rows: all, pages } = await allRows(opened, account._id, days);
			const rows = all.filter(({ status }) => status !== 'reserved');
			const [truth] = (await admin(
				`/ledger?bank=nordea&account=${account._id}&from=2031-03-01&to=2031-05-17`,
			)) as Ledger[];
			expect(rows.length).toBe(truth?.booked.count);
			expect(all.length - rows.length).toBe(truth?.pending.count);
			expect(pages).toBe(Math.max(1, Math.ceil(rows.length / 7)));
			const cents = rows.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
			expect(cents).toBe(Math.round(Number(truth?.booked.sum) * 100));
			expect(account.booked_balance).toBe(Number(truth?.bookedBalance));
			for (const { amount, _type } of rows) {
				expect(_type).toBe(amount < 0 ? 'DebitTransaction' : 'CreditTransaction');
			}
		}
	});

	it('speaks of accounts and rows in the bank’s own names', async () => {
		const { access_token: opened } = await decoupled();
		const [first, , norwegian] = await accountsOf(opened);
		expect(first).toEqual({
			_id: expect.any(String),
			account_numbers: [
				{ _type: 'IBAN', value: expect.stringMatching(/^SE\d{22}$/) },
				{ _type: 'BBAN_SE', value: expect.stringMatching(/^\d{20}$/) },
			],
			currency: 'SEK',
			account_name: 'Lönekonto',
			product: 'Sandkonto Vardag',
			country: 'SE',
			status: 'OPEN',
			bank: { name: 'Nordea', bic: 'XMPLSEZZ', country: 'SE' },
			available_balance: expect.any(Number),
			booked_balance: expect.any(Number),
			value_dated_balance: expect.any(Number),
		});
		const { response } = (await read(`/v5/accounts/${first?._id}`, opened)).body;
		expect(response).toEqual(first);
		const all = 'from_date=2030-06-01';
		const { rows } = await allRows(opened, first?._id ?? '', all);
		expect(rows.some((row) => row['transaction_id'] === undefined)).toBe(true);
		expect(rows.find((row) => row['counterparty_name'] === 'Hyresvärden i Ingenstans')).toEqual({
			transaction_id: expect.any(String),
			_type: 'DebitTransaction',
			amount: expect.any(Number),
			currency: 'SEK',
			booking_date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
			value_date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
			payment_date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
			type_description: 'Transfer',
			narrative: 'Hyra',
			counterparty_name: 'Hyresvärden i Ingenstans',
		});
		const inNorway = await allRows(opened, norwegian?._id ?? '', all);
		expect(inNorway.rows.some((row) => row['kid_number'] !== undefined)).toBe(true);
	});

	it('gives each scope its own fields, and the chosen accounts only', async () => {
		const basic = await byRedirect('testa', { scope: ['ACCOUNTS_BASIC'] });
		const [account] = await accountsOf(basic.access_token);
		expect(Object.keys(account ?? {})).toEqual(['_id', 'account_numbers', 'currency']);
		expect(
			await read(`/v5/accounts/${account?._id}/transactions`, basic.access_token),
		).toMatchObject(failure(403, 'error.resource.denied'));
		const iban = (account as unknown as { account_numbers: { value: string }[] }).account_numbers[0]
			?.value;
		const one = await byRedirect('testa', { account_list: [iban] });
		expect((await accountsOf(one.access_token)).map(({ _id }) => _id)).toEqual([account?._id]);
		expect(await read('/v5/accounts/made-up', one.access_token)).toMatchObject(
			failure(404, 'error.resource.notfound'),
		);
	});

	it('shows a year at first, 90 days an hour later, and no future', async () => {
		const { access_token: opened } = await byRedirect();
		const [account] = await accountsOf(opened);
		const from = (day: string) =>
			read(`/v5/accounts/${account?._id}/transactions?from_date=${day}`, opened, attended);
		expect((await from('2030-05-17')).status).toBe(200);
		expect(await from('2030-05-15')).toMatchObject(failure(403, 'error.resource.denied'));
		expect(await from('2031-05-18')).toMatchObject(failure(400, 'error.date.invalid'));
		expect(await from('2031-02-30')).toMatchObject(failure(400, 'error.validation'));
		await settings({ accessTokenSeconds: 86_400 });
		const late = await byRedirect();
		clock.now += 3_600_000;
		const old = (day: string) =>
			read(
				`/v5/accounts/${account?._id}/transactions?from_date=${day}`,
				late.access_token,
				attended,
			);
		expect((await old('2031-02-16')).status).toBe(200);
		expect(await old('2031-02-15')).toMatchObject(failure(403, 'error.resource.denied'));
	});

	it('goes back two months where no history was asked for', async () => {
		const { max_tx_history: _, ...rest } = grant;
		const { access_token: opened } = await byRedirect('testa', {
			...rest,
			max_tx_history: undefined,
		});
		const [account] = await accountsOf(opened);
		const path = `/v5/accounts/${account?._id}/transactions`;
		expect((await read(`${path}?from_date=2031-03-17`, opened)).status).toBe(200);
		expect(await read(`${path}?from_date=2031-03-16`, opened)).toMatchObject(
			failure(403, 'error.resource.denied'),
		);
		const { rows } = await allRows(opened, account?._id ?? '', '');
		const oldest = rows.at(-1)?.['booking_date'];
		expect(String(oldest) >= '2031-03-17').toBe(true);
	});

	it('counts four reads a day where nobody is there', async () => {
		const { access_token: opened } = await byRedirect();
		const statuses: number[] = [];
		for (let time = 0; time < 5; time += 1) {
			statuses.push((await read('/v5/accounts', opened)).status);
		}
		expect(statuses).toEqual([200, 200, 200, 200, 429]);
		expect((await read('/v5/accounts', opened, attended)).status).toBe(200);
	});

	it('ends when the time that was granted is over, or the person withdraws', async () => {
		const short = await byRedirect('testa', { duration: 5 });
		clock.now += 301_000;
		expect(await read('/v5/accounts', short.access_token)).toMatchObject(
			failure(401, 'error.token.expired'),
		);
		const { access_token: opened } = await byRedirect();
		const consents = (await admin('/consents?bank=nordea')) as { id: string }[];
		await admin(`/consents/${consents.at(-1)?.id}/revoke?bank=nordea`, {});
		expect(await read('/v5/accounts', opened)).toMatchObject(failure(401, 'error.token.invalid'));
	});
});
