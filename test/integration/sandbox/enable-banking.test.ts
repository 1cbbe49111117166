import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { approveAtBank } from '../../../scripts/bank/approve';

const noon = Date.UTC(2031, 4, 17, 12);
const hour = 3_600_000;
const day = 24 * hour;
const applications = {
	sandbox: 'eb5a4dba-0000-4000-8000-000000000001',
	restricted: 'eb5a4dba-0000-4000-8000-000000000002',
	inactive: 'eb5a4dba-0000-4000-8000-000000000003',
};
const redirectUrl = 'http://127.0.0.1:5678/webhook/back';
const attended = { 'psu-ip-address': '192.0.2.7', 'psu-user-agent': 'a browser' };
const plainBank = { name: 'Sandbox Savings Bank', country: 'SE' };

type Json = Record<string, unknown>;
interface Answer {
	readonly status: number;
	readonly body: Json;
}
interface Account extends Json {
	readonly uid: string | null;
	readonly identification_hash: string;
	readonly account_id: { readonly iban: string | null; readonly other: Json | null };
	readonly currency: string;
}
interface Session {
	readonly session_id: string;
	readonly accounts: readonly Account[];
}
interface Row extends Json {
	readonly entry_reference: string | null;
	readonly credit_debit_indicator: 'CRDT' | 'DBIT';
	readonly status: 'BOOK' | 'PDNG';
	readonly transaction_amount: { readonly amount: string; readonly currency: string };
	readonly booking_date: string | null;
	readonly remittance_information: string[];
}
interface Totals {
	readonly count: number;
	readonly sum: string;
	readonly in: string;
}
interface LedgerEntry {
	readonly iban?: string;
	readonly account: string;
	readonly currency: string;
	readonly booked: Totals;
	readonly pending: Totals;
	readonly bookedBalance: string;
}

let now = noon;
let sandbox: Sandbox;
const own = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

beforeAll(async () => {
	sandbox = await startSandbox({
		clock: { now: () => now },
		clients: [
			{
				id: 'eb5a4dba-0000-4000-8000-00000000000a',
				secret: 'unused',
				redirectUris: ['https://own.example/back'],
				publicKey: own.publicKey,
			},
		],
	});
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	now = noon;
	await admin('/reset', {});
});

