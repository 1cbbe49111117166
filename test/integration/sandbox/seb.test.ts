import { randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { approveAtBank } from '../../../scripts/bank/approve';

type Json = Record<string, unknown>;
interface Answer {
	readonly status: number;
	readonly type: string;
	readonly body: Json;
}
interface Row extends Json {
	readonly transactionAmount: { readonly amount: string; readonly currency: string };
}
interface Listed extends Json {
	readonly resourceId: string;
	readonly iban?: string;
	readonly _links: { readonly transactions: { readonly href: string } };
}

const noon = Date.UTC(2031, 4, 17, 12);
const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const scope = 'psd2_accounts';
const attended = { 'psu-ip-address': '192.0.2.7' };
/** Testa's and Pröva's, from the range that is kept for tests. */
const testaNumber = '189001019802';
const provaNumber = '189001019810';

let now = noon;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ clock: { now: () => now }, transactions: 3_000 });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	now = noon;
	await admin('/reset', {});
});

const answerOf = async (response: Response): Promise<Answer> => {
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	return {
		status: response.status,
		type,
		body: type.includes('json') ? (JSON.parse(text) as Json) : { text },
	};
};

async function admin<Result = unknown>(path: string, body?: unknown): Promise<Result> {
	const joined = path.includes('?') ? '&' : '?';
	const answer = await fetch(`${sandbox.adminUrl}${path}${joined}bank=seb`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-sandbox-admin': sandbox.adminKey, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}

const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
	answerOf(await fetch(`${sandbox.url}/seb${path}`, { headers }));

const post = async (
	path: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Answer> =>
	answerOf(
		await fetch(`${sandbox.url}/seb${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		}),
	);

const form = async (fields: Record<string, string>): Promise<Answer> =>
	answerOf(
		await fetch(`${sandbox.url}/seb/mga/sps/oauth/oauth20/token`, {
			method: 'POST',
			body: new URLSearchParams(fields),
		}),
	);

const client = () => ({ client_id: sandbox.clientId, client_secret: sandbox.clientSecret });

const order = (version: string, startMode = 'ast', more: Json = {}) =>
	post(
		`/auth/${version}/authorizations`,
		{ client_id: sandbox.clientId, lang: 'en', scope, start_mode: startMode, ...more },
		version === 'v4' ? attended : {},
	);

async function look(version: string, id: unknown): Promise<Answer> {
	now += 500;
	return get(
		`/auth/${version}/authorizations/${String(id)}`,
		version === 'v4' ? attended : undefined,
	);
}

const exchange = (version: string, fields: Json) =>
	post(`/auth/${version}/tokens`, { ...client(), redirect_uri: redirectUri, ...fields });

const mockLogin = (start_token: unknown, personal_identity_number = testaNumber) =>
	post('/open/sb/auth/mock/v1/login', { personal_identity_number, start_token });

const phone = (action: string, body: Json = {}) => admin(`/bankid/latest/${action}`, body);

/** A decoupled login to its end; gives the tokens. */
async function connect(version = 'v4', person = testaNumber): Promise<Json> {
	const { body: ordered } = await order(version);
	const { body: waiting } = await look(version, ordered['auth_req_id']);
	expect((await mockLogin(waiting['autostart_token'], person)).status).toBe(204);
	const { status, body } = await exchange(version, { auth_req_id: ordered['auth_req_id'] });
	expect(status).toBe(201);
	return body;
}

const read = (path: string, token: unknown, headers: Record<string, string> = attended) =>
	get(path, {
		authorization: `Bearer ${String(token)}`,
		'x-request-id': randomUUID(),
		...headers,
	});

const ais = (version: string) => `/ais/${version}/identified2`;

async function accountsOf(version: string, token: unknown): Promise<Listed[]> {
	const { status, body } = await read(`${ais(version)}/accounts`, token);
	expect(status).toBe(200);
	return body['accounts'] as Listed[];
}

/** Every page, by the links as they come: paths below the version's own address. */
async function pagesOf(version: string, token: unknown, first: string): Promise<Row[][]> {
	const pages: Row[][] = [];
	let href: string | undefined = first;
	while (href !== undefined) {
		const { status, body }: Answer = await read(`${ais(version)}${href}`, token);
		expect(status).toBe(200);
		const { booked, _links } = body['transactions'] as {
			booked: Row[];
			_links: { next?: { href: string } };
		};
		pages.push(booked);
		href = _links.next?.href;
	}
	return pages;
}

const thousandths = (rows: readonly Row[]): bigint =>
	rows.reduce((sum, row) => sum + BigInt(row.transactionAmount.amount.replace('.', '')), 0n);

describe('redirect', () => {
	const authorize = (changes: Record<string, string> = {}) => {
		const query = new URLSearchParams({
			client_id: sandbox.clientId,
			scope,
			redirect_uri: redirectUri,
			response_type: 'code',
			state: 'the state',
			brandid: '',
			...changes,
		});
		return `${sandbox.url}/seb/mga/sps/oauth/oauth20/authorize?${query.toString()}`;
	};
	const codeFrom = async (person = 'testa') => {
		const back = new URL(await approveAtBank(authorize(), person));
		expect(back.searchParams.get('state')).toBe('the state');
		return back.searchParams.get('code') ?? '';
	};

	it('goes from the page to tokens with 201, and reads with them', async () => {
		const code = await codeFrom();
		const fields = {
			...client(),
			code,
			redirect_uri: redirectUri,
			grant_type: 'authorization_code',
		};
		const { status, body } = await form(fields);
		expect([status, body]).toEqual([
			201,
			{
				access_token: expect.any(String),
				refresh_token: expect.any(String),
				token_type: 'Bearer',
				expires_in: 3_600,
				scope,
			},
		]);
		expect((await accountsOf('v8', body['access_token'])).length).toBe(6);
		expect((await form(fields)).body['error']).toBe('invalid_grant');
	});

	it('rotates refresh tokens and refuses one that was used', async () => {
		const { body } = await form({
			...client(),
			code: await codeFrom(),
			redirect_uri: redirectUri,
			grant_type: 'authorization_code',
		});
		const renew = (token: unknown) =>
			form({ ...client(), grant_type: 'refresh_token', refresh_token: String(token) });
		const renewed = await renew(body['refresh_token']);
		expect(renewed.status).toBe(201);
		expect(renewed.body['refresh_token']).not.toBe(body['refresh_token']);
		expect(await renew(body['refresh_token'])).toMatchObject({
			status: 400,
			body: { error: 'invalid_grant' },
		});
		expect((await renew(renewed.body['refresh_token'])).status).toBe(201);
	});

	it.each([
		['an unknown client', { client_id: 'nobody' }],
		['a foreign address', { redirect_uri: 'https://evil.example/' }],
	])('shows a page and redirects nowhere for %s', async (_name, changes) => {
		const answer = await fetch(authorize(changes), { redirect: 'manual' });
		expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
	});

	it.each([
		['another scope', { scope: 'AIS' }, 'invalid_scope'],
		['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
	])('sends %s back as an error', async (_name, changes, error) => {
		const answer = await fetch(authorize(changes), { redirect: 'manual' });
		const back = new URL(answer.headers.get('location') ?? 'about:blank');
		expect(back.searchParams.get('error')).toBe(error);
	});

	it('refuses a wrong secret', async () => {
		const { status, body } = await form({
			...client(),
			client_secret: 'wrong',
			grant_type: 'refresh_token',
			refresh_token: 'x',
		});
		expect([status, body['error']]).toEqual([401, 'invalid_client']);
	});
});

describe.each([
	['v3', 'OUTSTANDING_TRANSACTION', 'USER_SIGN', 'START_FAILED', 'USER_CANCEL', 'CANCELLED'],
	['v4', 'outstandingTransaction', 'userSign', 'startFailed', 'userCancel', 'cancelled'],
])('decoupled %s', (version, outstanding, userSign, startFailed, userCancel, cancelled) => {
	it('goes from the order over BankID to tokens', async () => {
		const ordered = await order(version);
		expect([ordered.status, ordered.body]).toEqual([201, { auth_req_id: expect.any(String) }]);
		const id = ordered.body['auth_req_id'];
		expect((await look(version, id)).body).toEqual({
			status: 'PENDING',
			hint_code: outstanding,
			autostart_token: expect.any(String),
			poll_delay: 500,
		});
		expect((await exchange(version, { auth_req_id: id })).status).toBe(409);
		await phone('open');
		await phone('identify', { person: 'testa' });
		expect((await look(version, id)).body).toMatchObject({
			status: 'PENDING',
			hint_code: userSign,
		});
		await phone('approve');
		expect((await look(version, id)).body).toEqual({ status: 'COMPLETE', poll_delay: 500 });
		const { status, body } = await exchange(version, { auth_req_id: id });
		expect([status, body]).toMatchObject([201, { token_type: 'Bearer', expires_in: 3_600, scope }]);
		expect((await exchange(version, { auth_req_id: id })).status).toBe(422);
	});

	it('shows an animated QR code instead of a token where another device is to be used', async () => {
		const { body } = await order(version, 'qr');
		const first = (await look(version, body['auth_req_id'])).body;
		now += 1_000;
		const second = (await look(version, body['auth_req_id'])).body;
		expect(first['qr_token']).toMatch(/^bankid\.[0-9a-f-]{36}\.0\.[0-9a-f]{64}$/);
		expect(second['qr_token']).not.toBe(first['qr_token']);
		expect(first['autostart_token']).toBeUndefined();
		await phone('open');
		expect((await look(version, body['auth_req_id'])).body['qr_token']).toBeUndefined();
	});

	it('fails what nobody opens within 30 s, what is cancelled, and the first of two of one person', async () => {
		const late = (await order(version)).body['auth_req_id'];
		now += 30_000;
		expect((await look(version, late)).body).toEqual({
			status: 'FAILED',
			hint_code: startFailed,
			poll_delay: 500,
		});
		const refused = (await order(version)).body['auth_req_id'];
		await phone('cancel');
		expect((await look(version, refused)).body).toMatchObject({ hint_code: userCancel });
		expect((await exchange(version, { auth_req_id: refused })).status).toBe(409);
		const first = (await order(version)).body['auth_req_id'];
		await phone('identify', { person: 'testa' });
		const second = (await order(version)).body['auth_req_id'];
		await phone('approve', { person: 'testa' });
		expect((await look(version, first)).body).toMatchObject({
			status: 'FAILED',
			hint_code: cancelled,
		});
		expect((await look(version, second)).body).toMatchObject({ status: 'COMPLETE' });
	});

	it('lets an opened order expire', async () => {
		const { body } = await order(version);
		await phone('open');
		now += 180_000;
		const { hint_code } = (await look(version, body['auth_req_id'])).body;
		expect(String(hint_code).replace('_', '').toLowerCase()).toBe('expiredtransaction');
	});

	it('bears a few hasty looks, then says 429', async () => {
		const { body } = await order(version);
		const statuses: number[] = [];
		for (let time = 0; time < 7; time += 1) {
			now -= 500;
			statuses.push((await look(version, body['auth_req_id'])).status);
		}
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
		expect((await look(version, body['auth_req_id'])).status).toBe(200);
	});

	it('renews at the same place, once with each token', async () => {
		const { refresh_token } = await connect(version);
		const renewed = await exchange(version, { refresh_token });
		expect(renewed.status).toBe(201);
		expect(renewed.body['refresh_token']).not.toBe(refresh_token);
		const reused = await exchange(version, { refresh_token });
		expect(reused.status).toBe(version === 'v3' ? 422 : 400);
	});

	it('knows an id in its own version and to its own client only', async () => {
		const { body } = await order(version);
		const other = version === 'v3' ? 'v4' : 'v3';
		expect((await look(other, body['auth_req_id'])).status).toBe(404);
		expect((await look(version, 'unknown')).status).toBe(404);
		expect((await exchange(version, { auth_req_id: 'unknown' })).status).toBe(404);
	});
});

describe('what the bank says no with', () => {
	it('has a body for each interface, and v4 moved three statuses', async () => {
		const wrongOrder = { client_id: sandbox.clientId, scope, start_mode: 'sms' };
		expect(await post('/auth/v3/authorizations', wrongOrder)).toMatchObject({
			status: 422,
			body: {
				status: 422,
				title: expect.any(String),
				detail: expect.any(String),
				type: 'about:blank',
			},
		});
		const missing = await post('/auth/v3/tokens', client());
		expect([missing.status, missing.body]).toEqual([
			400,
			{ error: 'invalid_request', error_descriptions: expect.any(String) },
		]);
		const statuses = async (version: string) => [
			(await exchange(version, { client_secret: 'wrong', refresh_token: 'x' })).status,
			(await exchange(version, { redirect_uri: 'https://evil.example/', refresh_token: 'x' }))
				.status,
			(await exchange(version, { refresh_token: 'x' })).status,
		];
		expect([await statuses('v3'), await statuses('v4')]).toEqual([
			[422, 422, 422],
			[400, 400, 400],
		]);
		expect(await exchange('v4', { refresh_token: 'x' })).toEqual({
			status: 400,
			type: expect.stringContaining('application/problem+json'),
			body: {
				type: 'https://authorize.sebgroup.com/problems/invalid-refresh-token',
				title: expect.any(String),
				status: 400,
				detail: expect.any(String),
				instance: '/auth/v4/tokens',
			},
		});
	});

	it('wants to know in v4 where the person is, at the order and at every look', async () => {
		const { body } = await order('v4');
		const fields = { client_id: sandbox.clientId, scope, start_mode: 'qr' };
		expect((await post('/auth/v4/authorizations', fields)).status).toBe(400);
		const path = `/auth/v4/authorizations/${String(body['auth_req_id'])}`;
		expect((await get(path)).status).toBe(400);
		expect((await get(path, { 'psu-ip-address': 'home' })).status).toBe(400);
		expect((await get(path, attended)).status).toBe(200);
	});

	it('lets the sandbox phone open an order once', async () => {
		const { body } = await order('v3');
		const { autostart_token } = (await look('v3', body['auth_req_id'])).body;
		expect((await mockLogin(autostart_token, '9001019802')).status).toBe(422);
		expect((await mockLogin('unknown')).status).toBe(404);
		expect((await mockLogin(autostart_token)).status).toBe(204);
		expect((await mockLogin(autostart_token)).status).toBe(404);
	});
});

describe('account information', () => {
	it('asks for a token and a new request id, and for no consent', async () => {
		const { access_token } = await connect();
		const path = `${ais('v8')}/accounts`;
		expect((await read(path, access_token)).status).toBe(200);
		const code = async (headers: Record<string, string>) => {
			const { status, type, body } = await get(path, headers);
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
		now += 3_600_000;
		expect(await code({ ...bearer, 'x-request-id': randomUUID() })).toEqual([401, 'TOKEN_EXPIRED']);
	});

	it('lists accounts with links below its own address; ids differ between the versions', async () => {
		const { access_token } = await connect();
		const [v7, v8] = [await accountsOf('v7', access_token), await accountsOf('v8', access_token)];
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
		const foreign = await read(`${ais('v8')}/accounts/${v7[0]?.resourceId}`, access_token);
		expect([foreign.status, foreign.body['code']]).toEqual([404, 'RESOURCE_UNKNOWN']);
	});

	it('gives one account unwrapped, with balances where asked, and three decimals in v8', async () => {
		const { access_token } = await connect();
		const [account] = await accountsOf('v8', access_token);
		const path = `${ais('v8')}/accounts/${account?.resourceId}`;
		const [plain, full] = [
			await read(path, access_token),
			await read(`${path}?withBalance=true`, access_token),
		];
		expect(plain.body).toMatchObject({ resourceId: account?.resourceId, additionalOwnerNames: [] });
		expect(plain.body).not.toHaveProperty('balances');
		expect(plain.body).not.toHaveProperty('creditLine');
		expect(full.body).toMatchObject({ creditLine: '0.000' });
		const { body } = await read(`${path}/balances`, access_token);
		expect(full.body['balances']).toEqual(body['balances']);
		const [ledger] = await admin<{ bookedBalance: string }[]>(
			`/ledger?account=${account?.resourceId}`,
		);
		expect(body['balances']).toMatchObject([
			{
				balanceType: 'interimBooked',
				balanceAmount: { amount: `${ledger?.bookedBalance}0`, currency: 'SEK' },
			},
			{ balanceType: 'interimAvailable' },
		]);
	});

	it.each([
		['v7', 199],
		['v8', 500],
	])('gives all rows of %s page by page, as the ledger has them', async (version, size) => {
		const { access_token } = await connect();
		const ledger =
			await admin<{ iban?: string; booked: { count: number; sum: string } }[]>(
				'/ledger?person=testa',
			);
		const accounts = await accountsOf(version, access_token);
		for (const { iban, _links } of accounts
			.filter(({ currency }) => currency !== 'XXX')
			.slice(0, 4)) {
			const { booked } = ledger.find((entry) => entry.iban === iban) ?? { booked: undefined };
			const pages = await pagesOf(version, access_token, _links.transactions.href);
			const rows = pages.flat();
			expect(rows.length).toBe(booked?.count);
			expect(pages.map(({ length }) => length)).toEqual(
				pages.map((_page, index) => Math.min(size, rows.length - index * size)),
			);
			expect(thousandths(rows)).toBe(BigInt(String(booked?.sum).replace('.', '')) * 10n);
			expect(rows.every((row) => /^-?\d+\.\d{3}$/.test(row.transactionAmount.amount))).toBe(true);
			const ids = rows.flatMap(({ transactionId: id }) => (id === 'NOTPROVIDED' ? [] : (id ?? [])));
			expect(new Set(ids).size).toBe(ids.length);
		}
	});

	it('pages v8 by a sealed key and v7 by a number that stays right when rows are booked meanwhile', async () => {
		const { access_token } = await connect();
		for (const version of ['v7', 'v8']) {
			const [account] = await accountsOf(version, access_token);
			const href = account?._links.transactions.href ?? '';
			const before = (await pagesOf(version, access_token, href)).flat();
			const { body } = await read(`${ais(version)}${href}`, access_token);
			const next = (body['transactions'] as { _links: { next: { href: string } } })._links.next
				.href;
			expect(next).toMatch(
				version === 'v7'
					? /^\/accounts\/[^/]+\/transactions\?bookingStatus=booked&transactionSequenceNumber=\d+$/
					: /^\/accounts\/[^/]+\/transactions\?bookingStatus=booked&paginationKey=.+/,
			);
			now += 86_400_000;
			const { access_token: renewed } = await connect();
			const late = await read(`${ais(version)}${next}`, renewed);
			if (version === 'v8') expect(late.body).toMatchObject({ code: 'FORMAT_ERROR' });
			else {
				const { booked } = late.body['transactions'] as { booked: Row[] };
				expect(booked[0]).toEqual(before[199]);
			}
			now = noon;
		}
		expect((await read(`${ais('v7')}/accounts`, 'x')).status).toBe(401);
	});

	it('gives pending rows signed in v8 and always positive in v7', async () => {
		const { access_token } = await connect();
		const pending = async (version: string): Promise<Row[]> => {
			const [account] = await accountsOf(version, access_token);
			const path = `${ais(version)}/accounts/${account?.resourceId}/transactions`;
			const { body } = await read(`${path}?bookingStatus=both`, access_token);
			return (body['transactions'] as { pending: Row[] }).pending;
		};
		const [v7, v8] = [await pending('v7'), await pending('v8')];
		const [ledger] =
			await admin<{ pending: { count: number; sum: string } }[]>('/ledger?person=testa');
		expect([v7.length, v8.length]).toEqual([ledger?.pending.count, ledger?.pending.count]);
		expect(thousandths(v8)).toBe(BigInt(String(ledger?.pending.sum).replace('.', '')) * 10n);
		expect(v8.some(({ transactionAmount: { amount } }) => amount.startsWith('-'))).toBe(true);
		expect(v7.map(({ transactionAmount: { amount } }) => amount)).toEqual(
			v8.map(({ transactionAmount: { amount } }) => amount.replace('-', '')),
		);
		expect(v8.every((row) => row['bookingDate'] === undefined)).toBe(true);
	});

	it('has the words of each version for a card row, a Swish row and a bankgiro payment', async () => {
		const { access_token } = await connect();
		const rowsOf = async (version: string) => {
			const [account] = await accountsOf(version, access_token);
			const href = `/accounts/${account?.resourceId}/transactions?bookingStatus=booked`;
			const pages = await pagesOf(version, access_token, href);
			return pages.flat();
		};
		const [v7, v8] = [await rowsOf('v7'), await rowsOf('v8')];
		const at = (test: (row: Row) => boolean) => {
			const index = v8.findIndex(test);
			return [v7[index], v8[index]];
		};
		const [oldCard, card] = at((row) => row['originalAmount'] !== undefined);
		expect(card).toMatchObject({
			proprietaryBankTransactionCodeText: 'Card foreign purchase',
			cardAcceptorId: 'MAKE-BELIEVE BOOKS PORTLAND',
			currencyExchange: { exchangeRate: '7.654300' },
			originalAmount: { amount: expect.stringMatching(/^-\d+\.\d{3}$/), currency: 'CAD' },
			remittanceInformationUnstructuredArray: ['Card purchase abroad'],
			debtorAccount: { bic: 'XMPLSEZZ' },
		});
		expect(oldCard).toMatchObject({
			proprietaryBankTransactionCode: '051',
			currencyExchange: { exchangeRate: '7,6543' },
			remittanceInformationUnstructured: 'Card purchase abroad',
		});
		expect(oldCard).not.toHaveProperty('cardAcceptorId');
		expect(oldCard?.['transactionId']).not.toBe(card?.['transactionId']);
		const [oldSwish, swish] = at((row) => row['orderId'] !== undefined);
		expect(swish).toMatchObject({
			debtorName: 'Kompis Kompisson',
			creditorNameAndAddress: 'Testa Exempelsson',
			transactionTime: expect.stringMatching(/^2031-\d\d-\d\dT08:\d\d:13$|^20\d\d-.*T08:\d\d:13$/),
		});
		expect(oldSwish).not.toHaveProperty('debtorName');
		const [oldGiro, giro] = at(
			(row) => row['proprietaryBankTransactionCodeText'] === 'Bankgiro payment',
		);
		expect(giro?.['creditorAccount']).toEqual({ bankgiroNumber: expect.any(String) });
		expect(oldGiro?.['creditorAccount']).toEqual({ bban: expect.any(String) });
		expect(v8.every((row) => row['remittanceInformationUnstructured'] === undefined)).toBe(true);
	});

	it('gives the details of rows that link to them, and of no others', async () => {
		const { access_token } = await connect();
		for (const version of ['v7', 'v8']) {
			const [account] = await accountsOf(version, access_token);
			const base = `${ais(version)}/accounts/${account?.resourceId}/transactions`;
			const { body } = await read(`${base}?bookingStatus=booked`, access_token);
			const { booked } = body['transactions'] as { booked: Row[] };
			const linked = booked.find((row) => row['_links'] !== undefined);
			const { transactionId, entryReference: _, _links: links, ...payment }: Json = linked ?? {};
			const details = await read(`${base}/${String(transactionId)}`, access_token);
			expect([details.status, details.body]).toEqual([200, payment]);
			const { transactionDetails } = links as { transactionDetails: { href: string } };
			expect(`${ais(version)}${transactionDetails.href}`).toBe(`${base}/${String(transactionId)}`);
			const bare = booked.find(
				(row) => row['transactionId'] !== undefined && row['_links'] === undefined,
			);
			const refused = await read(`${base}/${String(bare?.['transactionId'])}`, access_token);
			expect([refused.status, refused.body['code']]).toEqual([404, 'RESOURCE_UNKNOWN']);
		}
	});

	it('says no currency of a closed account, v7 "xxx"', async () => {
		const { access_token } = await connect('v4', '189001039826');
		for (const version of ['v7', 'v8']) {
			const closed = (await accountsOf(version, access_token)).find(
				({ status }) => status === 'deleted',
			);
			expect(closed?.['currency']).toBe(version === 'v7' ? 'xxx' : undefined);
			const path = `${ais(version)}/accounts/${closed?.resourceId}`;
			expect((await read(`${path}/balances`, access_token)).body['balances']).toEqual([]);
		}
	});

	it('counts four reads a day of each account and endpoint while nobody is there', async () => {
		const { access_token } = await connect('v4', provaNumber);
		const [one, two] = await accountsOf('v8', access_token);
		const balances = async (account: Listed | undefined, headers = {}) => {
			const path = `${ais('v8')}/accounts/${account?.resourceId}/balances`;
			const { status, body } = await read(path, access_token, headers);
			return status === 200 ? status : [status, body['code']];
		};
		const seen: unknown[] = [];
		for (let time = 0; time < 5; time += 1) seen.push(await balances(one));
		expect(seen).toEqual([200, 200, 200, 200, [429, 'ACCESS_EXCEEDED']]);
		expect([await balances(two), await balances(one, attended)]).toEqual([200, 200]);
	});

	it('shows 90 days to a read that nobody waits for, and all to the account holder', async () => {
		const { access_token } = await connect();
		const [account] = await accountsOf('v8', access_token);
		const path = `${ais('v8')}/accounts/${account?.resourceId}/transactions?bookingStatus=booked`;
		const oldest = async (query: string, headers: Record<string, string>) => {
			const { status, body } = await read(`${path}${query}`, access_token, headers);
			return status === 200 ? status : [status, body['code']];
		};
		expect(await oldest('&dateFrom=2031-02-16', {})).toBe(200);
		expect(await oldest('&dateFrom=2031-02-15', {})).toEqual([400, 'PERIOD_INVALID']);
		expect(await oldest('&dateFrom=2029-02-15', attended)).toBe(200);
		expect(await oldest('&dateFrom=2031-05-18', attended)).toEqual([400, 'PERIOD_INVALID']);
		expect(await oldest('&dateFrom=yesterday', attended)).toEqual([400, 'FORMAT_ERROR']);
	});

	it('opens nothing with a payment scope, nor once the person has taken the login back', async () => {
		const { body } = await order('v4', 'ast', { scope: 'psd2_payments' });
		await phone('approve');
		const payments = await exchange('v4', { auth_req_id: body['auth_req_id'] });
		const { access_token: paying } = payments.body;
		const refused = await read(`${ais('v8')}/accounts`, paying);
		expect([refused.status, refused.body['code']]).toEqual([403, 'FORBIDDEN']);
		const { access_token, refresh_token } = await connect();
		const consents = await admin<{ id: string; status: string }[]>('/consents');
		await admin(`/consents/${consents.at(-1)?.id}/revoke`, {});
		expect((await read(`${ais('v8')}/accounts`, access_token)).status).toBe(401);
		expect((await exchange('v4', { refresh_token })).status).toBe(400);
	});

	it('keeps secrets, tokens and personal numbers out of its log and its addresses', async () => {
		const { access_token, refresh_token } = await connect('v3');
		await accountsOf('v8', access_token);
		const seen = JSON.stringify([await admin('/log'), await admin('/urls')]);
		for (const secret of [access_token, refresh_token, sandbox.clientSecret, testaNumber]) {
			expect(seen).not.toContain(String(secret));
		}
	});
});
