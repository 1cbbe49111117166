import { Tpp, type Answer, type Login } from './tpp';

interface WireRow {
	readonly transactionId?: string;
	readonly bookingDate?: string;
	readonly transactionAmount: { readonly amount: string; readonly currency: string };
}

interface Report {
	readonly transactions: {
		readonly booked?: WireRow[];
		readonly pending?: WireRow[];
		readonly _links: { readonly next?: { readonly href: string } };
	};
}

interface WireAccount {
	readonly resourceId: string;
	readonly iban?: string;
	readonly currency: string;
}

interface LedgerEntry {
	readonly account: string;
	readonly currency: string;
	readonly booked: { readonly count: number; readonly sum: string };
	readonly pending: { readonly count: number; readonly sum: string };
}

const attended = { 'psu-ip-address': '192.0.2.7' };
const period = 'dateFrom=2000-01-01';

let tpp: Tpp;
let login: Login;

beforeAll(async () => {
	tpp = await Tpp.open();
});
afterAll(() => tpp.close());
beforeEach(async () => {
	await tpp.admin('/reset', {});
	login = await tpp.connect();
});

const codeOf = ({ body }: Answer): unknown =>
	(body['tppMessages'] as { code: string }[] | undefined)?.[0]?.code;

async function accounts(): Promise<WireAccount[]> {
	const { body } = await tpp.call('/v1/accounts', login, attended);
	return body['accounts'] as WireAccount[];
}

async function firstAccount(): Promise<string> {
	return (await accounts())[0]?.resourceId ?? '';
}

async function readAll(account: string, query: string, headers = attended): Promise<Report[]> {
	const pages: Report[] = [];
	let path: string | undefined = `/v1/accounts/${account}/transactions?${query}`;
	while (path !== undefined) {
		const answer: Answer = await tpp.call(path, login, headers);
		expect(answer.status).toBe(200);
		const page = answer.body as unknown as Report;
		pages.push(page);
		path = page.transactions._links.next?.href;
	}
	return pages;
}

const cents = (rows: readonly WireRow[]): number =>
	rows.reduce((sum, row) => sum + Math.round(Number(row.transactionAmount.amount) * 100), 0);

it('adds up to the ledger on every account and currency, whatever the page size', async () => {
	const ledger = await tpp.admin<LedgerEntry[]>('/ledger?person=testa');
	expect(ledger.reduce((sum, { booked, pending }) => sum + booked.count + pending.count, 0)).toBe(
		400,
	);
	for (const pageSize of [7, 200]) {
		await tpp.admin('/settings', { pageSize });
		for (const entry of ledger) {
			const pages = await readAll(entry.account, `bookingStatus=both&${period}`);
			const inCurrency = (row: WireRow) => row.transactionAmount.currency === entry.currency;
			const booked = pages.flatMap((page) => page.transactions.booked ?? []).filter(inCurrency);
			const pending = pages.flatMap((page) => page.transactions.pending ?? []).filter(inCurrency);
			expect(booked).toHaveLength(entry.booked.count);
			expect(pending).toHaveLength(entry.pending.count);
			expect(cents(booked)).toBe(Math.round(Number(entry.booked.sum) * 100));
			expect(cents(pending)).toBe(Math.round(Number(entry.pending.sum) * 100));
		}
	}
});

it('gives each booking date to exactly one of two periods that meet', async () => {
	const account = await firstAccount();
	const whole = await readAll(account, `bookingStatus=booked&${period}`);
	const old = await readAll(account, `bookingStatus=booked&${period}&dateTo=2031-04-30`);
	const recent = await readAll(account, 'bookingStatus=booked&dateFrom=2031-05-01');
	const rows = (pages: Report[]) => pages.flatMap((page) => page.transactions.booked ?? []);
	expect([...rows(recent), ...rows(old)]).toEqual(rows(whole));
	expect(rows(recent).every(({ bookingDate }) => (bookingDate ?? '') >= '2031-05-01')).toBe(true);
	expect(rows(old).length).toBeGreaterThan(0);
});

it('books tomorrow what is pending today, under the same amount', async () => {
	const account = await firstAccount();
	const pendingOf = async () =>
		(await readAll(account, 'bookingStatus=pending&dateFrom=2031-05-01'))[0]?.transactions.pending;
	const pending = await pendingOf();
	tpp.clock.now += 4 * 86_400_000;
	login = await tpp.connect();
	const [page] = await readAll(account, 'bookingStatus=booked&dateFrom=2031-05-18');
	const oldestPending = pending?.at(-1)?.transactionAmount;
	expect(page?.transactions.booked?.map((row) => row.transactionAmount)).toContainEqual(
		oldestPending,
	);
	expect(await pendingOf()).not.toEqual(pending);
	tpp.clock.now -= 4 * 86_400_000;
});

