import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { BackParameters } from '../../bank/visits';
import { dateOf } from '../../data/calendar';
import { may } from '../../kit/demands';
import { clientOf, mayRedirectTo, tokenReply } from '../../kit/grants';
import type { BankCall } from '../../kit/persona';
import { json, type Served, type Texts } from '../../kit/served';
import { loginPage, sendBack } from '../../kit/visit';
import { accessSchema, grantedBy } from './access';

/** The redirect approach: authorisation code with PKCE, the bank's login and approval pages. */
export const oauthCalls: readonly BankCall[] = [
	{
		name: 'authorize',
		method: 'GET',
		path: '/oauth2/authorize',
		browser: true,
		demands: [
			{
				in: 'query',
				name: 'client_id',
				reason: 'unknown-client',
				text: 'The client_id is unknown to the bank.',
				test: (id, _served, bank) => bank.clients.has(id),
				fact: 'banks §1.3 Integrated OAuth SCA',
			},
			{
				in: 'query',
				name: 'redirect_uri',
				reason: 'unknown-redirect',
				text: 'The redirect_uri is not registered for this client.',
				test: (address, { query }, bank) => {
					const client = bank.clients.get(query['client_id'] ?? '');
					return client !== undefined && mayRedirectTo(client, address);
				},
				fact: 'banks §1.3 Integrated OAuth SCA',
			},
			may('query', 'state', 'banks §1.3 Integrated OAuth SCA'),
		],
		answer: authorize,
	},
	{
		name: 'token',
		method: 'POST',
		path: '/oauth2/token',
		demands: [],
		answer: (served, bank) =>
			tokenReply(served, bank, {
				client: clientOf(served, bank),
				clientScope: 'AIS',
				// The consent goes with the tokens.
				more: ({ consentId }) => (consentId === undefined ? {} : { consentId }),
			}),
	},
	/** RFC 8414: where `scaOAuth` points. */
	{
		name: 'metadata',
		method: 'GET',
		path: '/.well-known/oauth-authorization-server',
		demands: [],
		answer: ({ base }) =>
			json({
				issuer: base,
				authorization_endpoint: `${base}/oauth2/authorize`,
				token_endpoint: `${base}/oauth2/token`,
				scopes_supported: ['AIS'],
				response_types_supported: ['code'],
				grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
				token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
				code_challenge_methods_supported: ['S256'],
			}),
	},
];

function authorize({ query, path }: Served, bank: Bank) {
	const { client_id: clientId = '', redirect_uri: redirectUri = '', state, scope = '' } = query;
	const problem = problemOf(bank, clientId, query);
	if (problem !== undefined) return sendBack({ redirectUri, state }, problem);
	const asked = consentIdOf(scope);
	const visit = bank.visits.begin({
		clientId,
		redirectUri,
		state,
		approved: (person, chosen) => {
			const consent = consentFor(bank, clientId, asked);
			const books = bank.library.of(person.id);
			const granted = grantedBy(accessSchema.parse(consent.asked), books, chosen);
			if (granted === undefined) {
				bank.consents.move(consent, 'rejected');
				return wrong('access_denied', 'the consent names accounts of somebody else');
			}
			bank.consents.approve(consent, person.id, granted);
			const code = bank.grants.code({
				clientId,
				scope,
				consentId: consent.id,
				personId: person.id,
				challenge: query['code_challenge'] ?? '',
				redirectUri,
			});
			return { code };
		},
	});
	return loginPage(path, visit);
}

const wrong = (error: string, error_description: string): BackParameters => ({
	error,
	error_description,
});

const consentIdOf = (scope: string): string | undefined => /^AIS:(\S+)$/.exec(scope)?.[1];

function problemOf(bank: Bank, clientId: string, query: Texts): BackParameters | undefined {
	if (query['response_type'] !== 'code') {
		return wrong('unsupported_response_type', 'response_type is code');
	}
	const scope = query['scope'] ?? '';
	const consentId = consentIdOf(scope);
	if (scope !== 'AIS' && consentId === undefined) {
		return wrong('invalid_scope', 'the scope is AIS, or AIS:<consentId>');
	}
	const consent = consentId === undefined ? undefined : bank.consents.find(consentId);
	if (
		consentId !== undefined &&
		(consent?.clientId !== clientId || consent.status !== 'received')
	) {
		return wrong('invalid_scope', 'the scope names no consent that waits for approval');
	}
	if (!/^[\w-]{43}$/.test(query['code_challenge'] ?? '')) {
		return wrong('invalid_request', 'PKCE is required: code_challenge is missing or no S256');
	}
	if (query['code_challenge_method'] !== 'S256') {
		return wrong('invalid_request', 'PKCE is required: code_challenge_method is S256');
	}
	return undefined;
}

/** The one the client made, or one that the bank makes for a client that comes with scope AIS only. */
function consentFor(bank: Bank, clientId: string, asked: string | undefined): Consent {
	const made = asked === undefined ? undefined : bank.consents.find(asked);
	return (
		made ??
		bank.consents.create({
			clientId,
			asked: { accounts: [], balances: [], transactions: [] },
			recurring: true,
			frequencyPerDay: bank.settings.quotaPerDay ?? 4,
			validUntil: dateOf(bank.today() + bank.settings.consentDays),
		})
	);
}
