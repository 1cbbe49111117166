import type { Bank } from '../../bank/bank';
import { dateOf } from '../../data/calendar';
import type { Example, Persona } from '../../kit/persona';
import { loginsAt } from './decoupled';

const headers = { 'X-Request-ID': '{uuid}', Authorization: 'Bearer {token}' };
const reading = { headers: { ...headers, 'Consent-ID': '{consentId}' } };

export const example: Persona['example'] = {
	authorize: {
		query: {
			response_type: 'code',
			client_id: '{client}',
			redirect_uri: 'http://127.0.0.1:5678/callback',
			scope: 'AIS',
			state: 'some-state',
			code_challenge: 'c2FuZGJhbmstZGVtYW5kcy1jb2RlLWNoYWxsZW5nZS0',
			code_challenge_method: 'S256',
		},
	},
	token: {
		form: {
			grant_type: 'authorization_code',
			code: '{code}',
			client_id: '{client}',
			client_secret: '{secret}',
		},
	},
	metadata: {},
	'consents.create': {
		headers: { ...headers, 'PSU-IP-Address': '192.0.2.7' },
		body: {
			access: { allPsd2: 'allAccounts' },
			recurringIndicator: true,
			validUntil: '9999-12-31',
			frequencyPerDay: 4,
			combinedServiceIndicator: false,
		},
	},
	'consents.get': { path: '/v1/consents/{consentId}', headers },
	'consents.status': { path: '/v1/consents/{consentId}/status', headers },
	'consents.delete': { path: '/v1/consents/{consentId}', headers },
	'authorisations.start': { path: '/v1/consents/{waiting}/authorisations', headers, body: {} },
	'authorisations.list': { path: '/v1/consents/{waiting}/authorisations', headers },
	'authorisations.get': {
		path: '/v1/consents/{waiting}/authorisations/{authorisation}',
		headers,
	},
	accounts: reading,
	account: { ...reading, path: '/v1/accounts/{accountId}' },
	balances: { ...reading, path: '/v1/accounts/{accountId}/balances' },
	transactions: {
		...reading,
		path: '/v1/accounts/{accountId}/transactions',
		query: { bookingStatus: 'booked', dateFrom: '{today}' },
	},
} satisfies Record<string, Example>;

/** `testa` has opened all accounts, and another consent waits for somebody to approve it. */
export function prepare(bank: Bank, call: string): Readonly<Record<string, string>> {
	const { id: clientId, secret } = bank.world.demo;
	const asked = { allPsd2: 'allAccounts' } as const;
	const made = () =>
		bank.consents.create({
			clientId,
			asked,
			recurring: true,
			frequencyPerDay: 4,
			validUntil: '9999-12-31',
		});
	const books = bank.library.of('testa');
	const accounts = books.map(({ resourceId }) => resourceId);
	const consent = made();
	bank.consents.approve(consent, 'testa', { accounts, balances: accounts, transactions: accounts });
	const waiting = made();
	const started = call === 'authorisations.get' && loginsAt(bank).start(waiting, undefined);
	const opened = { clientId, scope: 'AIS', consentId: consent.id, personId: 'testa' };
	return {
		today: dateOf(bank.today()),
		client: clientId,
		secret,
		token: bank.grants.issue(opened).tokens.access_token,
		code: bank.grants.code(opened),
		consentId: consent.id,
		waiting: waiting.id,
		accountId: accounts[0] ?? '',
		authorisation: typeof started === 'object' ? started.id : '',
	};
}
