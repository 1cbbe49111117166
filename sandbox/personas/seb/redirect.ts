import { may } from '../../kit/demands';
import { clientWith, tokenReply } from '../../kit/grants';
import type { BankCall } from '../../kit/persona';
import { loginPage, sendBack } from '../../kit/visit';
import { row } from './facts';
import { isRegistered, isScope, opened } from './login';

const authorizeFact = row('Redirect authorize');
const tokenFact = row('Token');

const wrong = (error: string, error_description: string) => ({ error, error_description });

/** OAuth in the browser: no PKCE, no consent before it, the scope is what is agreed to. */
export const redirectCalls: readonly BankCall[] = [
	{
		name: 'authorize',
		method: 'GET',
		path: '/mga/sps/oauth/oauth20/authorize',
		browser: true,
		demands: [
			{
				in: 'query',
				name: 'client_id',
				reason: 'unknown-client',
				test: (id, _served, bank) => bank.clients.has(id),
				text: 'The client_id is unknown to the bank.',
				fact: authorizeFact,
			},
			{
				in: 'query',
				name: 'redirect_uri',
				reason: 'unknown-redirect',
				test: (address, { query }, bank) => isRegistered(bank, query['client_id'], address),
				text: 'The redirect_uri is not registered for this client.',
				fact: authorizeFact,
			},
			may('query', 'state', authorizeFact),
		],
		answer: ({ query, path }, bank) => {
			const { client_id: clientId = '', redirect_uri: redirectUri = '', scope = '', state } = query;
			const back = { redirectUri, state };
			if (query['response_type'] !== 'code') {
				return sendBack(back, wrong('unsupported_response_type', 'response_type is code'));
			}
			if (!isScope(scope)) {
				return sendBack(back, wrong('invalid_scope', 'psd2_accounts, psd2_payments or both'));
			}
			const visit = bank.visits.begin({
				...back,
				clientId,
				approved: (person, accounts) => ({
					code: bank.grants.code({
						...opened(bank, { clientId, scope, person, accounts }),
						redirectUri,
					}),
				}),
			});
			return loginPage(path, visit);
		},
	},
	{
		name: 'token',
		method: 'POST',
		path: '/mga/sps/oauth/oauth20/token',
		demands: [
			{
				in: 'form',
				name: 'grant_type',
				reason: 'missing-parameter',
				spoilt: 'unsupported-grant',
				test: /^(authorization_code|refresh_token)$/,
				fact: tokenFact,
			},
			{ in: 'form', name: 'client_id', reason: 'unknown-client', fact: tokenFact },
			{ in: 'form', name: 'client_secret', reason: 'unknown-client', fact: tokenFact },
		],
		answer: (served, bank) => {
			const { client_id: id, client_secret: secret } = served.form;
			return tokenReply(served, bank, { client: clientWith(bank, id, secret), status: 201 });
		},
	},
];
