import { createHash, sign } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { approveAtBank } from '../../../scripts/bank/approve';

const noon = Date.UTC(2031, 4, 17, 12);
const redirectUri = 'http://127.0.0.1:5678/back';
const number = '189001019802';
const scope = ['ACCOUNTS_BASIC', 'ACCOUNTS_BALANCES', 'ACCOUNTS_DETAILS', 'ACCOUNTS_TRANSACTIONS'];
const grant = { account_list: ['ALL'], duration: 259_200, max_tx_history: 12, scope };

let now = noon;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ clock: { now: () => now } });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	now = noon;
	await admin('/reset', {});
});

async function admin(path: string, body?: unknown): Promise<unknown> {
	const answer = await fetch(sandbox.adminUrl + path, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			'x-sandbox-admin': sandbox.adminKey,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
	return text === '' ? undefined : JSON.parse(text);
}

const settings = (changes: object) => admin('/settings?bank=nordea', changes);

interface Draft {
	readonly method: string;
	readonly path: string;
	readonly body?: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Puts the bank's headers on a request and signs it, by the words of the draft alone. */
function signed({ method, path, body, headers }: Draft): Draft {
	const target = `/nordea/personal${path}`;
	const all: Record<string, string> = {
		'x-ibm-client-id': sandbox.clientId,
		'x-ibm-client-secret': sandbox.clientSecret,
		'x-nordea-originating-date': new Date(now).toUTCString(),
		'x-nordea-originating-host': new URL(sandbox.url).hostname,
		...headers,
		...(body !== undefined && {
			digest: `sha-256=${createHash('sha256').update(body).digest('base64')}`,
		}),
	};
	const names = ['x-nordea-originating-host', 'x-nordea-originating-date'];
	if (body !== undefined) names.push('content-type', 'digest');
	const text = [
		`(request-target): ${method.toLowerCase()} ${target}`,
		...names.map((name) => `${name}: ${all[name]}`),
	].join('\n');
	const signature = sign('sha256', Buffer.from(text), sandbox.clientKey).toString('base64');
	const list = ['(request-target)', ...names].join(' ');
	all['signature'] =
		`keyId="${sandbox.clientId}", algorithm="rsa-sha256", headers="${list}", signature="${signature}"`;
	return { method, path, headers: all, ...(body !== undefined && { body }) };
}

interface Answer {
	readonly status: number;
	readonly location: string | null;
	// The tests look into whatever came back.
	readonly body: Record<string, never> & { readonly [name: string]: unknown };
}

async function send({ method, path, headers, body }: Draft): Promise<Answer> {
	const answer = await fetch(`${sandbox.url}/nordea/personal${path}`, {
		method,
		headers,
		redirect: 'manual',
		...(body !== undefined && { body }),
	});
	const text = await answer.text();
	return {
		status: answer.status,
		location: answer.headers.get('location'),
		body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
	};
}

const getDraft = (path: string, headers: Record<string, string> = {}): Draft =>
	signed({ method: 'GET', path, headers });
const postDraft = (path: string, body: unknown): Draft =>
	signed({
		method: 'POST',
		path,
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
const get = (path: string, headers?: Record<string, string>) => send(getDraft(path, headers));
const post = (path: string, body: unknown) => send(postDraft(path, body));
const form = (path: string, fields: Record<string, string>) =>
	send(
		signed({
			method: 'POST',
			path,
			body: new URLSearchParams(fields).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		}),
	);
const read = (path: string, token: string, more: Record<string, string> = {}) =>
	get(path, { authorization: `Bearer ${token}`, ...more });
const attended = { 'x-nordea-originating-user-ip': '192.0.2.7' };

/** Shape of the bank's own refusals. */
const failure = (status: number, code: string) => ({
	status,
	body: {
		group_header: { http_code: status },
		error: { failures: [{ code }] },
	},
});
const gateway = (status: number) => ({ status, body: { httpCode: String(status) } });

interface Tokens {
	readonly access_token: string;
	readonly refresh_token: string;
}

const tokensOf = ({ status, body }: Answer): Tokens => {
	expect(status).toBe(200);
	expect(body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) });
	return body as unknown as Tokens;
};

async function byRedirect(person = 'testa', changes: object = {}): Promise<Tokens> {
	const start = await post('/v5/authorize', {
		...grant,
		authentication_method: 'BANKID_SE',
		country: 'SE',
		language: 'en',
		redirect_uri: redirectUri,
		skip_account_selection: true,
		state: 'the state',
		...changes,
	});
	expect(start.status).toBe(302);
	const back = new URL(await approveAtBank(start.location ?? '', person));
	expect(back.searchParams.get('state')).toBe('the state');
	return tokensOf(
		await form('/v5/authorize/token', {
			code: back.searchParams.get('code') ?? '',
			grant_type: 'authorization_code',
			redirect_uri: redirectUri,
		}),
	);
}

const begin = (changes: object = {}) =>
	post('/v5/decoupled/authentications', {
		authentication_method: 'BANKID_SE',
		country: 'SE',
		psu_id: number,
		response_type: 'code',
		...changes,
	});
const look = (session: unknown) => get(`/v5/decoupled/authentications/${String(session)}`);
const authorize = (code: unknown, changes: object = {}) =>
	post('/v5/decoupled/authorizations', {
		...grant,
		code,
		response_type: 'nordea_token',
		...changes,
	});
const token = (code: unknown) =>
	form('/v5/decoupled/token', { code: String(code), grant_type: 'authorization_code' });

async function decoupled(): Promise<Tokens> {
	const { body: started } = await begin();
	await admin('/bankid/latest/approve', {});
	const { body: done } = await look(started['session_id']);
	const { body: opened } = await authorize(done['code']);
	return tokensOf(await token(opened['code']));
}

type Row = Readonly<Record<string, unknown>> & { readonly amount: number };
interface Account {
	readonly _id: string;
	readonly currency: string;
	readonly booked_balance: number;
}
interface Ledger {
	readonly account: string;
	readonly booked: { readonly count: number; readonly sum: string };
	readonly bookedBalance: string;
}

const responseOf = <Kind>({ status, body }: Answer): Kind => {
	expect(status).toBe(200);
	expect(body).toMatchObject({
		group_header: {
			message_identification: expect.stringMatching(/^[0-9a-f]{32}$/),
			creation_date_time: new Date(now).toISOString(),
			http_code: 200,
		},
	});
	return body['response'] as Kind;
};

const accountsOf = async (opened: string) =>
	responseOf<{ accounts: Account[] }>(await read('/v5/accounts', opened)).accounts;

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

describe('signatures', () => {
	it('are made with a key that the admin side hands out', async () => {
		const { clientId: id, clientSecret: secret, clientKey: privateKey } = sandbox;
		expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
		expect(await admin('/client')).toEqual({ id, secret, privateKey });
	});

	it('lets nothing through whose body, path, date or key id was changed', async () => {
		const { access_token: opened } = await byRedirect();
		const asked = getDraft('/v5/accounts', { authorization: `Bearer ${opened}` });
		expect((await send(asked)).status).toBe(200);
		const invalid = failure(401, 'error.signature.invalid');
		const with_ = (changes: Record<string, string>): Draft => ({
			...asked,
			headers: { ...asked.headers, ...changes },
		});
		expect(await send({ ...asked, path: '/v5/accounts?' })).toMatchObject(invalid);
		const earlier = new Date(now - 1000).toUTCString();
		expect(await send(with_({ 'x-nordea-originating-date': earlier }))).toMatchObject(invalid);
		const signature = asked.headers['signature'] ?? '';
		const spoilt = [
			signature.replace(sandbox.clientId, 'somebody-else'),
			signature.replace('rsa-sha256', 'hs2019'),
			signature.replace(' x-nordea-originating-date', ''),
			'SKIP_SIGNATURE_VALIDATION_FOR_SANDBOX',
			'nonsense',
		];
		for (const one of spoilt) {
			expect(await send(with_({ signature: one }))).toMatchObject(invalid);
		}
		const begun = postDraft('/v5/decoupled/authentications', { country: 'SE' });
		expect(await send({ ...begun, body: '{"country":"NO"}' })).toMatchObject(invalid);
		const { signature: _, ...unsigned } = asked.headers;
		expect(await send({ ...asked, headers: unsigned })).toMatchObject(invalid);
	});

	it('takes the digest of a form as the bank describes it too', async () => {
		const { refresh_token: refresh } = await byRedirect();
		const fields = { refresh_token: refresh, grant_type: 'refresh_token', note: 'a b' };
		const body = new URLSearchParams(fields).toString();
		const plain = `grant_type=refresh_token&note=a b&refresh_token=${refresh}`;
		const { headers } = signed({
			method: 'POST',
			path: '/v5/authorize/token',
			body: plain,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		tokensOf(await send({ method: 'POST', path: '/v5/authorize/token', headers, body }));
	});

	it('skips them, and logs in by itself, only where the settings say so', async () => {
		await settings({ shortcuts: true });
		const start = postDraft('/v5/authorize', {
			...grant,
			country: 'SE',
			redirect_uri: redirectUri,
			state: 's',
		});
		const skipping = {
			...start,
			headers: { ...start.headers, signature: 'SKIP_SIGNATURE_VALIDATION_FOR_SANDBOX' },
		};
		const { status, location } = await send(skipping);
		expect(status).toBe(302);
		expect(location).toMatch(/^http:\/\/127\.0\.0\.1:5678\/back\?code=.+&state=s$/);
		const { body } = await begin({ psu_id: '12345678953' });
		expect((await look(body['session_id'])).body).toHaveProperty('code');
	});
});

it('asks every call for its headers, and the gateway for the client', async () => {
	const begun = postDraft('/v5/decoupled/authentications', {});
	const without = async (name: string, value?: string) => {
		const { [name]: _, ...headers } = begun.headers;
		return send({
			...begun,
			headers: value === undefined ? headers : { ...headers, [name]: value },
		});
	};
	for (const name of ['x-ibm-client-id', 'x-ibm-client-secret']) {
		expect(await without(name)).toMatchObject(gateway(401));
		expect(await without(name, 'wrong')).toMatchObject(gateway(401));
	}
	const names = ['x-nordea-originating-date', 'x-nordea-originating-host', 'digest'];
	for (const name of names) {
		expect(await without(name)).toMatchObject({ status: 400, body: { error: {} } });
	}
	const future = new Date(now + 3_600_000).toUTCString();
	expect(await without('x-nordea-originating-date', future)).toMatchObject(
		failure(401, 'error.date.invalid'),
	);
	expect(await get('/v5/nowhere')).toMatchObject(gateway(404));
	await admin('/faults?bank=nordea', { kind: 'status', params: { status: 503 } });
	expect(await send(begun)).toMatchObject(gateway(503));
	expect(await send(begun)).toMatchObject({
		...failure(400, 'error.validation'),
		body: { error: { request: { url: '/v5/decoupled/authentications' } } },
	});
});

describe('redirect', () => {
	it('renews at the token address and ends with the refresh token revoked', async () => {
		const first = await byRedirect();
		const renewed = tokensOf(
			await form('/v5/authorize/token', {
				grant_type: 'refresh_token',
				refresh_token: first.refresh_token,
			}),
		);
		expect(renewed.refresh_token).not.toBe(first.refresh_token);
		expect((await accountsOf(renewed.access_token)).length).toBeGreaterThan(2);
		const revoked = await post('/v5/authorize/token/revoke', { token: renewed.refresh_token });
		expect(revoked.status).toBe(200);
		expect(await read('/v5/accounts', renewed.access_token)).toMatchObject(
			failure(401, 'error.token.invalid'),
		);
	});

	it('refuses what a client may not ask for', async () => {
		const start = (changes: object) =>
			post('/v5/authorize', {
				...grant,
				country: 'SE',
				redirect_uri: redirectUri,
				state: 's',
				...changes,
			});
		expect((await start({})).status).toBe(302);
		const refused = [
			{ duration: 259_201 },
			{ duration: '3600' },
			{ country: 'DE' },
			{ scope: ['ACCOUNTS_BALANCES'] },
			{ scope: 'ACCOUNTS_BASIC' },
			{ max_tx_history: 13 },
			{ redirect_uri: 'https://elsewhere.example/' },
		];
		for (const changes of refused) {
			expect(await start(changes)).toMatchObject(failure(400, 'error.validation'));
		}
	});

	it('sends a person who says no back without a code', async () => {
		const start = await post('/v5/authorize', {
			...grant,
			country: 'SE',
			redirect_uri: redirectUri,
			state: 's',
		});
		const login = new URL(start.location ?? '').searchParams.get('login') ?? '';
		const press = (page: string, fields: Record<string, string>) =>
			fetch(`${sandbox.url}/nordea/oauth2/${page}`, {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ login, ...fields }),
			});
		await press('login', { person: 'testa' });
		const back = (await press('approval', { decision: 'deny' })).headers.get('location');
		expect(back).toContain('error=access_denied');
		expect(back).toContain('state=s');
		expect(back).not.toContain('code=');
	});
});

describe('decoupled', () => {
	it('logs in by BankID in four steps', async () => {
		const { status, body: started } = await begin();
		expect(status).toBe(200);
		expect(started).toEqual({
			session_id: expect.any(String),
			auto_start_token: expect.any(String),
			qr_data: expect.stringMatching(/^bankid\./),
		});
		expect((await look(started['session_id'])).body).toHaveProperty('qr_data');
		await admin('/bankid/latest/open', {});
		const scanned = await look(started['session_id']);
		expect(scanned).toMatchObject({ status: 200, body: { session_id: started['session_id'] } });
		expect(Object.keys(scanned.body)).toEqual(['session_id']);
		await admin('/bankid/latest/approve', {});
		const { body: done } = await look(started['session_id']);
		const { body: opened } = await authorize(done['code']);
		expect(opened['code']).not.toBe(done['code']);
		expect(await authorize(done['code'])).toMatchObject(failure(400, 'error.code.invalid'));
		const tokens = tokensOf(await token(opened['code']));
		expect((await token(opened['code'])).status).toBe(400);
		const again = await form('/v5/decoupled/token', {
			grant_type: 'refresh_token',
			refresh_token: tokens.refresh_token,
		});
		// The code was used twice: its tokens are gone (RFC 6749 §4.1.2).
		expect(again.status).toBe(400);
	});

	it('renews at its own token address', async () => {
		const { refresh_token: refresh } = await decoupled();
		const { access_token: opened } = tokensOf(
			await form('/v5/decoupled/token', {
				grant_type: 'refresh_token',
				refresh_token: refresh,
			}),
		);
		expect((await accountsOf(opened)).length).toBeGreaterThan(2);
	});

	it.each([
		['NO', 'MTA_NO'],
		['DK', 'MTA_DK'],
		['FI', 'MTA'],
	])('asks the bank’s own app in %s', async (country, method) => {
		const { body } = await begin({ country, authentication_method: method });
		expect(Object.keys(body)).toEqual(['session_id']);
		expect(Object.keys((await look(body['session_id'])).body)).toEqual(['session_id']);
		await admin('/apps/latest/approve', {});
		expect((await look(body['session_id'])).body).toHaveProperty('code');
	});

	it('needs the person’s number everywhere but in Norway, and a method of the country', async () => {
		const missing = { psu_id: undefined };
		expect((await begin(missing)).status).toBe(400);
		const inNorway = { country: 'NO', authentication_method: 'MTA_NO' };
		expect((await begin({ ...inNorway, ...missing })).status).toBe(200);
		expect((await begin({ country: 'NO' })).status).toBe(400);
		expect((await begin({ authentication_method: 'MTA_NO' })).status).toBe(400);
		expect((await begin({ psu_id: '189001019999' })).status).toBe(400);
	});

	it('cancels a login that the person has under way, and the new one with it', async () => {
		const { body: first } = await begin();
		expect(await begin()).toMatchObject(failure(409, 'error.authentication.inprogress'));
		expect((await look(first['session_id'])).status).toBe(401);
		expect((await begin()).status).toBe(200);
	});

	it('says so when the person cancels, takes too long, or is somebody else', async () => {
		const failed = failure(401, 'error.authentication.failed');
		const { body: one } = await begin();
		await admin('/bankid/latest/cancel', {});
		expect(await look(one['session_id'])).toMatchObject(failed);
		const { body: two } = await begin();
		now += 31_000;
		expect(await look(two['session_id'])).toMatchObject(failed);
		const { body: three } = await begin();
		await admin('/bankid/latest/approve', { person: 'prova' });
		expect(await look(three['session_id'])).toMatchObject(failed);
		expect(await look('no-such-session')).toMatchObject(failure(404, 'error.resource.notfound'));
	});
});

describe('accounts and transactions', () => {
	it('adds up to the ledger, page by page', async () => {
		await settings({ pageSize: 7 });
		const { access_token: opened } = await decoupled();
		const days = 'from_date=2031-03-01&to_date=2031-05-17';
		const accounts = await accountsOf(opened);
		expect(accounts.map(({ currency }) => currency)).toEqual(['SEK', 'EUR', 'NOK', 'SEK', 'SEK']);
		for (const account of accounts) {
			const { rows, pages } = await allRows(opened, account._id, days);
			const [truth] = (await admin(
				`/ledger?bank=nordea&account=${account._id}&from=2031-03-01&to=2031-05-17`,
			)) as Ledger[];
			expect(rows.length).toBe(truth?.booked.count);
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
		now += 3_600_000;
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
		now += 301_000;
		expect(await read('/v5/accounts', short.access_token)).toMatchObject(
			failure(401, 'error.token.expired'),
		);
		const { access_token: opened } = await byRedirect();
		const consents = (await admin('/consents?bank=nordea')) as { id: string }[];
		await admin(`/consents/${consents.at(-1)?.id}/revoke?bank=nordea`, {});
		expect(await read('/v5/accounts', opened)).toMatchObject(failure(401, 'error.token.invalid'));
	});
});
