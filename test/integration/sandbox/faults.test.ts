import { Tpp, type Login } from './tpp';

let tpp: Tpp;
let login: Login;
let account: string;
const attended = { 'psu-ip-address': '192.0.2.7' };
const listing = () => `/v1/accounts/${account}/transactions?bookingStatus=both&dateFrom=2000-01-01`;

beforeAll(async () => {
	tpp = await Tpp.open();
});
afterAll(() => tpp.close());
beforeEach(async () => {
	await tpp.admin('/reset', {});
	login = await tpp.connect();
	const { body } = await tpp.call('/v1/accounts', login, attended);
	account = (body['accounts'] as { resourceId: string }[])[0]?.resourceId ?? '';
});

const read = (path = '/v1/accounts') => tpp.call(path, login, attended);
const next = (body: Record<string, unknown>) =>
	(body['transactions'] as { _links: { next?: { href: string } } })._links.next?.href;
const booked = (body: Record<string, unknown>) =>
	(body['transactions'] as { booked: unknown[] }).booked;

it.each([
	['status', { status: 503 }, 503, undefined],
	['status', { status: 403, code: 'SERVICE_BLOCKED' }, 403, 'SERVICE_BLOCKED'],
	['429', {}, 429, 'TOO_MANY_REQUESTS'],
	['access-exceeded', {}, 429, 'ACCESS_EXCEEDED'],
])('%s %j answers once, then all is well', async (kind, params, status, code) => {
	await tpp.admin('/faults', { kind, params });
	const answer = await read();
	expect(answer.status).toBe(status);
	const messages = answer.body['tppMessages'] as { code: string }[] | undefined;
	expect(messages?.[0]?.code).toBe(code);
	expect(answer.headers.get('x-request-id')).not.toBeNull();
	expect((await read()).status).toBe(200);
});

it('lets the token endpoint fail in the words of OAuth', async () => {
	const match = { endpoint: 'token' };
	await tpp.admin('/faults', { match, kind: 'status', params: { status: 503 } });
	const failed = await tpp.refresh(login.refreshToken);
	expect([failed.status, failed.body]).toEqual([503, { error: 'temporarily_unavailable' }]);
	expect((await tpp.refresh(login.refreshToken)).status).toBe(200);
});

it('says when to come back, in seconds or as a date', async () => {
	const date = 'Sat, 17 May 2031 12:00:30 GMT';
	await tpp.admin('/faults', { kind: '429-retry-after', params: { seconds: 7 } });
	await tpp.admin('/faults', { kind: '429-retry-after', params: { date } });
	expect((await read()).headers.get('retry-after')).toBe('7');
	expect((await read()).headers.get('retry-after')).toBe(date);
});

it('hits only the endpoint, account and method that match, after letting some pass', async () => {
	const match = { endpoint: 'balances', account, method: 'get' };
	await tpp.admin('/faults', { match, kind: 'status', params: { status: 500 }, skip: 1, times: 2 });
	const balances = () => read(`/v1/accounts/${account}/balances`);
	expect((await read()).status).toBe(200);
	const statuses = [];
	for (let call = 0; call < 4; call += 1) statuses.push((await balances()).status);
	expect(statuses).toEqual([200, 500, 500, 200]);
});

it('cuts the connection before and in the middle of an answer', async () => {
	await tpp.admin('/faults', { kind: 'cut', params: { bytes: 0 }, times: 1 });
	await expect(read()).rejects.toThrow('fetch failed');
	await tpp.admin('/faults', { kind: 'cut' });
	await expect(read()).rejects.toThrow('terminated');
	const log = await tpp.admin<{ fault?: string; status?: number }[]>('/log');
	const cut = log.filter(({ fault }) => fault === 'cut');
	expect(cut.map(({ status }) => status)).toEqual([undefined, undefined]);
});

it('answers late', async () => {
	await tpp.admin('/faults', { kind: 'slow', params: { ms: 120 } });
	const started = performance.now();
	expect((await read()).status).toBe(200);
	expect(performance.now() - started).toBeGreaterThan(110);
});

it('keeps no answer back for a caller that has hung up', async () => {
	const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	const before = timers();
	const ms = 60_000;
	await tpp.admin('/faults', { kind: 'slow', params: { ms } });
	const hungUp = new AbortController();
	const asked = fetch(`${tpp.base}/v1/accounts`, { signal: hungUp.signal });
	while ((await tpp.admin<unknown[]>('/faults')).length > 0);
	expect(timers()).toBeGreaterThan(before);
	hungUp.abort();
	await expect(asked).rejects.toThrow(/aborted/);
	while (timers() > before) await tpp.admin('/log');
}, 10_000);

it('sends broken JSON, JSON of another shape, HTML and a redirect away', async () => {
	await tpp.admin('/faults', { kind: 'wrong-json' });
	await expect(read()).rejects.toThrow(SyntaxError);
	await tpp.admin('/faults', { kind: 'wrong-shape' });
	expect((await read()).body).not.toHaveProperty('accounts');
	await tpp.admin('/faults', { kind: 'html' });
	expect((await read()).headers.get('content-type')).toContain('text/html');
	await tpp.admin('/faults', { kind: 'redirect', params: { origin: 'https://evil.example' } });
	expect((await read()).headers.get('location')).toMatch(/^https:\/\/evil\.example\//);
});

it('repeats a next link', async () => {
	await tpp.admin('/faults', { kind: 'repeat-next-link', times: 2 });
	const first = await read(listing());
	const second = await read(next(first.body));
	expect(next(second.body)).toBe(next(first.body));
});

it('sends an empty page in the middle and loses nothing by it', async () => {
	const whole = booked((await read(listing())).body);
	await tpp.admin('/faults', { kind: 'empty-page-with-next' });
	const empty = await read(listing());
	expect(booked(empty.body)).toEqual([]);
	expect(booked((await read(next(empty.body))).body)).toEqual(whole);
});

it('sends a next link to somebody else', async () => {
	await tpp.admin('/faults', { kind: 'foreign-next-link' });
	expect(next((await read(listing())).body)).toMatch(/^https:\/\/elsewhere\.example\//);
});

it('sends pages without end, each with a link of its own', async () => {
	await tpp.admin('/faults', { kind: 'endless-pages', times: 1_000 });
	const links = new Set<string>();
	let href: string | undefined = listing();
	for (let page = 0; page < 20 && href !== undefined; page += 1) {
		href = next((await read(href)).body);
		links.add(href ?? '');
	}
	expect(links.size).toBe(20);
});

it('keeps page faults for listings, and forgets faults on demand', async () => {
	await tpp.admin('/faults', { kind: 'endless-pages' });
	expect((await read()).status).toBe(200);
	expect(await tpp.admin('/faults')).toHaveLength(1);
	await tpp.admin('/faults', undefined, 'DELETE');
	expect(await tpp.admin('/faults')).toEqual([]);
});

it('holds the refresh answer until four calls have got their 401', async () => {
	await tpp.admin('/tokens/expire', {});
	await tpp.admin('/barrier', { requests: 4, endpoint: 'accounts' });
	let refreshed = false;
	const refresh = tpp.refresh(login.refreshToken).then((answer) => {
		refreshed = true;
		return answer;
	});
	for (let call = 0; call < 4; call += 1) {
		expect(refreshed).toBe(false);
		expect((await read()).status).toBe(401);
	}
	expect((await refresh).status).toBe(200);
	expect(await tpp.admin('/barrier')).toEqual({ wanted: 4, seen: 4, open: true });
});