const seconds = () => Math.floor(now / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Jwt {
	readonly header?: Json;
	readonly claims?: Json;
	readonly key?: string;
}

function jwt({ header, claims, key = sandbox.clientKey }: Jwt = {}): string {
	const head = part({ typ: 'JWT', alg: 'RS256', kid: applications.sandbox, ...header });
	const body = part({
		iss: 'enablebanking.com',
		aud: 'api.enablebanking.com',
		iat: seconds(),
		exp: seconds() + 3600,
		...claims,
	});
	const signature = sign('RSA-SHA256', Buffer.from(`${head}.${body}`), key);
	return `${head}.${body}.${signature.toString('base64url')}`;
}

const of = (kid: string) => ({ authorization: `Bearer ${jwt({ header: { kid } })}` });

/** Every answer is compared with the official definition on its way. */
async function call(
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	{ headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
	const answer = await fetch(`${sandbox.url}/enable-banking${path}`, {
		method,
		headers: {
			authorization: `Bearer ${jwt()}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
			...headers,
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const given = { status: answer.status, body: (await answer.json()) as Json };
	complaints.push(...complaintsAbout(method, path, given));
	return given;
}

const get = (path: string, headers: Record<string, string> = {}) => call('GET', path, { headers });

async function admin<Result>(path: string, body?: unknown): Promise<Result> {
	const answer = await fetch(`${sandbox.adminUrl}${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-sandbox-admin': sandbox.adminKey, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}

const settings = (changes: Json) => admin('/settings?bank=enable-banking', changes);

const file = join(__dirname, '../../../../shared/openapi/enable-banking.yaml');
const definition = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Json) : undefined;
const complaints: string[] = [];
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
for (const name of ['uuid4']) ajv.addFormat(name, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
if (definition !== undefined) ajv.addSchema(definition, 'eb');

/** `null` stands for "not there" in this API, in fields that its definition calls strings. */
function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([, inner]) => inner !== null);
	return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNulls(inner)]));
}

function complaintsAbout(method: string, path: string, { status, body }: Answer): string[] {
	// 405 is not in the definition, and a bank's own problem JSON leaks past it.
	if (definition === undefined || status === 405 || body['code'] === 'PERIOD_INVALID') return [];
	const template = path
		.replace(/\?.*/, '')
		.replace(/^\/accounts\/[^/]+/, '/accounts/{account_id}')
		.replace(/^\/sessions\/[^/]+/, '/sessions/{session_id}');
	const place = `/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`;
	const validate = ajv.getSchema(`eb#${place}/content/application~1json/schema`);
	if (validate === undefined) return [`${method} ${template} ${status} is not in the definition`];
	void validate(withoutNulls(body));
	return (validate.errors ?? []).map(
		({ instancePath, message }) => `${method} ${template} ${status}: ${instancePath} ${message}`,
	);
}

afterEach(() => expect(complaints.splice(0)).toEqual([]));

if (definition === undefined) {
	process.stdout.write(
		'The OpenAPI of Enable Banking is expected at ../shared/openapi beside the repository; ' +
			'it is not there, so the answers of the persona were not compared with it.\n',
	);
}

const inDays = (days: number) => new Date(now + days * day).toISOString();

const authBody = (changes: Json = {}) => ({
	access: { valid_until: inDays(30) },
	aspsp: plainBank,
	state: 'the state',
	redirect_url: redirectUrl,
	psu_type: 'personal',
	...changes,
});

async function start(changes: Json = {}, headers = {}): Promise<string> {
	const { status, body } = await call('POST', '/auth', { headers, body: authBody(changes) });
	expect(status).toBe(200);
	return String(body['url']);
}

async function approve(url: string, person = 'testa'): Promise<URLSearchParams> {
	return new URL(await approveAtBank(url, person)).searchParams;
}

const redeem = (code: string, headers = {}) =>
	call('POST', '/sessions', { headers, body: { code } });

async function connect(changes: Json = {}, person = 'testa', headers = {}): Promise<Session> {
	const back = await approve(await start(changes, headers), person);
	const { status, body } = await redeem(back.get('code') ?? '', headers);
	expect(status).toBe(200);
	return body as unknown as Session;
}

const at = (name: string, country: string) => ({ aspsp: { name, country } });

const uidOf = (session: Session, index = 0): string => {
	const uid = session.accounts[index]?.uid;
	if (typeof uid !== 'string') throw new Error('the account has no uid');
	return uid;
};

async function list(
	uid: string,
	query: Record<string, string> = {},
	headers: Record<string, string> = attended,
): Promise<{ rows: Row[]; pages: number }> {
	const rows: Row[] = [];
	let pages = 0;
	let key: unknown = null;
	do {
		const search = new URLSearchParams({
			...query,
			...(typeof key === 'string' && { continuation_key: key }),
		});
		const { status, body } = await get(`/accounts/${uid}/transactions?${search}`, headers);
		expect(status).toBe(200);
		rows.push(...(body['transactions'] as Row[]));
		key = body['continuation_key'];
		pages += 1;
	} while (key !== null);
	return { rows, pages };
}

const cents = (amount: string) => Math.round(Number(amount) * 100);
const sumOf = (rows: readonly Row[]): number =>
	rows.reduce((sum, { transaction_amount: { amount }, credit_debit_indicator: indicator }) => {
		expect(amount).toMatch(/^\d/);
		return sum + cents(amount) * (indicator === 'DBIT' ? -1 : 1);
	}, 0);

const errorOf = ({ status, body }: Answer) => [status, body['error']];

describe('the application', () => {
	it('says who it is, whether it is active, and where it may be sent back to', async () => {
		expect((await get('/application')).body).toMatchObject({
			kid: applications.sandbox,
			environment: 'SANDBOX',
			active: true,
			services: ['AIS'],
		});
		expect((await get('/application', of(applications.restricted))).body).toMatchObject({
			environment: 'PRODUCTION',
			active: true,
			redirect_urls: ['https://example.org/callback'],
		});
		expect((await get('/application', of(applications.inactive))).body).toMatchObject({
			active: false,
		});
	});

	it('may be one of the test, with its own key', async () => {
		const kid = 'eb5a4dba-0000-4000-8000-00000000000a';
		const signed = jwt({ header: { kid }, key: own.privateKey });
		const signedByOwn = { authorization: `Bearer ${signed}` };
		const { body } = await get('/application', signedByOwn);
		expect(body).toMatchObject({ kid, redirect_urls: ['https://own.example/back'] });
		const start = (redirect_url: string) =>
			call('POST', '/auth', { headers: signedByOwn, body: authBody({ redirect_url }) });
		expect((await start('https://own.example/back')).status).toBe(200);
		expect((await start('https://example.org/callback')).status).toBe(422);
	});

	it('gets nothing before accounts were linked: 403 without an error code', async () => {
		const inactive = of(applications.inactive);
		const refused = { code: 403, message: 'Application is not active', detail: null };
		expect(await get('/aspsps', inactive)).toEqual({ status: 403, body: refused });
		const started = await call('POST', '/auth', { headers: inactive, body: authBody() });
		expect(started).toEqual({ status: 403, body: refused });
	});

	it.each<[string, () => string]>([
		['another key', () => jwt({ key: own.privateKey })],
		['another key id', () => jwt({ header: { kid: 'eb5a4dba-0000-4000-8000-00000000000f' } })],
		['another issuer', () => jwt({ claims: { iss: 'somebody.example' } })],
		['another audience', () => jwt({ claims: { aud: 'api.example' } })],
		['another algorithm', () => jwt({ header: { alg: 'RS512' } })],
		['another type', () => jwt({ header: { typ: 'JWS' } })],
		['no algorithm', () => `${part({ typ: 'JWT', alg: 'none' })}.${part({})}.e30`],
		['a life over a day', () => jwt({ claims: { exp: seconds() + 86_401 } })],
		['no time', () => jwt({ claims: { iat: undefined } })],
		['a time to come', () => jwt({ claims: { iat: seconds() + 3600, exp: seconds() + 7200 } })],
		['an end that is past', () => jwt({ claims: { iat: seconds() - 7200, exp: seconds() - 1 } })],
		[
			'a changed claim',
			() => jwt().replace(/\.[^.]+\./, `.${part({ iss: 'enablebanking.com' })}.`),
		],
		['a signature that is none', () => jwt().replace(/[^.]+$/, 'AAAA')],
	])('is refused with %s', async (_name, token) => {
		const answer = await get('/application', { authorization: `Bearer ${token()}` });
		expect(errorOf(answer)).toEqual([401, 'UNAUTHORIZED_ACCESS']);
	});

	it('is refused without a JWT, with words of its own', async () => {
		expect((await get('/application', { authorization: '' })).body).toEqual({
			code: 401,
			error: 'AUTHORIZATION_NOT_PROVIDED',
			message: 'Authorization header is not provided',
			detail: null,
		});
	});

	it('may live for exactly a day', async () => {
		const long = jwt({ claims: { exp: seconds() + 86_400 } });
		expect((await get('/application', { authorization: `Bearer ${long}` })).status).toBe(200);
		now += day;
		expect((await get('/application', { authorization: `Bearer ${long}` })).status).toBe(401);
	});
});

describe('the banks', () => {
	const names = async (query = '') =>
		((await get(`/aspsps${query}`)).body['aspsps'] as Json[]).map(
			({ name, country }) => `${String(country)} ${String(name)}`,
		);

	it('come unsorted, many beta, told apart by name and country', async () => {
		const all = await names();
		expect(all.length).toBe(12);
		expect(new Set(all).size).toBe(12);
		expect([...all].sort()).not.toEqual(all);
		expect(all.filter((name) => name.endsWith(' Sandbox Savings Bank'))).toHaveLength(2);
		const { body } = await get('/aspsps');
		const listed = body['aspsps'] as Json[];
		expect(listed.filter(({ beta }) => beta === true).length).toBeGreaterThan(4);
		expect(listed.some((one) => one['maximum_consent_validity'] === 7_776_000)).toBe(true);
		expect(listed.some((one) => Array.isArray(one['required_psu_headers']))).toBe(true);
		const methods = listed.flatMap((one) => one['auth_methods'] as Json[]);
		expect(methods.filter((one) => one['hidden_method'] === true)).toHaveLength(1);
		expect(methods.some((one) => one['approach'] === 'DECOUPLED')).toBe(true);
	});

	it('are filtered by country, kind of customer and service', async () => {
		expect((await names('?country=NO')).every((name) => name.startsWith('NO '))).toBe(true);
		expect(await names('?country=GB')).toEqual([]);
		expect(await names('?country=SE&psu_type=business')).toEqual([
			'SE Sandbox Savings Bank',
			'SE Påhittade Bolagsbanken',
		]);
		expect(await names('?service=PIS')).toEqual([]);
		expect(errorOf(await get('/aspsps?psu_type=robot'))).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
	});
});

describe('POST /auth', () => {
	const auth = (changes: Json, headers = {}) =>
		call('POST', '/auth', { headers, body: authBody(changes) });

	it('gives the address of the login, an id that is no session, and a hash of the person', async () => {
		const { body } = await auth({ psu_id: 'a customer of ours' });
		expect(String(body['url'])).toContain(`${sandbox.url}/enable-banking/`);
		const again = await auth({ psu_id: 'a customer of ours' });
		expect(again.body['psu_id_hash']).toBe(body['psu_id_hash']);
		expect((await auth({})).body['psu_id_hash']).not.toBe((await auth({})).body['psu_id_hash']);
		const session = await get(`/sessions/${String(body['authorization_id'])}`);
		expect(errorOf(session)).toEqual([404, 'SESSION_DOES_NOT_EXIST']);
	});

	it.each<[string, Json]>([
		['access.valid_until', { access: {} }],
		['access.valid_until', { access: { valid_until: '2031-06-01' } }],
		['access.valid_until', { access: { valid_until: '2031-06-01T12:00:00' } }],
		['access.valid_until', { access: { valid_until: '2031-05-17T11:59:59Z' } }],
		['aspsp.name', { aspsp: { country: 'SE' } }],
		['aspsp.country', { aspsp: { name: plainBank.name } }],
		['state', { state: undefined }],
		['redirect_url', { redirect_url: undefined }],
		['psu_type', { psu_type: 'company' }],
		['psu_type', { psu_type: 'business', ...at('Nirgendwo Handelsrepublik', 'DE') }],
		['language', { language: 'swedish' }],
		['auth_method', { auth_method: 'REDIRECT' }],
		['credentials', { credentials: { user: 'me' } }],
	])('names the field that is wrong: %s', async (field, changes) => {
		const answer = await auth(changes);
		expect(errorOf(answer)).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
		expect(answer.body['message']).toContain(field);
		expect(answer.body['detail']).toMatchObject({ message: answer.body['message'] });
	});

	it('takes a method that is hidden, by its name', async () => {
		const { body } = await get('/aspsps?country=SE&psu_type=personal');
		const methods = (body['aspsps'] as Json[])[0]?.['auth_methods'] as Json[];
		const hidden = methods.find((method) => method['hidden_method'] === true);
		expect((await auth({ auth_method: hidden?.['name'] })).status).toBe(200);
	});

	it('knows no bank by half its name, nor in another country', async () => {
		for (const aspsp of [
			{ name: 'Sandbox Savings', country: 'SE' },
			{ name: 'Sandbox Savings Bank', country: 'DE' },
		]) {
			expect(errorOf(await auth({ aspsp }))).toEqual([422, 'WRONG_ASPSP_PROVIDED']);
		}
	});

	it('sends nobody to an address that is not registered, character for character', async () => {
		const restricted = of(applications.restricted);
		const registered = 'https://example.org/callback';
		for (const [address, status] of [
			[registered, 200],
			[`${registered}/`, 422],
			[`${registered}?x=1`, 422],
			['https://EXAMPLE.org/callback', 422],
			[redirectUrl, 422],
		] as const) {
			const answer = await auth({ redirect_url: address }, restricted);
			expect(answer.status).toBe(status);
			if (status === 422) expect(answer.body['error']).toBe('REDIRECT_URI_NOT_ALLOWED');
		}
		const foreign = await auth({ redirect_url: 'https://elsewhere.example/' });
		expect(errorOf(foreign)).toEqual([422, 'REDIRECT_URI_NOT_ALLOWED']);
	});

	it('refuses a consent longer than the bank gives, by a second', async () => {
		const aspsp = { name: 'Nirgendwo Handelsrepublik', country: 'DE' };
		const until = (ms: number) => ({ access: { valid_until: new Date(ms).toISOString() }, aspsp });
		expect((await auth(until(now + 90 * day))).status).toBe(200);
		expect(await auth(until(now + 90 * day + 1000))).toEqual({
			status: 422,
			body: {
				code: 422,
				error: 'WRONG_REQUEST_PARAMETERS',
				message: 'ASPSP does not support consent validity more than 7776000 seconds in the future',
				detail: null,
			},
		});
	});
});

describe('the way back and POST /sessions', () => {
	it('brings code and state, and the code is good once', async () => {
		const back = await approve(await start());
		expect(back.get('state')).toBe('the state');
		const code = back.get('code') ?? '';
		expect((await redeem(code)).status).toBe(200);
		expect(errorOf(await redeem(code))).toEqual([422, 'ALREADY_AUTHORIZED']);
		expect(errorOf(await redeem('code_made-up'))).toEqual([422, 'WRONG_AUTHORIZATION_CODE']);
		expect(errorOf(await call('POST', '/sessions', { body: {} }))).toEqual([
			422,
			'WRONG_REQUEST_PARAMETERS',
		]);
	});

	it('takes no code of another application, and none that is old', async () => {
		const code = (await approve(await start())).get('code') ?? '';
		const other = await redeem(code, of(applications.restricted));
		expect(errorOf(other)).toEqual([422, 'WRONG_AUTHORIZATION_CODE']);
		now += 10 * 60_000;
		expect(errorOf(await redeem(code))).toEqual([422, 'EXPIRED_AUTHORIZATION_CODE']);
	});

	it('says access_denied with a text only where the person cancelled', async () => {
		const url = await start();
		const login = new URL(url).searchParams.get('login') ?? '';
		const post = (page: string, form: Record<string, string>) =>
			fetch(new URL(page, url), {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ login, ...form }),
			});
		await post('login', { person: 'testa' });
		const answer = await post('approval', { decision: 'deny' });
		const back = new URL(answer.headers.get('location') ?? '').searchParams;
		expect(Object.fromEntries(back)).toEqual({
			error: 'access_denied',
			error_description: 'Cancelled by user',
			state: 'the state',
		});
		const failed = await approve(await start(at('Störungsbank', 'DE')));
		expect(Object.fromEntries(failed)).toEqual({ error: 'server_error', state: 'the state' });
	});

	it('tells the accounts: several currencies, a card, names that are missing', async () => {
		const { accounts } = await connect();
		expect(accounts).toHaveLength(6);
		expect(accounts.filter(({ currency }) => currency === 'XXX')).toHaveLength(1);
		const card = accounts.find((account) => account['cash_account_type'] === 'CARD');
		expect(card).toMatchObject({
			account_id: { iban: null, other: { scheme_name: 'CPAN' } },
			all_account_ids: [{ scheme_name: 'CPAN' }, { scheme_name: 'BBAN' }],
			name: null,
		});
		expect(card?.['identification_hashes']).toHaveLength(2);
		expect(accounts[0]).toMatchObject({ name: 'Testa Exempelsson', currency: 'SEK' });
	});

	it('gives a blocked account no uid', async () => {
		const { session_id: id, accounts } = await connect({}, 'tom');
		expect(accounts.map(({ uid }) => typeof uid)).toEqual(['string', 'object']);
		expect((await get(`/sessions/${id}`)).body['accounts']).toEqual([accounts[0]?.uid]);
	});

	it('gives new uids each time and the same hashes always', async () => {
		const [first, second] = [await connect(), await connect()];
		const hashes = ({ accounts }: Session) => accounts.map((one) => one.identification_hash);
		expect(hashes(first)).toEqual(hashes(second));
		expect(new Set(hashes(first)).size).toBe(6);
		const uids = [first, second].flatMap(({ accounts }) => accounts.map(({ uid }) => uid));
		expect(new Set(uids).size).toBe(12);
	});

	it('leaves out accounts that were not linked, and says nothing', async () => {
		const session = await connect(
			{ redirect_url: 'https://example.org/callback' },
			'testa',
			of(applications.restricted),
		);
		expect(session.accounts.map(({ currency }) => currency)).toEqual(['SEK', 'EUR', 'NOK']);
	});

	it('opens the accounts that were asked for', async () => {
		const iban = (await connect()).accounts[1]?.account_id.iban;
		const access = { valid_until: inDays(30), accounts: [{ iban }], transactions: false };
		const session = await connect({ access });
		expect(session.accounts.map(({ account_id: id }) => id.iban)).toEqual([iban]);
		const uid = uidOf(session);
		expect((await get(`/accounts/${uid}/balances`)).status).toBe(200);
		expect(errorOf(await get(`/accounts/${uid}/transactions`))).toEqual([403, 'ACCESS_DENIED']);
	});
});

