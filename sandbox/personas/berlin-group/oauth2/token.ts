import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bank } from '../../../bank/bank';
import type { Issued, Tokens } from '../../../bank/grants';
import type { Client } from '../../../settings';
import { authenticated } from './clients';

type Form = Readonly<Record<string, string | undefined>>;

/** RFC 6749 §5.2. */
interface Refused {
	readonly error: string;
	readonly error_description: string;
}

const refused = (error: string, error_description: string): Refused => ({
	error,
	error_description,
});

export function tokenRoute(app: FastifyInstance, bank: Bank): void {
	app.post('/oauth2/token', { config: { endpoint: 'token' } }, async (request, reply) => {
		reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
		const form = (request.body ?? {}) as Form;
		bank.log.note(request, { grant: form['grant_type'] ?? 'missing' });
		const client = authenticated(bank, request);
		if (client === undefined) {
			if (request.headers.authorization !== undefined) reply.header('www-authenticate', 'Basic');
			return answer(
				bank,
				request,
				reply,
				401,
				refused('invalid_client', 'unknown client or secret'),
			);
		}
		const result = granted(bank, request, client, form);
		if (form['grant_type'] === 'refresh_token') await bank.barrier.passed();
		return answer(bank, request, reply, 'error' in result ? 400 : 200, result);
	});
}

function answer(
	bank: Bank,
	request: FastifyRequest,
	reply: FastifyReply,
	status: number,
	body: Tokens | Refused,
): FastifyReply {
	if ('error' in body) bank.log.note(request, { code: body.error });
	return reply.code(status).send(body);
}

function granted(bank: Bank, request: FastifyRequest, client: Client, form: Form) {
	switch (form['grant_type']) {
		case undefined:
			return refused('invalid_request', 'grant_type is missing');
		case 'authorization_code':
			return byCode(bank, client, form);
		case 'refresh_token':
			return byRefreshToken(bank, request, client, form);
		case 'client_credentials':
			if (form['scope'] !== undefined && form['scope'] !== 'AIS') {
				return refused('invalid_scope', 'the scope is AIS');
			}
			return bank.grants.clientToken(client.id, 'AIS');
		default:
			return refused(
				'unsupported_grant_type',
				'authorization_code, refresh_token, client_credentials',
			);
	}
}

function byCode(bank: Bank, client: Client, form: Form): Tokens | Refused {
	const { code, redirect_uri: redirectUri, code_verifier: verifier } = form;
	if (code === undefined) return refused('invalid_request', 'code is missing');
	const result = bank.grants.redeem(code, { clientId: client.id, redirectUri, verifier });
	return typeof result === 'string' ? refused('invalid_grant', result) : withConsent(result);
}

function byRefreshToken(
	bank: Bank,
	request: FastifyRequest,
	client: Client,
	{ refresh_token: refreshToken }: Form,
): Tokens | Refused {
	if (refreshToken === undefined) return refused('invalid_request', 'refresh_token is missing');
	const isValid = (consentId: string) => bank.consents.find(consentId)?.status === 'valid';
	const result = bank.grants.renew(refreshToken, client.id, isValid);
	switch (result) {
		case 'unknown':
			return refused('invalid_grant', 'unknown refresh token');
		case 'ended':
			return refused('invalid_grant', 'the login or its consent has ended');
		case 'reused':
			bank.log.note(request, { grant: 'refresh_token re-used' });
			return refused('invalid_grant', 'the refresh token was used before');
		default:
			return withConsent(result);
	}
}

/** The consent goes with the tokens. */
const withConsent = ({ tokens, grant: { consentId } }: Issued) => ({
	...tokens,
	...(consentId !== undefined && { consentId }),
});
