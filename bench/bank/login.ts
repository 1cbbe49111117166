import { createHash, randomBytes } from 'node:crypto';
import type { Sandbox } from '../../sandbox';
import { approveAtBank } from '../../scripts/bank/approve';

const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

/** Logs a person in at the sandbox bank; gives the headers of an attended call. */
export async function logIn(sandbox: Sandbox, person: string): Promise<Record<string, string>> {
	const base = `${sandbox.url}/berlin-group`;
	const verifier = randomBytes(32).toString('base64url');
	const authorize = new URL(`${base}/oauth2/authorize`);
	authorize.search = new URLSearchParams({
		response_type: 'code',
		client_id: sandbox.clientId,
		redirect_uri: redirectUri,
		scope: 'AIS',
		state: 'bench',
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	}).toString();
	const back = new URL(await approveAtBank(authorize.href, person));
	const answer = await fetch(`${base}/oauth2/token`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64')}`,
		},
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code: back.searchParams.get('code') ?? '',
			redirect_uri: redirectUri,
			code_verifier: verifier,
		}),
	});
	const token = (await answer.json()) as { access_token: string; consentId: string };
	return {
		authorization: `Bearer ${token.access_token}`,
		'consent-id': token.consentId,
		'psu-ip-address': '192.0.2.7',
	};
}
