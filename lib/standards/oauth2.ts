import type { HttpAnswer, HttpRequest } from '../http/port';
import { readToken, type Token } from '../models/token';
import type { ClientIdentity } from '../profile/hosts';
import type { OAuth2Redirect, TokenRenewal } from '../profile/profile';

type ClientAuthentication = OAuth2Redirect['clientAuthentication'];

/** A call of the token endpoint (RFC 6749 §3.2), with the client's secret where the bank wants it (§2.3.1). */
export function tokenRequest(
	client: ClientIdentity,
	form: Readonly<Record<string, string>>,
	authentication: ClientAuthentication = 'header',
): HttpRequest {
	const base = { method: 'POST', path: '' } as const;
	if (authentication === 'body') {
		return { ...base, form: { ...form, client_id: client.id, client_secret: client.secret } };
	}
	const pair = `${formEncoded(client.id)}:${formEncoded(client.secret)}`;
	const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
	return { ...base, headers: { authorization }, form };
}

const formEncoded = (text: string) =>
	new URLSearchParams({ text }).toString().slice('text='.length);

export const readTokenAnswer =
	({ body }: HttpAnswer) =>
	(receivedAt: number): Token =>
		readToken(body, receivedAt);

/** RFC 6749 §6. */
export const renewalWith = (authentication: ClientAuthentication): TokenRenewal => ({
	ask: (client, refreshToken) =>
		tokenRequest(
			client,
			{ grant_type: 'refresh_token', refresh_token: refreshToken },
			authentication,
		),
	read: (answer, receivedAt) => readTokenAnswer(answer)(receivedAt),
});
