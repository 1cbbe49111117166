import { randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { approveAtBank } from '../../../scripts/bank/approve';
import { toy } from '../../support/toy-persona';

const noon = Date.UTC(2031, 4, 17, 12);
const redirectUri = 'http://127.0.0.1:5678/back';
let now = noon;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ clock: { now: () => now } }, [toy('one'), toy('two')]);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	now = noon;
	await admin('/reset', {});
});

async function admin(path: string, body?: unknown): Promise<unknown> {
	const answer = await fetch(sandbox.adminUrl + path, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-sandbox-admin': sandbox.adminKey, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	return text === '' ? undefined : JSON.parse(text);
}

async function token(bank: string, form: Record<string, string>) {
	const { clientId: client_id, clientSecret: client_secret } = sandbox;
	const answer = await fetch(`${sandbox.url}/${bank}/token`, {
		method: 'POST',
		body: new URLSearchParams({ client_id, client_secret, ...form }),
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

async function connect(bank: string, person = 'testa') {
	const query = new URLSearchParams({
		client_id: sandbox.clientId,
		redirect_uri: redirectUri,
		state: 's',
	});
	const back = new URL(await approveAtBank(`${sandbox.url}/${bank}/authorize?${query}`, person));
	expect(back.searchParams.get('state')).toBe('s');
	const { body } = await token(bank, {
		grant_type: 'authorization_code',
		code: back.searchParams.get('code') ?? '',
		redirect_uri: redirectUri,
	});
	return body;
}

async function read(path: string, accessToken?: string, headers: Record<string, string> = {}) {
	const answer = await fetch(sandbox.url + path, {
		headers: {
			'x-request-id': randomUUID(),
			...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
			...headers,
		},
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const firstAccount = async (bank: string, accessToken: string): Promise<string> => {
	const { body } = await read(`/${bank}/accounts`, accessToken);
	return (body as unknown as string[])[0] ?? '';
};

it('logs a person in, and a token of one bank opens nothing at another', async () => {
	const { access_token: one = '' } = await connect('one');
	expect((await read('/one/accounts', one)).status).toBe(200);
	expect(await read('/two/accounts', one)).toMatchObject({
		status: 400,
		body: { why: 'unknown-token', call: 'accounts', field: 'Authorization' },
	});
});

it('refuses by the first demand that is not met, and echoes the request id', async () => {
	const get = (headers: Record<string, string>) =>
		fetch(`${sandbox.url}/one/accounts`, { headers });
	expect(await (await get({})).json()).toMatchObject({ why: 'missing-header' });
	expect(await (await get({ 'x-request-id': 'no uuid' })).json()).toMatchObject({
		why: 'bad-header',
		field: 'X-Request-ID',
	});
	const id = randomUUID();
	const answer = await get({ 'x-request-id': id });
	expect([answer.status, answer.headers.get('x-request-id')]).toEqual([401, id]);
	expect(await (await get({ 'x-request-id': id })).json()).toMatchObject({ why: 'bad-header' });
});

it('speaks of paths, methods and bodies that no call has in the words of the persona', async () => {
	const why = async (path: string, init?: RequestInit) =>
		((await (await fetch(sandbox.url + path, init)).json()) as { why: string }).why;
	const post = (body: string, type: string) => ({
		method: 'POST',
		body,
		headers: { 'content-type': type },
	});
	expect(await why('/one/nowhere')).toBe('unknown-path');
	expect(await why('/one/accounts', { method: 'DELETE' })).toBe('wrong-method');
	expect(await why('/one/orders', post('{"a', 'application/json'))).toBe('bad-body');
	expect(await why('/one/orders', post('a', 'text/plain'))).toBe('unsupported-media');
	expect(await why('/one/orders', post('{"person":{"number":1}}', 'application/json'))).toBe(
		'bad-body',
	);
});

it('gives all rows page by page, with keys that fit their own question only', async () => {
	const { access_token: opened = '' } = await connect('one');
	const account = await firstAccount('one', opened);
	const path = `/one/accounts/${account}/transactions?from=2031-05-01&to=2031-05-10`;
	const rows: number[] = [];
	let key = '';
	let pages = 0;
	do {
		const { status, body } = await read(`${path}${key === '' ? '' : `&key=${key}`}`, opened);
		expect(status).toBe(200);
		rows.push(...(body['rows'] as number[]));
		key = (body['next'] as string | undefined) ?? '';
		pages += 1;
		if (pages === 1) {
			const bent = `/one/accounts/${account}/transactions?from=2031-05-02&to=2031-05-10&key=${key}`;
			expect((await read(bent, opened)).body).toMatchObject({ why: 'page-bent' });
			expect((await read(`${path}&key=made-up`, opened)).body).toMatchObject({
				why: 'page-key',
			});
		}
	} while (key !== '');
	const ledger = (await admin(
		`/ledger?bank=one&account=${account}&from=2031-05-01&to=2031-05-10`,
	)) as { booked: { count: number } }[];
	expect(ledger[0]?.booked.count).toBeGreaterThan(5);
	expect([pages, new Set(rows).size]).toEqual([Math.ceil(rows.length / 5), rows.length]);
	expect(rows.length).toBe(ledger[0]?.booked.count);
});

it('counts unattended reads, each bank by itself', async () => {
	const one = (await connect('one'))['access_token'] ?? '';
	const two = (await connect('two'))['access_token'] ?? '';
	const path = `/accounts/${await firstAccount('one', one)}/transactions`;
	const statuses: number[] = [];
	for (let time = 0; time < 5; time += 1) statuses.push((await read(`/one${path}`, one)).status);
	expect(statuses).toEqual([200, 200, 200, 200, 400]);
	expect((await read(`/two${path}`, two)).status).toBe(200);
	const attended = await read(`/one${path}`, one, { 'psu-ip-address': '192.0.2.7' });
	expect(attended.status).toBe(200);
});

it('knows how far back a read may go, by the account holder or by the freshness of the login', async () => {
	const opened = (await connect('one'))['access_token'] ?? '';
	const path = `/one/accounts/${await firstAccount('one', opened)}/transactions?from=2030-01-01`;
	expect((await read(path, opened)).body).toMatchObject({ why: 'too-far-back', field: 'from' });
	await admin('/settings?bank=one', { freshMinutes: 5 });
	expect((await read(path, opened)).status).toBe(200);
	now += 5 * 60_000;
	expect((await read(path, opened)).body).toMatchObject({ why: 'too-far-back' });
	const future = path.replace('2030-01-01', '2031-05-18');
	expect((await read(future, opened)).body).toMatchObject({ why: 'period' });
});

it('rotates refresh tokens, and lets them die when the bank says so', async () => {
	await admin('/settings?bank=one', { refreshTokenSeconds: 60 });
	const { refresh_token: first = '' } = await connect('one');
	const renewed = await token('one', { grant_type: 'refresh_token', refresh_token: first });
	expect(renewed.status).toBe(200);
	const again = await token('one', { grant_type: 'refresh_token', refresh_token: first });
	expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
	now += 60_000;
	const { refresh_token: second = '' } = renewed.body;
	const late = await token('one', { grant_type: 'refresh_token', refresh_token: second });
	expect(late).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

it('suffers faults in its own words, in its own log', async () => {
	const fault = { match: { endpoint: 'accounts' }, kind: 'status', params: { status: 502 } };
	await admin('/faults?bank=two', fault);
	expect((await read('/one/accounts')).status).toBe(401);
	expect(await read('/two/accounts')).toMatchObject({ status: 502, body: { why: 'server-error' } });
	expect(await admin('/log?bank=two')).toMatchObject([
		{ endpoint: 'accounts', status: 502, fault: 'status' },
	]);
	expect(await admin('/log?bank=nobody')).toMatchObject({
		message: expect.stringContaining('two'),
	});
});

it('asks in an app of the phone, and forgets everything at a reset', async () => {
	const start = async () => {
		const answer = await fetch(`${sandbox.url}/one/orders`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ person: { number: '189001019802' } }),
		});
		return ((await answer.json()) as { order: string }).order;
	};
	const order = await start();
	const status = async () => (await read(`/one/orders/${order}`)).body['status'];
	expect(await status()).toBe('pending');
	const page = await (await fetch(sandbox.appsUrl)).text();
	expect(page).toContain('Toy bank one asks');
	expect(page).toContain('approve-testa');
	expect(page).not.toContain('approve-prova');
	await fetch(`${sandbox.appsUrl}/answer`, {
		method: 'POST',
		body: new URLSearchParams({ order, answer: 'testa' }),
	});
	expect(await status()).toBe('approved');
	await start();
	await admin('/apps/latest/reject', {});
	expect(await admin('/apps')).toMatchObject([{ status: 'approved' }, { status: 'rejected' }]);
	await start();
	now += 180_000;
	expect(await admin('/apps')).toMatchObject([{}, {}, { status: 'expired' }]);
	await admin('/settings', { bankIdAutoMs: 2_000 });
	await start();
	now += 2_000;
	expect(await admin('/apps')).toMatchObject([{}, {}, {}, { status: 'approved', person: 'testa' }]);
	await admin('/reset', {});
	expect(await admin('/apps')).toEqual([]);
	expect((await read(`/one/orders/${order}`)).body).toMatchObject({ why: 'unknown-id' });
});