describe('a session', () => {
	it('is looked up by its id, and has ids only', async () => {
		const { session_id: id, accounts } = await connect();
		const { status, body } = await get(`/sessions/${id}`);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			status: 'AUTHORIZED',
			accounts: accounts.map(({ uid }) => uid),
			aspsp: plainBank,
			psu_type: 'personal',
			access: { valid_until: inDays(30) },
			closed: null,
		});
		expect(JSON.stringify(body)).not.toContain(accounts[0]?.account_id.iban);
		expect((await get('/sessions')).status).toBe(405);
		const foreign = await get(`/sessions/${id}`, of(applications.restricted));
		expect(errorOf(foreign)).toEqual([404, 'SESSION_DOES_NOT_EXIST']);
	});

	it('is closed by its application, once', async () => {
		const session = await connect();
		const path = `/sessions/${session.session_id}`;
		expect((await call('DELETE', path)).body).toEqual({ message: 'OK' });
		expect((await get(path)).body).toMatchObject({
			status: 'CLOSED',
			closed: new Date(now).toISOString(),
		});
		const read = await get(`/accounts/${uidOf(session)}/balances`);
		expect(errorOf(read)).toEqual([401, 'CLOSED_SESSION']);
		expect(errorOf(await call('DELETE', path))).toEqual([401, 'CLOSED_SESSION']);
	});

	it('expires at its moment, not at the end of the day', async () => {
		const session = await connect({ access: { valid_until: inDays(1) } });
		const read = () => get(`/accounts/${uidOf(session)}/balances`);
		now += day - 1000;
		expect((await read()).status).toBe(200);
		now += 1000;
		expect(errorOf(await read())).toEqual([401, 'EXPIRED_SESSION']);
		expect((await get(`/sessions/${session.session_id}`)).body['status']).toBe('EXPIRED');
	});

	it('is revoked by the person at the bank', async () => {
		const session = await connect();
		await admin(`/consents/${session.session_id}/revoke?bank=enable-banking`, {});
		const read = await get(`/accounts/${uidOf(session)}/transactions`);
		expect(errorOf(read)).toEqual([401, 'REVOKED_SESSION']);
		expect((await get(`/sessions/${session.session_id}`)).body['status']).toBe('REVOKED');
	});

	it("ends with the next login at the same bank, and with nobody else's", async () => {
		const [first, elsewhere, prova] = [
			await connect(),
			await connect(at('Luftslottsbanken', 'NO')),
			await connect({}, 'prova'),
		];
		const status = async ({ session_id: id }: Session) =>
			(await get(`/sessions/${id}`)).body['status'];
		// Whoever only opens the login keeps the old session.
		await start();
		expect(await status(first)).toBe('AUTHORIZED');
		const second = await connect();
		expect(await Promise.all([first, second, elsewhere, prova].map(status))).toEqual([
			'EXPIRED',
			'AUTHORIZED',
			'AUTHORIZED',
			'AUTHORIZED',
		]);
		await settings({ formerConsents: 'keep' });
		await connect();
		expect(await status(second)).toBe('AUTHORIZED');
	});
});

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
		now += hour;
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
		now += hour;
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

