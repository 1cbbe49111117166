import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	// The tests look into whatever came back.
	readonly body: Record<string, unknown>;
}

export interface Login {
	readonly accessToken: string;
	readonly refreshToken: string;
	readonly consentId: string;
}

type Form = ReadonlyArray<[string, string]>;

export const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

/** A third party as small as can be: plain fetch, nothing of `lib`. */
export class Tpp {
	readonly base: string;
	clock: { now: number };

	private constructor(
		readonly sandbox: Sandbox,
		clock: { now: number },
	) {
		this.base = `${sandbox.url}/berlin-group`;
		this.clock = clock;
	}

	/** The bank's clock stands still at noon of 2031-05-17 until a test moves it. */
	static async open(options: SandboxOptions = {}): Promise<Tpp> {
		const clock = { now: Date.UTC(2031, 4, 17, 12) };
		const sandbox = await startSandbox({ clock: { now: () => clock.now }, ...options });
		return new Tpp(sandbox, clock);
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	authorizeUrl(verifier: string, changes: Readonly<Record<string, string>> = {}): string {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: this.sandbox.clientId,
			redirect_uri: redirectUri,
			scope: 'AIS',
			state: 'the state',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
			code_challenge_method: 'S256',
			...changes,
		});
		return `${this.base}/oauth2/authorize?${query.toString()}`;
	}

	post(
		path: string,
		form: Form,
		headers: Readonly<Record<string, string>> = {},
	): Promise<Response> {
		return fetch(`${this.base}${path}`, {
			method: 'POST',
			body: new URLSearchParams([...form]),
			headers,
			redirect: 'manual',
		});
	}

	/** Walks through the bank's pages as a browser would; answers with where it is sent. */
	async approve(
		authorizeUrl: string,
		person: string,
		pick: (accounts: string[]) => string[] = (accounts) => accounts,
		decision = 'approve',
	): Promise<URL> {
		const start = await fetch(authorizeUrl, { redirect: 'manual' });
		const login = /name="login" value="([^"]+)"/.exec(await start.text())?.[1] ?? '';
		const asked = await this.post('/oauth2/login', [
			['login', login],
			['person', person],
		]);
		const page = await asked.text();
		const accounts = [...page.matchAll(/name="account" value="([^"]+)"/g)].map(
			([, id]) => id ?? '',
		);
		const ticked = pick(accounts).map((id) => ['account', id] as [string, string]);
		const sent = await this.post('/oauth2/approval', [
			['login', login],
			['decision', decision],
			...ticked,
		]);
		return new URL(sent.headers.get('location') ?? 'about:blank');
	}

	async connect(
		person = 'testa',
		pick?: (accounts: string[]) => string[],
		changes: Readonly<Record<string, string>> = {},
	): Promise<Login> {
		const verifier = randomBytes(32).toString('base64url');
		const back = await this.approve(this.authorizeUrl(verifier, changes), person, pick);
		const { body } = await this.token({
			grant_type: 'authorization_code',
			code: back.searchParams.get('code') ?? '',
			redirect_uri: redirectUri,
			code_verifier: verifier,
		});
		return asLogin(body);
	}

	async token(
		form: Readonly<Record<string, string>>,
		client = { id: this.sandbox.clientId, secret: this.sandbox.clientSecret },
	): Promise<Answer> {
		const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
		return answerOf(
			await this.post('/oauth2/token', Object.entries(form), { authorization: `Basic ${basic}` }),
		);
	}

	refresh(refreshToken: string): Promise<Answer> {
		return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
	}

	async call(
		path: string,
		login: Partial<Login>,
		headers: Readonly<Record<string, string | undefined>> = {},
		init: { readonly method?: string; readonly body?: unknown } = {},
	): Promise<Answer> {
		const { accessToken, consentId } = login;
		const all: Record<string, string | undefined> = {
			'x-request-id': randomUUID(),
			...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
			...(consentId !== undefined && { 'consent-id': consentId }),
			...(init.body !== undefined && { 'content-type': 'application/json' }),
			...headers,
		};
		const sent = Object.entries(all).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, value] as [string, string]],
		);
		const url = path.startsWith('/berlin-group')
			? this.sandbox.url + path
			: new URL(path, `${this.base}/`);
		return answerOf(
			await fetch(path.startsWith('/v1') ? this.base + path : url, {
				method: init.method ?? 'GET',
				headers: sent,
				redirect: 'manual',
				...(init.body !== undefined && { body: JSON.stringify(init.body) }),
			}),
		);
	}

	/** Calls the bank's admin side and hands back the JSON. */
	async admin<Result = unknown>(path: string, body?: unknown, method?: string): Promise<Result> {
		const answer = await fetch(this.sandbox.adminUrl + path, {
			method: method ?? (body === undefined ? 'GET' : 'POST'),
			headers: {
				'x-sandbox-admin': this.sandbox.adminKey,
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
		const text = await answer.text();
		return (text === '' ? undefined : JSON.parse(text)) as Result;
	}
}

export function asLogin(body: Readonly<Record<string, unknown>>): Login {
	return {
		accessToken: String(body['access_token']),
		refreshToken: String(body['refresh_token']),
		consentId: String(body['consentId']),
	};
}

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	const json = /json/.test(response.headers.get('content-type') ?? '');
	return {
		status: response.status,
		headers: response.headers,
		body: json && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : { text },
	};
}
