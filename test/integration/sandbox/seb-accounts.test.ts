import { randomUUID } from 'node:crypto';
import { ais, attended, ledgerSum, noon, numbers, SebTpp, thousandths, type Row } from './seb-tpp';

let tpp: SebTpp;
beforeAll(async () => {
	tpp = await SebTpp.open();
});
afterAll(() => tpp.close());
beforeEach(() => tpp.reset());

describe('account information', () => {
	it('asks for a token and a new request id, and for no consent', async () => {
		const { access_token } = await tpp.connect();
		const path = `${ais('v8')}/accounts`;
		expect((await tpp.read(path, access_token)).status).toBe(200);
		const code = async (headers: Record<string, string>) => {
			const { status, type, body } = await tpp.get(path, headers);
			expect(type).toContain('application/problem+json');
			expect(body['type']).toBe(`https://berlingroup.com/error-codes/${String(body['code'])}`);
			return [status, body['code']];
		};
		const id = { 'x-request-id': randomUUID() };
		expect(await code(id)).toEqual([401, 'UNAUTHORIZED']);
		expect(await code({ ...id, authorization: 'Bearer made-up' })).toEqual([401, 'TOKEN_UNKNOWN']);
		const bearer = { authorization: `Bearer ${String(access_token)}` };
		expect(await code(bearer)).toEqual([400, 'FORMAT_ERROR']);
		expect(await code({ ...bearer, 'x-request-id': '123' })).toEqual([400, 'FORMAT_ERROR']);
		expect(await code({ ...bearer, ...id, 'psu-ip-address': 'home' })).toEqual([
			400,
			'FORMAT_ERROR',
		]);
		tpp.now += 3_600_000;
		expect(await code({ ...bearer, 'x-request-id': randomUUID() })).toEqual([401, 'TOKEN_EXPIRED']);
	});

	it('lists accounts with links below its own address; ids differ between the versions', async () => {
		const { access_token } = await tpp.connect();
		const [v7, v8] = [
			await tpp.accountsOf('v7', access_token),
			await tpp.accountsOf('v8', access_token),
		];
		const ids = new Set([...v7, ...v8].map(({ resourceId }) => resourceId));
		expect([v7.length, v8.length, ids.size]).toEqual([6, 6, 12]);
		expect(v7.map(({ iban }) => iban)).toEqual(v8.map(({ iban }) => iban));
		const [first] = v8;
		expect(first).toMatchObject({
			bic: 'XMPLSEZZ',
			currency: 'SEK',
			_links: {
				transactions: {
					href: `/accounts/${first?.resourceId}/transactions?bookingStatus=booked`,
				},
			},
		});
		expect(first).not.toHaveProperty('bicAddress');
		expect(v7[0]).toMatchObject({ bicAddress: 'XMPLSEZZ', accountOwners: ['Testa Exempelsson'] });
		const foreign = await tpp.read(`${ais('v8')}/accounts/${v7[0]?.resourceId}`, access_token);
		expect([foreign.status, foreign.body['code']]).toEqual([404, 'RESOURCE_UNKNOWN']);
	});

	it('gives one account unwrapped, with balances where asked, and three decimals in v8', async () => {
		const { access_token } = await tpp.connect();
		const [account] = await tpp.accountsOf('v8', access_token);
		const path = `${ais('v8')}/accounts/${account?.resourceId}`;
		const [plain, full] = [
			await tpp.read(path, access_token),
			await tpp.read(`${path}?withBalance=true`, access_token),
		];
		expect(plain.body).toMatchObject({ resourceId: account?.resourceId, additionalOwnerNames: [] });
		expect(plain.body).not.toHaveProperty('balances');
		expect(plain.body).not.toHaveProperty('creditLine');
		expect(full.body).toMatchObject({ creditLine: '0.000' });
		const { body } = await tpp.read(`${path}/balances`, access_token);
		expect(full.body['balances']).toEqual(body['balances']);
		const [ledger] = await tpp.admin<{ bookedBalance: string }[]>(
			`/ledger?account=${account?.resourceId}`,
		);
		expect(body['balances']).toMatchObject([
			{
				balanceType: 'interimBooked',
				balanceAmount: { amount: `${ledger?.bookedBalance}0`, currency: 'SEK' },
			},
			{ balanceType: 'interimAvailable' },
		]);
		const pending = await tpp.read(`${path}/transactions?bookingStatus=pending`, access_token);
		const { pending: rows, booked } = pending.body['transactions'] as {
			pending: Row[];
			booked?: Row[];
		};
		const held = rows.filter((row) => row.transactionAmount.amount.startsWith('-'));
		const [now, available] = (body['balances'] as { balanceAmount: { amount: string } }[]).map(
			({ balanceAmount: { amount } }) => BigInt(amount.replace('.', '')),
		);
		expect(available).toBe((now ?? 0n) + thousandths(held));
		expect([held.length > 0, booked]).toEqual([true, undefined]);
	});

	it.each([
		['v7', 199],
		['v8', 500],
	])('gives all rows of %s page by page, as the ledger has them', async (version, size) => {
		const { access_token } = await tpp.connect();
		const ledger =
			await tpp.admin<{ iban?: string; booked: { count: number; sum: string } }[]>(
				'/ledger?person=testa',
			);
		const accounts = await tpp.accountsOf(version, access_token);
		for (const { iban, _links } of accounts
			.filter(({ currency }) => currency !== 'XXX')
			.slice(0, 4)) {
			const { booked } = ledger.find((entry) => entry.iban === iban) ?? { booked: undefined };
			const pages = await tpp.pagesOf(version, access_token, _links.transactions.href);
			const rows = pages.flat();
			expect(rows.length).toBe(booked?.count);
			expect(pages.map(({ length }) => length)).toEqual(
				pages.map((_page, index) => Math.min(size, rows.length - index * size)),
			);
			expect(thousandths(rows)).toBe(ledgerSum(booked?.sum));
			expect(rows.every((row) => /^-?\d+\.\d{3}$/.test(row.transactionAmount.amount))).toBe(true);
			const ids = rows.flatMap(({ transactionId: id }) => (id === 'NOTPROVIDED' ? [] : (id ?? [])));
			expect(new Set(ids).size).toBe(ids.length);
		}
	});

	it('pages v8 by a sealed key and v7 by a number that stays right when rows are booked meanwhile', async () => {
		const { access_token } = await tpp.connect();
		for (const version of ['v7', 'v8']) {
			const [account] = await tpp.accountsOf(version, access_token);
			const href = account?._links.transactions.href ?? '';
			const before = (await tpp.pagesOf(version, access_token, href)).flat();
			const { body } = await tpp.read(`${ais(version)}${href}`, access_token);
			const next = (body['transactions'] as { _links: { next: { href: string } } })._links.next
				.href;
			expect(next).toMatch(
				version === 'v7'
					? /^\/accounts\/[^/]+\/transactions\?bookingStatus=booked&transactionSequenceNumber=\d+$/
					: /^\/accounts\/[^/]+\/transactions\?bookingStatus=booked&paginationKey=.+/,
			);
			tpp.now += 86_400_000;
			const { access_token: renewed } = await tpp.connect();
			const late = await tpp.read(`${ais(version)}${next}`, renewed);
			if (version === 'v8') expect(late.body).toMatchObject({ code: 'FORMAT_ERROR' });
			else {
				const { booked } = late.body['transactions'] as { booked: Row[] };
				expect(booked[0]).toEqual(before[199]);
			}
			tpp.now = noon;
		}
	});

	it('says no currency of a closed account, v7 "xxx"', async () => {
		const { access_token } = await tpp.connect('v4', numbers.tom);
		for (const version of ['v7', 'v8']) {
			const closed = (await tpp.accountsOf(version, access_token)).find(
				({ status }) => status === 'deleted',
			);
			expect(closed?.['currency']).toBe(version === 'v7' ? 'xxx' : undefined);
			const path = `${ais(version)}/accounts/${closed?.resourceId}`;
			expect((await tpp.read(`${path}/balances`, access_token)).body['balances']).toEqual([]);
		}
	});

	it('counts four reads a day of each account and endpoint while nobody is there', async () => {
		const { access_token } = await tpp.connect('v4', numbers.prova);
		const [one, two] = await tpp.accountsOf('v8', access_token);
		const base = `${ais('v8')}/accounts`;
		const from =
			(path: string, headers = {}) =>
			async () => {
				const { status, body } = await tpp.read(path, access_token, headers);
				return status === 200 ? status : [status, body['code']];
			};
		for (const path of [
			base,
			`${base}/${one?.resourceId}`,
			`${base}/${one?.resourceId}/balances`,
			`${base}/${one?.resourceId}/transactions?bookingStatus=booked`,
		]) {
			const seen: unknown[] = [];
			for (let time = 0; time < 5; time += 1) seen.push(await from(path)());
			expect(seen).toEqual([200, 200, 200, 200, [429, 'ACCESS_EXCEEDED']]);
			expect(await from(path, attended)()).toBe(200);
		}
		expect(await from(`${base}/${two?.resourceId}/balances`)()).toBe(200);
	});

	it('counts a listing once, however many pages it has, and repeats a link when told to', async () => {
		await tpp.admin('/settings', { pageSize: 100, quotaPerDay: 1 });
		const { access_token } = await tpp.connect();
		const [account] = await tpp.accountsOf('v8', access_token);
		const path = `${ais('v8')}/accounts/${account?.resourceId}/transactions?bookingStatus=booked`;
		const nextOf = async (asked: string) => {
			const { status, body } = await tpp.read(asked, access_token, {});
			expect(status).toBe(200);
			return (body['transactions'] as { _links: { next?: { href: string } } })._links.next?.href;
		};
		const second = await nextOf(path);
		expect(await nextOf(`${ais('v8')}${second}`)).not.toBe(second);
		await tpp.admin('/faults', { match: { endpoint: 'transactions' }, kind: 'repeat-next-link' });
		expect(await nextOf(`${ais('v8')}${second}`)).toBe(second);
	});

	it('shows 90 days to a read that nobody waits for, and all to the account holder', async () => {
		const { access_token } = await tpp.connect();
		const [account] = await tpp.accountsOf('v8', access_token);
		const path = `${ais('v8')}/accounts/${account?.resourceId}/transactions?bookingStatus=booked`;
		const oldest = async (query: string, headers: Record<string, string>) => {
			const { status, body } = await tpp.read(`${path}${query}`, access_token, headers);
			return status === 200 ? status : [status, body['code']];
		};
		expect(await oldest('&dateFrom=2031-02-16', {})).toBe(200);
		expect(await oldest('&dateFrom=2031-02-15', {})).toEqual([400, 'PERIOD_INVALID']);
		expect(await oldest('&dateFrom=2029-02-15', attended)).toBe(200);
		expect(await oldest('&dateFrom=2031-05-18', attended)).toEqual([400, 'PERIOD_INVALID']);
		expect(await oldest('&dateFrom=yesterday', attended)).toEqual([400, 'FORMAT_ERROR']);
	});

	it('opens nothing with a payment scope, nor once the person has taken the login back', async () => {
		const { body } = await tpp.order('v4', 'ast', { scope: 'psd2_payments' });
		await tpp.phone('approve');
		const payments = await tpp.exchange('v4', { auth_req_id: body['auth_req_id'] });
		const { access_token: paying } = payments.body;
		const refused = await tpp.read(`${ais('v8')}/accounts`, paying);
		expect([refused.status, refused.body['code']]).toEqual([403, 'FORBIDDEN']);
		const { access_token, refresh_token } = await tpp.connect();
		const consents = await tpp.admin<{ id: string; status: string }[]>('/consents');
		await tpp.admin(`/consents/${consents.at(-1)?.id}/revoke`, {});
		expect((await tpp.read(`${ais('v8')}/accounts`, access_token)).status).toBe(401);
		expect((await tpp.exchange('v4', { refresh_token })).status).toBe(400);
	});

	it('keeps secrets, tokens and personal numbers out of its log and its addresses', async () => {
		const { access_token, refresh_token } = await tpp.connect('v3');
		await tpp.accountsOf('v8', access_token);
		const seen = JSON.stringify([await tpp.admin('/log'), await tpp.admin('/urls')]);
		for (const secret of [access_token, refresh_token, tpp.sandbox.clientSecret, numbers.testa]) {
			expect(seen).not.toContain(String(secret));
		}
	});
});
