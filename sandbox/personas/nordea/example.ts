import type { Bank } from '../../bank/bank';
import { dateOf } from '../../data/calendar';
import { people } from '../../data/people';
import type { Example } from '../../kit/persona';
import { beginSession, codeOf } from './decoupled';
import { codeFor, type Asked } from './grant';

const client = {
	'X-IBM-Client-Id': '{clientId}',
	'X-IBM-Client-Secret': '{clientSecret}',
};
const opened = { ...client, Authorization: 'Bearer {token}' };
const json = { ...client, 'Content-Type': 'application/json' };

const asked = {
	account_list: ['ALL'],
	duration: 259_200,
	max_tx_history: 12,
	scope: ['ACCOUNTS_BASIC', 'ACCOUNTS_BALANCES', 'ACCOUNTS_DETAILS', 'ACCOUNTS_TRANSACTIONS'],
} as const satisfies Asked;

/** One good request for each call, its signature apart. */
export const example: Readonly<Record<string, Example>> = {
	authorize: {
		headers: json,
		body: {
			...asked,
			authentication_method: 'BANKID_SE',
			country: 'SE',
			language: 'en',
			redirect_uri: 'http://127.0.0.1:5678/callback',
			skip_account_selection: true,
			state: 'any text',
		},
	},
	token: {
		headers: { ...client, 'Content-Type': 'application/x-www-form-urlencoded' },
		form: { grant_type: 'refresh_token', refresh_token: '{refreshToken}' },
	},
	revoke: { headers: json, body: { token: '{refreshToken}' } },
	'authentications.start': {
		headers: json,
		body: {
			authentication_method: 'BANKID_SE',
			country: 'SE',
			psu_id: '{psuId}',
			response_type: 'code',
		},
	},
	'authentications.get': {
		path: '/personal/v5/decoupled/authentications/{session}',
		headers: client,
	},
	authorizations: {
		headers: json,
		body: { ...asked, code: '{code}', response_type: 'nordea_token' },
	},
	accounts: { headers: opened },
	account: { path: '/personal/v5/accounts/{accountId}', headers: opened },
	transactions: {
		path: '/personal/v5/accounts/{accountId}/transactions',
		query: { from_date: '{from}', to_date: '{to}' },
		headers: opened,
	},
};

/** Puts the bank into the state that the call needs: a login that is done, or on its way. */
export function prepare(bank: Bank, call: string): Readonly<Record<string, string>> {
	const { id: clientId, secret: clientSecret } = bank.world.demo;
	const [person] = people;
	if (person === undefined) throw new Error('the sandbox has people');
	const words = { clientId, clientSecret, psuId: person.personalNumber };
	if (call.startsWith('authentications') || call === 'authorizations') {
		if (call === 'authentications.start') return words;
		const session = beginSession(bank, clientId, 'NO', person);
		if (session.app !== undefined) bank.apps.answer(session.app, 'approved', person);
		return { ...words, session: session.id, code: codeOf(bank, session) ?? '' };
	}
	const code = codeFor(bank, { clientId, asked, person });
	const issued = bank.grants.redeem(code, {
		clientId,
		redirectUri: undefined,
		verifier: undefined,
	});
	if (typeof issued === 'string') throw new Error(issued);
	const today = bank.today();
	return {
		...words,
		token: issued.tokens.access_token,
		refreshToken: issued.tokens.refresh_token ?? '',
		accountId: bank.library.of(person.id)[0]?.resourceId ?? '',
		from: dateOf(today - 30),
		to: dateOf(today),
	};
}
