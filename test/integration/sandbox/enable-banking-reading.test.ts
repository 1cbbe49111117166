import {
	usesSandbox,
	hour,
	attended,
	type Json,
	type Row,
	type LedgerEntry,
	clock,
	get,
	admin,
	settings,
	connect,
	at,
	uidOf,
	list,
	cents,
	sumOf,
	errorOf,
} from './enable-banking-tpp';

usesSandbox();

describe('accounts, balances and rows', () => {
	const ledgerOf = async (person: string): Promise<LedgerEntry[]> =>
		admin(`/ledger?bank=enable-banking&person=${person}`);

	it.each([7, 100])('add up to the ledger with pages of %i', async (pageSize) => {
		await settings({ pageSize });
		const session = await connect();
		const entries = await ledgerOf('testa');
		expect(entries.length).toBe(9);
		const books = [...new Set(entries.map(({ account }) => account))];
		for (const [index, book] of books.entries()) {
			const uid = uidOf(session, index);
			const { rows } = await list(uid, { strategy: 'longest' });
			const { body } = await get(`/accounts/${uid}/balances`, attended);
			for (const entry of entries.filter(({ account }) => account === book)) {
				const own = rows.filter((row) => row.transaction_amount.currency === entry.currency);
				for (const [status, totals] of [
					['BOOK', entry.booked],
					['PDNG', entry.pending],
				] as const) {
					const some = own.filter((row) => row.status === status);
					expect([some.length, sumOf(some)]).toEqual([totals.count, cents(totals.sum)]);
				}
				const booked = (body['balances'] as { balance_type: string; balance_amount: Json }[]).find(
					({ balance_type: type, balance_amount: amount }) =>
						['CLBD', 'OTHR'].includes(type) && amount['currency'] === entry.currency,
				);
				expect(booked?.balance_amount['amount']).toBe(entry.bookedBalance);
			}
		}
	});

	it('tells an account again, without asking the bank for its rows', async () => {
		const session = await connect();
		const { status, body } = await get(`/accounts/${uidOf(session)}/details`, attended);
		expect([status, body]).toEqual([200, session.accounts[0]]);
	});

	it('filters by status, and keeps the promise of references', async () => {
		const uid = uidOf(await connect());
		const { rows } = await list(uid, { strategy: 'longest', transaction_status: 'BOOK' });
		expect(rows.every(({ status }) => status === 'BOOK')).toBe(true);
		const references = rows.flatMap((row) => row.entry_reference ?? []);
		expect(references.length).toBeGreaterThan(rows.length / 2);
		expect(new Set(references).size).toBe(references.length);
		const pending = await list(uid, { transaction_status: 'PDNG' });
		expect(pending.rows.length).toBeGreaterThan(0);
		expect(pending.rows.every((row) => row.booking_date === null)).toBe(true);
		expect((await list(uid, { transaction_status: 'RJCT' })).rows).toEqual([]);
	});

	it('knows an account by its uid only', async () => {
		const [{ identification_hash: hash } = { identification_hash: '' }] = (await connect())
			.accounts;
		const byHash = await get(`/accounts/${encodeURIComponent(hash)}/balances`);
		expect(errorOf(byHash)).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
		const unknown = await get('/accounts/eb5a4dba-0000-4000-8000-0000000000ff/balances');
		expect(errorOf(unknown)).toEqual([404, 'ACCOUNT_DOES_NOT_EXIST']);
	});

	it.each([
		[{ date_from: '2031-05-02', date_to: '2031-05-17' }, 'date_from'],
		[{ date_from: '2031-04-01', date_to: '2031-05-16' }, 'date_to'],
		[{ date_from: '2031-04-01' }, 'date_to'],
		[
			{ date_from: '2031-04-01', date_to: '2031-05-17', transaction_status: 'BOOK' },
			'transaction_status',
		],
		[{ date_from: '2031-04-01', date_to: '2031-05-17', strategy: 'longest' }, 'strategy'],
	])('takes a key only with the parameters of its page: %o', async (query, field) => {
		await settings({ pageSize: 5 });
		const uid = uidOf(await connect());
		const path = `/accounts/${uid}/transactions?`;
		const asked = 'date_from=2031-04-01&date_to=2031-05-17';
		const { body } = await get(path + asked, attended);
		const key = `&continuation_key=${String(body['continuation_key'])}`;
		expect((await get(path + asked + key, attended)).status).toBe(200);
		const bent = await get(path + new URLSearchParams(query).toString() + key, attended);
		expect(errorOf(bent)).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
		expect(bent.body['message']).toContain(`${field} in request is not the same`);
	});

	it('takes no key that is made up or of another session', async () => {
		await settings({ pageSize: 5 });
		const [one, two] = [await connect(), await connect({}, 'prova')];
		const { body } = await get(`/accounts/${uidOf(one)}/transactions`, attended);
		for (const key of ['made-up', String(body['continuation_key'])]) {
			const path = `/accounts/${uidOf(two)}/transactions?continuation_key=${key}`;
			expect(errorOf(await get(path, attended))).toEqual([422, 'WRONG_CONTINUATION_KEY']);
		}
	});
});