describe('how often', () => {
	const statuses = async (paths: readonly string[], headers = {}) => {
		const all: number[] = [];
		for (const path of paths) all.push((await get(path, headers)).status);
		return all;
	};

	it('is four reads a day and account of any kind, without the person', async () => {
		const session = await connect();
		const path = `/accounts/${uidOf(session)}`;
		const read = [`${path}/details`, `${path}/balances`, `${path}/transactions`];
		expect(await statuses([...read, ...read])).toEqual([200, 200, 200, 200, 429, 429]);
		const refused = await get(`${path}/balances`);
		const message = '[HUB046] Allowed number of accesses exceeded for consent.';
		expect(refused.body).toMatchObject({
			code: 429,
			error: 'ASPSP_RATE_LIMIT_EXCEEDED',
			message,
			detail: { message },
		});
		expect((await get(`/accounts/${uidOf(session, 1)}/balances`)).status).toBe(200);
		expect(await statuses(read, attended)).toEqual([200, 200, 200]);
		now += day;
		expect(await statuses(read)).toEqual([200, 200, 200]);
	});

	it('counts a listing once, whatever its pages', async () => {
		await settings({ pageSize: 5 });
		const uid = uidOf(await connect());
		const { pages } = await list(uid, {}, {});
		expect(pages).toBeGreaterThan(4);
		expect((await get(`/accounts/${uid}/balances`)).status).toBe(200);
	});

	it.each([
		['Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR', 'Access exceeded'],
		['Nirgendwo Handelsrepublik', 'DE', /^Daily PSU not present/],
		['Sparkasse Nirgendwo', 'DE', /consented multiplicity per day/],
	])('is said in the words of %s', async (name, country, message) => {
		await settings({ quotaPerDay: 1 });
		const uid = uidOf(await connect(at(name, country)));
		const path = `/accounts/${uid}/balances`;
		expect(await statuses([path, path])).toEqual([200, 429]);
		expect((await get(path)).body['message']).toEqual(
			typeof message === 'string' ? message : expect.stringMatching(message),
		);
	});

	it('wants all the headers of the person that the bank wants, or none', async () => {
		const session = await connect({
			psu_type: 'business',
			...at('Påhittade Bolagsbanken', 'SE'),
		});
		expect(session.accounts[0]).toMatchObject({ usage: 'ORGA' });
		const path = `/accounts/${uidOf(session)}/balances`;
		expect(await statuses([path])).toEqual([200]);
		expect(await statuses([path], attended)).toEqual([200]);
		for (const [name, value] of Object.entries(attended)) {
			const half = await get(path, { [name]: value });
			expect(errorOf(half)).toEqual([422, 'PSU_HEADER_NOT_PROVIDED']);
		}
	});

	it.each(['127.0.0.1', '192.168.1.4', '10.0.0.1', '172.31.0.1', '::1', 'fd00::1', 'fe80::1'])(
		'refuses the address of a house, %s, with an error that says nothing',
		async (address) => {
			const uid = uidOf(await connect());
			expect(await get(`/accounts/${uid}/balances`, { 'psu-ip-address': address })).toEqual({
				status: 400,
				body: {
					code: 400,
					error: 'ASPSP_ERROR',
					message: 'Error interacting with ASPSP',
					detail: 'Unknown error',
				},
			});
		},
	);

	it('refuses an address that is none', async () => {
		const uid = uidOf(await connect());
		const answer = await get(`/accounts/${uid}/balances`, { 'psu-ip-address': 'home' });
		expect(errorOf(answer)).toEqual([422, 'PSU_HEADER_INVALID']);
	});

	it('is never, without the person, at a bank that wants him', async () => {
		const uid = uidOf(await connect(at('Ingensteds Fjordbank', 'NO')));
		const path = `/accounts/${uid}/balances`;
		expect(errorOf(await get(path))).toEqual([400, 'ASPSP_ERROR']);
		expect(await statuses([path], attended)).toEqual([200]);
	});
});

