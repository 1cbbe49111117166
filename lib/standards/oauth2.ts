import type { HttpAnswer, HttpRequest } from '../http/port';
import { urlWith } from '../http/url';
import { present } from '../models/present';
import { readToken } from '../models/token';
import type { Call, Context, Gain } from '../profile/call';
import type { ClientIdentity, Connect } from '../profile/hosts';
import type { VisitStep } from '../profile/login';
import type { Renewal } from '../profile/profile';
import { redirectBack } from './kit/redirect';

type ClientAuthentication = Connect['clientAuthentication'];

/** A call of the token endpoint (RFC 6749 §3.2), with the client's secret where the bank wants it (§2.3.1). */
export function tokenRequest(
	{ id, secret = '' }: ClientIdentity,
	form: Readonly<Record<string, string>>,
	authentication: ClientAuthentication = 'header',
): HttpRequest {
	const base = { method: 'POST', path: '' } as const;
	if (authentication === 'body') {
		return { ...base, form: { ...form, client_id: id, client_secret: secret } };
	}
	const authorization = `Basic ${Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64')}`;
	return { ...base, headers: { authorization }, form };
}

const formEncoded = (text: string) =>
	new URLSearchParams({ text }).toString().slice('text='.length);

/** The account holder's tokens, and the consent where the bank ties one to them. */
export function tokenGain({ body }: HttpAnswer): Gain {
	const { raw, consentId } = readToken(body, 0);
	return present<Gain>({ token: raw, consentId });
}

/** A call of the token endpoint that brings the account holder's tokens. */
export const tokenCall = (ask: (context: Context) => HttpRequest): Call<Gain> => ({
	operation: 'token',
	at: 'token',
	ask,
	read: tokenGain,
});

/** Authorisation code (RFC 6749 §4.1) without PKCE: the browser's way, and the call that redeems what it brings back. */
export const codeFlow = (scope: string, authentication?: ClientAuthentication) =>
	({
		visit: {
			visit: ({ client, hosts, redirectUri, state }) =>
				urlWith(hosts['authorize'] ?? '', {
					client_id: client.id,
					scope,
					redirect_uri: redirectUri,
					response_type: 'code',
					state,
				}),
			back: redirectBack,
		},
		redeem: tokenCall(({ client, facts, redirectUri }) => {
			const code = facts['code'] ?? '';
			const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
			return tokenRequest(client, form, authentication);
		}),
	}) satisfies { readonly visit: VisitStep; readonly redeem: Call<Gain> };

/** RFC 6749 §4.4: a token of the client's own. */
export const clientToken = (scope: string, authentication?: ClientAuthentication): Call<Gain> => ({
	operation: 'token',
	at: 'token',
	ask: ({ client }) =>
		tokenRequest(client, { grant_type: 'client_credentials', scope }, authentication),
	read: ({ body }) => ({ facts: { clientToken: readToken(body, 0).accessToken } }),
});

/** RFC 6749 §6. */
export const renewalWith = (authentication: ClientAuthentication): Renewal => ({
	call: tokenCall(({ client, token }) =>
		tokenRequest(
			client,
			{ grant_type: 'refresh_token', refresh_token: token?.refreshToken ?? '' },
			authentication,
		),
	),
});