it('keeps a listing with all its pages one read, and allows four a day unattended', async () => {
	await tpp.admin('/settings', { pageSize: 20 });
	const account = await firstAccount();
	const nobody = { 'psu-ip-address': undefined } as unknown as typeof attended;
	const query = 'bookingStatus=booked&dateFrom=2031-03-01';
	for (let read = 0; read < 4; read += 1) {
		expect((await readAll(account, query, nobody)).length).toBeGreaterThan(1);
	}
	const fifth = await tpp.call(`/v1/accounts/${account}/transactions?${query}`, login);
	expect([fifth.status, codeOf(fifth)]).toEqual([429, 'ACCESS_EXCEEDED']);
	expect((await readAll(account, query)).length).toBeGreaterThan(1);
	const balances = await tpp.call(`/v1/accounts/${account}/balances`, login);
	expect(balances.status).toBe(200);
	tpp.clock.now += 86_400_000 + 1;
	login = { ...login, ...(await renewed()) };
	expect((await tpp.call(`/v1/accounts/${account}/transactions?${query}`, login)).status).toBe(200);
	tpp.clock.now -= 86_400_000 + 1;
});

async function renewed(): Promise<Login> {
	const { body } = await tpp.refresh(login.refreshToken);
	return {
		accessToken: String(body['access_token']),
		refreshToken: '',
		consentId: login.consentId,
	};
}

it.each([
	['dateFrom=2031-05-10&dateTo=2031-05-01&bookingStatus=booked', 400, 'PERIOD_INVALID'],
	['dateFrom=2031-05-18&bookingStatus=booked', 400, 'PERIOD_INVALID'],
	['dateFrom=2031-02-30&bookingStatus=booked', 400, 'FORMAT_ERROR'],
	['bookingStatus=booked', 400, 'FORMAT_ERROR'],
	['dateFrom=2031-05-01', 400, 'FORMAT_ERROR'],
	['dateFrom=2031-05-01&bookingStatus=some', 400, 'FORMAT_ERROR'],
	['dateFrom=2031-05-01&bookingStatus=information', 400, 'PARAMETER_NOT_SUPPORTED'],
	['dateFrom=2031-05-01&bookingStatus=booked&deltaList=true', 400, 'PARAMETER_NOT_SUPPORTED'],
	['dateFrom=2031-05-01&bookingStatus=booked&withBalance=maybe', 400, 'FORMAT_ERROR'],
	['dateFrom=2031-05-01&bookingStatus=booked&pageKey=forged.key', 400, 'FORMAT_ERROR'],
])('refuses a listing asked for with %s', async (query, status, code) => {
	const path = `/v1/accounts/${await firstAccount()}/transactions?${query}`;
	const answer = await tpp.call(path, login, attended);
	expect([answer.status, codeOf(answer)]).toEqual([status, code]);
});

it('gives nothing older than 90 days without the account holder', async () => {
	const path = `/v1/accounts/${await firstAccount()}/transactions?bookingStatus=booked&dateFrom=`;
	const tooOld = await tpp.call(`${path}2031-02-15`, login);
	expect([tooOld.status, codeOf(tooOld)]).toEqual([400, 'PERIOD_INVALID']);
	expect((await tpp.call(`${path}2031-02-16`, login)).status).toBe(200);
});

it('refuses a next link that was bent or that belongs to another consent', async () => {
	await tpp.admin('/settings', { pageSize: 20 });
	const account = await firstAccount();
	const first = await tpp.call(
		`/v1/accounts/${account}/transactions?bookingStatus=booked&${period}`,
		login,
		attended,
	);
	const href = (first.body as unknown as Report).transactions._links.next?.href ?? '';
	const bent = await tpp.call(href.replace('2000-01-01', '2000-01-02'), login, attended);
	expect([bent.status, codeOf(bent)]).toEqual([400, 'PARAMETER_NOT_CONSISTENT']);
	login = await tpp.connect();
	const foreign = await tpp.call(href, login, attended);
	expect([foreign.status, codeOf(foreign)]).toEqual([400, 'FORMAT_ERROR']);
});