describe('what banks do to their rows', () => {
	const rowsAt = async (name: string, country: string, query = {}): Promise<Row[]> =>
		(await list(uidOf(await connect(at(name, country))), { strategy: 'longest', ...query })).rows;

	it('no references at all', async () => {
		const rows = await rowsAt('Ingensteds Fjordbank', 'NO');
		expect(rows.every((row) => row.entry_reference === null)).toBe(true);
	});

	it('references by place in the day, which come a day late', async () => {
		const bank = at('Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR');
		const uid = uidOf(await connect(bank));
		const [before = []] = [(await list(uid)).rows.filter(({ status }) => status === 'BOOK')];
		const today = before.filter((row) => row.booking_date === '2031-05-17');
		expect(today.length).toBeGreaterThan(0);
		expect(today.every((row) => row.entry_reference === null)).toBe(true);
		now += day;
		const after = (await list(uid, { date_from: '2031-05-17', date_to: '2031-05-17' })).rows;
		expect(after.map((row) => row.entry_reference)).toEqual(
			today.map((_row, index) => `2031-05-17.${today.length - 1 - index}`),
		);
		const named = after.map((row) => ({ ...row, entry_reference: null }));
		expect(named).toEqual(today);
	});

	it('references by place in the day, which move', async () => {
		const uid = uidOf(await connect(at('Banque Fictive', 'FR')));
		const asked = { date_from: '2031-05-17', date_to: '2031-05-17', transaction_status: 'BOOK' };
		const before = (await list(uid, asked)).rows.map((row) => row.entry_reference);
		expect(before.at(-1)).toBe('2031-05-17-0');
		now += day;
		const after = (await list(uid, asked)).rows.map((row) => row.entry_reference);
		expect(after.at(-1)).toBe('2031-05-17-1');
		expect(after).toHaveLength(before.length);
	});

	it('0 on all that waits', async () => {
		const rows = await rowsAt('Nirgendwo Handelsrepublik', 'DE', { transaction_status: 'PDNG' });
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.every((row) => row.entry_reference === '0')).toBe(true);
	});

	it('no date on what waits', async () => {
		const rows = await rowsAt('Crédit Bac-à-Sable du Pays de Nulle-Part', 'FR');
		const [pending] = rows.filter(({ status }) => status === 'PDNG');
		expect(pending).toMatchObject({ booking_date: null, value_date: null, transaction_date: null });
	});

	it('rows twice, with another reference', async () => {
		const plain = await rowsAt(plainBank.name, plainBank.country);
		const rows = await rowsAt('Sparkasse Nirgendwo', 'DE');
		const extra = rows.filter((row) => row.entry_reference?.startsWith('X'));
		expect(extra.length).toBeGreaterThan(20);
		expect(rows.length).toBe(plain.length + extra.length);
		const [copy] = extra;
		const same = { ...copy, entry_reference: expect.anything() };
		expect(rows.filter((row) => row !== copy)).toContainEqual({ ...same });
	});

	it('shops in the text only', async () => {
		const rows = await rowsAt('Hiekkapankki', 'FI');
		const card = rows.find((row) =>
			row.remittance_information.some((line) => line.startsWith('PURCHASE ')),
		);
		expect(card).toMatchObject({ creditor: null, debtor: { name: 'Testa Exempelsson' } });
	});

	it('an empty page with a key before the first rows', async () => {
		const uid = uidOf(await connect(at('Hiekkapankki', 'FI')));
		const { body } = await get(`/accounts/${uid}/transactions?strategy=longest`);
		expect(body).toMatchObject({ transactions: [], continuation_key: expect.any(String) });
		const { rows } = await list(uid, { strategy: 'longest' });
		expect(rows).toHaveLength(200);
	});

	it('balances that fail beside rows that work, and no rows that wait', async () => {
		const uid = uidOf(await connect(at('Luftslottsbanken', 'NO')));
		expect(errorOf(await get(`/accounts/${uid}/balances`))).toEqual([400, 'ASPSP_ERROR']);
		expect((await get(`/accounts/${uid}/transactions`)).status).toBe(200);
		const other = uidOf(await connect(at('Banque Fictive', 'FR')));
		const path = `/accounts/${other}/transactions?transaction_status=`;
		expect(errorOf(await get(`${path}PDNG`))).toEqual([400, 'ASPSP_ERROR']);
		expect((await get(`${path}BOOK`)).status).toBe(200);
	});
});

