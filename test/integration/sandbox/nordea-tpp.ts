import { createHash, sign } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { approveAtBank } from '../../../scripts/bank/approve';

const noon = Date.UTC(2031, 4, 17, 12);
export const redirectUri = 'http://127.0.0.1:5678/back';
const number = '189001019802';
const scope = ['ACCOUNTS_BASIC', 'ACCOUNTS_BALANCES', 'ACCOUNTS_DETAILS', 'ACCOUNTS_TRANSACTIONS'];
export const grant = { account_list: ['ALL'], duration: 259_200, max_tx_history: 12, scope };

/** The bank's clock stands still at noon of 2031-05-17 until a test moves it. */
export const clock = { now: noon };
export let sandbox: Sandbox;

/** One sandbox for the tests of a file, as just opened before each. */
export function useNordea(): void {
	beforeAll(async () => {
		sandbox = await startSandbox({ clock: { now: () => clock.now } });
	});
	afterAll(() => sandbox.close());
	beforeEach(async () => {
		clock.now = noon;
		await admin('/reset', {});
	});
}

export async function admin(path: string, body?: unknown): Promise<unknown> {
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

export const settings = (changes: object) => admin('/settings?bank=nordea', changes);

export interface Draft {
	readonly method: string;
	readonly path: string;
	readonly body?: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Puts the bank's headers on a request and signs it, by the words of the draft alone. */
export function signed({ method, path, body, headers }: Draft): Draft {
	const target = `/nordea/personal${path}`;
	const all: Record<string, string> = {
		'x-ibm-client-id': sandbox.clientId,
		'x-ibm-client-secret': sandbox.clientSecret,
		'x-nordea-originating-date': new Date(clock.now).toUTCString(),
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

export interface Answer {
	readonly status: number;
	readonly location: string | null;
	// The tests look into whatever came back.
	readonly body: Record<string, never> & { readonly [name: string]: unknown };
}

export async function send({ method, path, headers, body }: Draft): Promise<Answer> {
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

export const getDraft = (path: string, headers: Record<string, string> = {}): Draft =>
	signed({ method: 'GET', path, headers });
export const postDraft = (path: string, body: unknown): Draft =>
	signed({
		method: 'POST',
		path,
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
export const get = (path: string, headers?: Record<string, string>) =>
	send(getDraft(path, headers));
export const post = (path: string, body: unknown) => send(postDraft(path, body));
export const form = (path: string, fields: Record<string, string>) =>
	send(
		signed({
			method: 'POST',
			path,
			body: new URLSearchParams(fields).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		}),
	);
export const read = (path: string, token: string, more: Record<string, string> = {}) =>
	get(path, { authorization: `Bearer ${token}`, ...more });
export const attended = { 'x-nordea-originating-user-ip': '192.0.2.7' };

/** Shape of the bank's own refusals. */
export const failure = (status: number, code: string) => ({
	status,
	body: {
		group_header: { http_code: status },
		error: { failures: [{ code }] },
	},
});
export const gateway = (status: number) => ({ status, body: { httpCode: String(status) } });

interface Tokens {
	readonly access_token: string;
	readonly refresh_token: string;
}

export const tokensOf = ({ status, body }: Answer): Tokens => {
	expect(status).toBe(200);
	expect(body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) });
	return body as unknown as Tokens;
};

export async function byRedirect(person = 'testa', changes: object = {}): Promise<Tokens> {
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

export const begin = (changes: object = {}) =>
	post('/v5/decoupled/authentications', {
		authentication_method: 'BANKID_SE',
		country: 'SE',
		psu_id: number,
		response_type: 'code',
		...changes,
	});
export const look = (session: unknown) => get(`/v5/decoupled/authentications/${String(session)}`);
export const authorize = (code: unknown, changes: object = {}) =>
	post('/v5/decoupled/authorizations', {
		...grant,
		code,
		response_type: 'nordea_token',
		...changes,
	});
export const token = (code: unknown) =>
	form('/v5/decoupled/token', { code: String(code), grant_type: 'authorization_code' });

export async function decoupled(): Promise<Tokens> {
	const { body: started } = await begin();
	await admin('/bankid/latest/approve', {});
	const { body: done } = await look(started['session_id']);
	const { body: opened } = await authorize(done['code']);
	return tokensOf(await token(opened['code']));
}

export interface Account {
	readonly _id: string;
	readonly currency: string;
	readonly booked_balance: number;
}

export const responseOf = <Kind>({ status, body }: Answer): Kind => {
	expect(status).toBe(200);
	expect(body).toMatchObject({
		group_header: {
			message_identification: expect.stringMatching(/^[0-9a-f]{32}$/),
			creation_date_time: new Date(clock.now).toISOString(),
			http_code: 200,
		},
	});
	return body['response'] as Kind;
};

export const accountsOf = async (opened: string) =>
	responseOf<{ accounts: Account[] }>(await read('/v5/accounts', opened)).accounts;