it.each([
	['no X-Request-ID', { 'x-request-id': undefined }, 400, 'FORMAT_ERROR'],
	['an X-Request-ID that is no UUID', { 'x-request-id': '42' }, 400, 'FORMAT_ERROR'],
	['no Consent-ID', { 'consent-id': undefined }, 400, 'FORMAT_ERROR'],
	['an unknown Consent-ID', { 'consent-id': 'nobody' }, 400, 'CONSENT_UNKNOWN'],
	['no token', { authorization: undefined }, 401, 'UNAUTHORIZED'],
	['an unknown token', { authorization: 'Bearer made-up' }, 401, 'TOKEN_UNKNOWN'],
	['no address for a PSU-IP-Address', { 'psu-ip-address': 'home' }, 400, 'FORMAT_ERROR'],
	['an Accept of XML', { accept: 'application/xml' }, 406, 'REQUESTED_FORMATS_INVALID'],
])('refuses a call with %s', async (_name, headers, status, code) => {
	const answer = await tpp.call('/v1/accounts', login, headers);
	expect([answer.status, codeOf(answer)]).toEqual([status, code]);
});

it('refuses a second call with the same X-Request-ID, and echoes each', async () => {
	const headers = { 'x-request-id': '7b3f2a54-6c1d-4e8f-9a0b-1c2d3e4f5a6b' };
	const first = await tpp.call('/v1/accounts', login, headers);
	expect(first.headers.get('x-request-id')).toBe(headers['x-request-id']);
	const second = await tpp.call('/v1/accounts', login, headers);
	expect([second.status, codeOf(second)]).toEqual([400, 'FORMAT_ERROR']);
});

it('shows only the accounts that were ticked, and knows no other', async () => {
	const all = await accounts();
	login = await tpp.connect('testa', (ids) => ids.slice(1, 3));
	expect((await accounts()).map(({ resourceId }) => resourceId)).toEqual(
		all.slice(1, 3).map(({ resourceId }) => resourceId),
	);
	const hidden = await tpp.call(`/v1/accounts/${all[0]?.resourceId}/balances`, login);
	expect([hidden.status, codeOf(hidden)]).toEqual([404, 'RESOURCE_UNKNOWN']);
});

it('refuses a consent that belongs to another token', async () => {
	const other = await tpp.connect('prova');
	const answer = await tpp.call('/v1/accounts', { ...login, consentId: other.consentId });
	expect([answer.status, codeOf(answer)]).toEqual([401, 'CONSENT_INVALID']);
});

it('knows what is wrong with a consent that was revoked, expired or deleted', async () => {
	const read = () => tpp.call('/v1/accounts', login, attended);
	await tpp.admin(`/consents/${login.consentId}/expire`, {});
	expect(codeOf(await read())).toBe('CONSENT_EXPIRED');
	await tpp.admin(`/consents/${login.consentId}/revoke`, {});
	expect(codeOf(await read())).toBe('CONSENT_INVALID');
	login = await tpp.connect();
	const gone = await tpp.call(`/v1/consents/${login.consentId}`, login, {}, { method: 'DELETE' });
	expect(gone.status).toBe(204);
	expect(codeOf(await read())).toBe('CONSENT_INVALID');
	const status = await tpp.call(`/v1/consents/${login.consentId}/status`, login);
	expect(status.body).toEqual({ consentStatus: 'terminatedByTpp' });
});

it('ends a consent by itself when its last day is over', async () => {
	const start = tpp.clock.now;
	tpp.clock.now += 180 * 86_400_000 + 12 * 3_600_000 - 300_000;
	login = await renewed();
	expect((await tpp.call('/v1/accounts', login, attended)).status).toBe(200);
	tpp.clock.now += 300_000;
	const answer = await tpp.call('/v1/accounts', login, attended);
	expect([answer.status, codeOf(answer)]).toEqual([401, 'CONSENT_EXPIRED']);
	tpp.clock.now = start;
});

it("ends a person's former consent when the next one is approved, and nobody else's", async () => {
	const other = await tpp.connect('prova');
	const next = await tpp.connect();
	const former = await tpp.call('/v1/accounts', login, attended);
	expect([former.status, codeOf(former)]).toEqual([401, 'CONSENT_EXPIRED']);
	expect((await tpp.call('/v1/accounts', next, attended)).status).toBe(200);
	expect((await tpp.call('/v1/accounts', other, attended)).status).toBe(200);
	await tpp.admin('/settings', { formerConsents: 'keep' });
	await tpp.connect();
	expect((await tpp.call('/v1/accounts', next, attended)).status).toBe(200);
});