describe('faults and the log', () => {
	it('speaks in its own words when something breaks', async () => {
		const uid = uidOf(await connect());
		for (const [fault, expected] of [
			[{ kind: 'status', params: { status: 502 } }, [502, 'ASPSP_ERROR']],
			[{ kind: 'status', params: { status: 408, code: 'ASPSP_TIMEOUT' } }, [408, 'ASPSP_TIMEOUT']],
			[
				{ kind: 'status', params: { status: 403, code: 'ASPSP_PSU_ACTION_REQUIRED' } },
				[403, 'ASPSP_PSU_ACTION_REQUIRED'],
			],
			[{ kind: 'access-exceeded' }, [429, 'ASPSP_RATE_LIMIT_EXCEEDED']],
		] as const) {
			await admin('/faults?bank=enable-banking', { match: { endpoint: 'balances' }, ...fault });
			const answer = await get(`/accounts/${uid}/balances`);
			if (answer.status === 502) complaints.length = 0;
			expect(errorOf(answer)).toEqual(expected);
			expect(answer.body['code']).toBe(expected[0]);
			if (answer.status === 403) {
				expect(answer.body['detail']).toMatchObject({ error_name: 'PsuActionRequiredException' });
			}
		}
		expect(errorOf(await get('/nowhere'))).toEqual([404, undefined]);
		complaints.length = 0;
	});

	it('writes down no token, code or account', async () => {
		const back = await approve(await start());
		const code = back.get('code') ?? '';
		const session = (await redeem(code)).body as unknown as Session;
		await get(`/accounts/${uidOf(session)}/balances`);
		const log = JSON.stringify(await admin('/log?bank=enable-banking'));
		for (const secret of [code, session.session_id, uidOf(session), sandbox.clientKey]) {
			expect(log).not.toContain(secret);
		}
	});
});
