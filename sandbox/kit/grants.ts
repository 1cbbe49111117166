import type { Bank } from '../bank/bank';
import type { Grant, Issued } from '../bank/grants';
import { same } from '../bank/secrets';
import type { Client } from '../settings';
import { Refused, type About, type Reason } from './refused';
import { json, type Reply, type Served } from './served';

/** The client that a call authenticates: HTTP Basic, or `client_id` and `client_secret` in the form (RFC 6749 §2.3.1). */
export function clientOf(served: Served, bank: Bank): Client {
	const { client_id: id, client_secret: secret } = served.form;
	const given = basic(served.header('authorization')) ?? { id, secret };
	return clientWith(bank, given.id, given.secret);
}

/** For banks that take id and secret from elsewhere, e.g. two headers. */
export function clientWith(bank: Bank, id: string | undefined, secret: string | undefined): Client {
	const client = bank.clients.get(id ?? '');
	if (client !== undefined && same(client.secret, secret ?? '')) return client;
	throw new Refused('unknown-client', { text: 'unknown client or secret' });
}

function basic(authorization: string | undefined) {
	const encoded = /^Basic (\S+)$/.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
	return { id: formDecoded(id), secret: formDecoded(secret) };
}

const formDecoded = (text: string): string =>
	new URLSearchParams(`value=${text}`).get('value') ?? '';

/** Spelled in one way only, so that it means the same to every reader of addresses. */
const ofThisMachine = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?([/?][!"$-[\]-~]*)?$/;

/** The demo client may redirect to any address of this machine (RFC 8252 §7.3). */
export const mayRedirectTo = ({ redirectUris }: Client, address: string): boolean =>
	redirectUris === 'loopback'
		? ofThisMachine.test(address) && URL.canParse(address)
		: redirectUris.includes(address);

export interface TokenRules {
	readonly client: Client;
	/** Scope of a client's own token (grant `client_credentials`); absent: no such grant here. */
	readonly clientScope?: string;
	/** What the answer says besides RFC 6749's own fields. */
	readonly more?: (grant: Grant) => Readonly<Record<string, unknown>>;
	/** 200 where absent. */
	readonly status?: number;
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A token endpoint (RFC 6749 §5.1): a code, a refresh token, or the client's own. */
export async function tokenReply(served: Served, bank: Bank, rules: TokenRules): Promise<Reply> {
	const { grant_type: type } = served.form;
	served.note({ grant: type ?? 'missing' });
	const body = answerTo(served, bank, rules);
	if (type === 'refresh_token') await bank.barrier.passed();
	return { ...json(body, rules.status), headers: noStore };
}

function answerTo(served: Served, bank: Bank, { client, clientScope, more }: TokenRules) {
	const { form } = served;
	const told = ({ tokens, grant }: Issued) => ({ ...tokens, ...more?.(grant) });
	switch (form['grant_type']) {
		case 'authorization_code':
			return told(byCode(served, bank, client));
		case 'refresh_token':
			return told(byRefreshToken(served, bank, client));
		case undefined:
			throw new Refused('missing-parameter', {
				field: 'grant_type',
				text: 'grant_type is missing',
			});
		case 'client_credentials':
			if (clientScope === undefined) break;
			if ((form['scope'] ?? clientScope) !== clientScope) {
				throw new Refused('bad-scope', { text: `the scope is ${clientScope}` });
			}
			return bank.grants.clientToken(client.id, clientScope);
	}
	throw new Refused('unsupported-grant', { text: 'no such grant_type here' });
}

/** Tokens for `code` in the form. */
export function byCode({ form }: Served, bank: Bank, client: Pick<Client, 'id'>): Issued {
	const { code, redirect_uri: redirectUri, code_verifier: verifier } = form;
	if (code === undefined) {
		throw new Refused('missing-parameter', { field: 'code', text: 'code is missing' });
	}
	const result = bank.grants.redeem(code, { clientId: client.id, redirectUri, verifier });
	if (typeof result === 'string') throw new Refused('bad-grant', { text: result });
	return result;
}

/** New tokens for `refresh_token` in the form. */
export function byRefreshToken(served: Served, bank: Bank, client: Pick<Client, 'id'>): Issued {
	const { refresh_token: refreshToken } = served.form;
	if (refreshToken === undefined) {
		throw new Refused('missing-parameter', {
			field: 'refresh_token',
			text: 'refresh_token is missing',
		});
	}
	const isValid = (consentId: string) => bank.consents.find(consentId)?.status === 'valid';
	const result = bank.grants.renew(refreshToken, client.id, isValid);
	switch (result) {
		case 'unknown':
			throw new Refused('bad-grant', { text: 'unknown refresh token' });
		case 'ended':
			throw new Refused('bad-grant', { text: 'the login or its consent has ended' });
		case 'reused':
			served.note({ grant: 'refresh_token re-used' });
			throw new Refused('bad-grant', { text: 'the refresh token was used before' });
		default:
			return result;
	}
}

const oauthWords: Readonly<Partial<Record<Reason, readonly [status: number, error: string]>>> = {
	'unknown-client': [401, 'invalid_client'],
	'missing-certificate': [401, 'invalid_client'],
	'bad-certificate': [401, 'invalid_client'],
	'bad-grant': [400, 'invalid_grant'],
	'bad-scope': [400, 'invalid_scope'],
	'unsupported-grant': [400, 'unsupported_grant_type'],
	'server-error': [503, 'temporarily_unavailable'],
	'too-many': [429, 'temporarily_unavailable'],
	quota: [429, 'temporarily_unavailable'],
};

/** How a token endpoint refuses (RFC 6749 §5.2); for a persona's `refuse` where its bank keeps to it. */
export function oauthRefusal(reason: Reason, { text, code }: About): Reply {
	const [status, error] = oauthWords[reason] ?? [400, 'invalid_request'];
	return {
		status,
		headers: { ...noStore, ...(status === 401 && { 'www-authenticate': 'Basic' }) },
		body: {
			error: code ?? error,
			...(text !== undefined && { error_description: text }),
		},
	};
}