describe('how far back', () => {
	const first = (rows: readonly Row[]) => rows.map((row) => row.booking_date ?? '9').sort()[0];
	const oldest = '2031-02-17';

	it('gives everything within the hour after the login, and 89 days later', async () => {
		await settings({ transactions: 1_200 });
		const uid = uidOf(await connect());
		const all = (await list(uid, { strategy: 'longest' })).rows;
		expect(all.length).toBe(600);
		expect(first(all)).toBe('2030-10-30');
		expect(first((await list(uid)).rows)).toBe(oldest);
		expect((await list(uid, { date_from: '2020-01-01' })).rows).toEqual(all);
		clock.now += hour;
		const later = (await list(uid, { strategy: 'longest' })).rows;
		expect(first(later)).toBe(oldest);
		expect((await list(uid, { date_from: oldest, strategy: 'longest' })).rows).toEqual(later);
		expect(await get(`/accounts/${uid}/transactions?date_from=2031-02-16`, attended)).toEqual({
			status: 422,
			body: {
				code: 422,
				error: 'WRONG_TRANSACTIONS_PERIOD',
				message: 'Wrong transactions period requested',
				detail: { message: `date_from can not be before ${oldest}`, date_from: oldest },
			},
		});
	});

	it.each<[string, string, Json]>([
		[
			'Nirgendwo Handelsrepublik',
			'DE',
			{
				code: 422,
				error: 'WRONG_TRANSACTIONS_PERIOD',
				detail: { message: 'Requested period is out of bound' },
			},
		],
		[
			'Sparkasse Nirgendwo',
			'DE',
			{ code: 'PERIOD_INVALID', detail: 'dateFrom=2030-01-01, dateTo=2031-05-17' },
		],
		['Banque Fictive', 'FR', { code: 400, error: 'ASPSP_ERROR', detail: 'Unknown error' }],
	])('is said in the words of %s', async (name, country, body) => {
		const uid = uidOf(await connect(at(name, country)));
		clock.now += hour;
		const answer = await get(`/accounts/${uid}/transactions?date_from=2030-01-01`);
		expect(answer.body).toMatchObject(body);
	});

	it('costs the session at a bank that is asked for a year', async () => {
		const uid = uidOf(await connect(at('Aktiebanken Ingenting', 'SE')));
		const path = `/accounts/${uid}/transactions`;
		expect((await get(`${path}?date_from=2030-05-18`)).status).toBe(200);
		expect((await get(`${path}?strategy=longest`)).status).toBe(200);
		for (const again of [`${path}?date_from=2030-05-17`, path]) {
			expect(errorOf(await get(again))).toEqual([401, 'EXPIRED_SESSION']);
		}
	});

	it.each([
		['date_to=2031-05-17', 'DATE_TO_WITHOUT_DATE_FROM'],
		['date_from=2031-05-18', 'DATE_FROM_IN_FUTURE'],
		['date_from=2031-05-10&date_to=2031-05-09', 'WRONG_DATE_INTERVAL'],
		['date_from=2031-02-30', 'WRONG_REQUEST_PARAMETERS'],
		['transaction_status=BOOKED', 'WRONG_REQUEST_PARAMETERS'],
		['strategy=all', 'WRONG_REQUEST_PARAMETERS'],
	])('refuses %s', async (query, error) => {
		const uid = uidOf(await connect());
		expect(errorOf(await get(`/accounts/${uid}/transactions?${query}`))).toEqual([422, error]);
	});
});
