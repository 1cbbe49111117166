import { randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox';

export type Json = Record<string, unknown>;

export interface Answer {
	readonly status: number;
	readonly type: string;
	readonly body: Json;
}

export interface Row extends Json {
	readonly transactionAmount: { readonly amount: string; readonly currency: string };
}

export interface Listed extends Json {
	readonly resourceId: string;
	readonly iban?: string;
	readonly _links: { readonly transactions: { readonly href: string } };
}

export const noon = Date.UTC(2031, 4, 17, 12);
export const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
export const scope = 'psd2_accounts';
export const attended = { 'psu-ip-address': '192.0.2.7' };
export const stranger = { id: 'stranger', secret: 'of theirs', redirectUris: [redirectUri] };
/** From the range that is kept for tests. */
export const numbers = {
	testa: '189001019802',
	prova: '189001019810',
	tom: '189001039826',
} as const;

export const ais = (version: string): string => `/ais/${version}/identified2`;

/** A third party that speaks to SEB as its documents say: plain fetch, nothing of `lib`. */
export class SebTpp {
	/** The bank's clock. */
	now = noon;

	private constructor(private readonly opened: { sandbox?: Sandbox }) {}

	static async open(): Promise<SebTpp> {
		const opened: { sandbox?: Sandbox } = {};
		const tpp = new SebTpp(opened);
		opened.sandbox = await startSandbox({
			clock: { now: () => tpp.now },
			transactions: 3_000,
			clients: [stranger],
		});
		return tpp;
	}

	get sandbox(): Sandbox {
		if (this.opened.sandbox === undefined) throw new Error('the sandbox is not open');
		return this.opened.sandbox;
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	async reset(): Promise<void> {
		this.now = noon;
		await this.admin('/reset', {});
	}

	async admin<Result = unknown>(path: string, body?: unknown): Promise<Result> {
		const joined = path.includes('?') ? '&' : '?';
		const answer = await fetch(`${this.sandbox.adminUrl}${path}${joined}bank=seb`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { 'x-sandbox-admin': this.sandbox.adminKey, 'content-type': 'application/json' },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as Result;
	}

	phone(action: string, body: Json = {}): Promise<unknown> {
		return this.admin(`/bankid/latest/${action}`, body);
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return answerOf(await fetch(`${this.sandbox.url}/seb${path}`, { headers }));
	}

	async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		return answerOf(
			await fetch(`${this.sandbox.url}/seb${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: JSON.stringify(body),
			}),
		);
	}

	/** The token call of the redirect. */
	async token(fields: Record<string, string>): Promise<Answer> {
		return answerOf(
			await fetch(`${this.sandbox.url}/seb/mga/sps/oauth/oauth20/token`, {
				method: 'POST',
				body: new URLSearchParams({ ...this.client, ...fields }),
			}),
		);
	}

	get client() {
		return { client_id: this.sandbox.clientId, client_secret: this.sandbox.clientSecret };
	}

	order(version: string, startMode = 'ast', more: Json = {}): Promise<Answer> {
		return this.post(
			`/auth/${version}/authorizations`,
			{ client_id: this.client.client_id, lang: 'en', scope, start_mode: startMode, ...more },
			version === 'v4' ? attended : {},
		);
	}

	/** Half a second after the look before. */
	look(version: string, id: unknown): Promise<Answer> {
		this.now += 500;
		return this.get(
			`/auth/${version}/authorizations/${String(id)}`,
			version === 'v4' ? attended : undefined,
		);
	}

	exchange(version: string, fields: Json): Promise<Answer> {
		return this.post(`/auth/${version}/tokens`, {
			...this.client,
			redirect_uri: redirectUri,
			...fields,
		});
	}

	mockLogin(start_token: unknown, personal_identity_number: string = numbers.testa) {
		return this.post('/open/sb/auth/mock/v1/login', { personal_identity_number, start_token });
	}

	/** A decoupled login to its end; gives the token answer. */
	async connect(version = 'v4', number: string = numbers.testa): Promise<Json> {
		const { auth_req_id } = (await this.order(version)).body;
		const { autostart_token } = (await this.look(version, auth_req_id)).body;
		await this.mockLogin(autostart_token, number);
		const { status, body } = await this.exchange(version, { auth_req_id });
		if (status !== 201) throw new Error(`tokens: ${status} ${JSON.stringify(body)}`);
		return body;
	}

	read(path: string, token: unknown, headers: Record<string, string> = attended): Promise<Answer> {
		return this.get(path, {
			authorization: `Bearer ${String(token)}`,
			'x-request-id': randomUUID(),
			...headers,
		});
	}

	async accountsOf(version: string, token: unknown): Promise<Listed[]> {
		const { status, body } = await this.read(`${ais(version)}/accounts`, token);
		if (status !== 200) throw new Error(`accounts: ${status} ${JSON.stringify(body)}`);
		return body['accounts'] as Listed[];
	}

	/** Every page, by the links as they come: paths below the version's own address. */
	async pagesOf(version: string, token: unknown, first: string): Promise<Row[][]> {
		const pages: Row[][] = [];
		let href: string | undefined = first;
		while (href !== undefined) {
			const { status, body }: Answer = await this.read(`${ais(version)}${href}`, token);
			if (status !== 200) throw new Error(`page: ${status} ${JSON.stringify(body)}`);
			const { booked, _links } = body['transactions'] as {
				booked: Row[];
				_links: { next?: { href: string } };
			};
			pages.push(booked);
			href = _links.next?.href;
		}
		return pages;
	}

	/** Booked rows of the person's first account, all pages. */
	async rowsOf(version: string, token: unknown): Promise<Row[]> {
		const [account] = await this.accountsOf(version, token);
		const href = account?._links.transactions.href ?? '';
		return (await this.pagesOf(version, token, href)).flat();
	}
}

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	const body = type.includes('json') ? (JSON.parse(text) as Json) : { text };
	return { status: response.status, type, body };
}

/** The rows' sum, in thousandths. */
export const thousandths = (rows: readonly Row[]): bigint =>
	rows.reduce((sum, row) => sum + BigInt(row.transactionAmount.amount.replace('.', '')), 0n);

/** An amount of the ledger, two decimals, in thousandths. */
export const ledgerSum = (amount: string | undefined): bigint =>
	BigInt(String(amount).replace('.', '')) * 10n;
