import { randomUUID } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import type { Example } from '../../kit/persona';
import { accountId } from './account';
import { begin } from './decoupled';
import { opened } from './login';
import { hasDetails, rowId } from './rows';

const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const scope = 'psd2_accounts psd2_payments';

const order = { client_id: '{clientId}', lang: 'en', scope, start_mode: 'ast' };
const exchange = {
	client_id: '{clientId}',
	client_secret: '{clientSecret}',
	auth_req_id: '{authReqId}',
	redirect_uri: redirectUri,
};
const whereabouts = { 'psu-ip-address': '192.0.2.7' };

const headers = {
	authorization: 'Bearer {token}',
	'x-request-id': '{requestId}',
	'psu-ip-address': '192.0.2.7',
};

const reads = (version: 'v7' | 'v8', suffix: string): Record<string, Example> => {
	const accounts = `/ais/${version}/identified2/accounts`;
	const one = `${accounts}/{accountId}`;
	return {
		[`accounts${suffix}`]: { path: accounts, headers },
		[`account${suffix}`]: { path: one, query: { withBalance: 'true' }, headers },
		[`balances${suffix}`]: { path: `${one}/balances`, headers },
		[`transactions${suffix}`]: {
			path: `${one}/transactions`,
			query: { bookingStatus: 'booked' },
			headers,
		},
		[`transaction${suffix}`]: { path: `${one}/transactions/{transactionId}`, headers },
	};
};

/** As the bank's own Postman collection asks (`../shared/facts/banks.md` §2.1, SEB-PM and SEB-V4). */
export const example: Readonly<Record<string, Example>> = {
	authorize: {
		query: {
			client_id: '{clientId}',
			scope,
			redirect_uri: redirectUri,
			response_type: 'code',
			state: 's',
		},
	},
	token: {
		form: {
			client_id: '{clientId}',
			client_secret: '{clientSecret}',
			code: '{code}',
			redirect_uri: redirectUri,
			grant_type: 'authorization_code',
		},
	},
	order: { body: order, headers: whereabouts },
	look: { path: '/auth/v4/authorizations/{authReqId}', headers: whereabouts },
	exchange: { body: exchange },
	'order.v3': { body: order },
	'look.v3': { path: '/auth/v3/authorizations/{authReqId}' },
	'exchange.v3': { body: exchange },
	'mock.login': {
		body: { personal_identity_number: '{personalNumber}', start_token: '{startToken}' },
	},
	...reads('v8', ''),
	...reads('v7', '.v7'),
};

export function prepare(bank: Bank, call: string): Readonly<Record<string, string>> {
	const [client] = bank.clients.values();
	const person = bank.person('testa');
	const [book] = bank.library.of('testa');
	if (client === undefined || person === undefined || book === undefined) return {};
	const who = { clientId: client.id, scope };
	const secret = { clientId: client.id, clientSecret: client.secret };
	const login = () =>
		opened(bank, {
			...who,
			person,
			accounts: bank.library.of(person.id).map(({ resourceId }) => resourceId),
		});
	const [name, suffix] = call.split('.');
	switch (name) {
		case 'authorize':
		case 'order':
			return secret;
		case 'token':
			return { ...secret, code: bank.grants.code({ ...login(), redirectUri }) };
		case 'look':
		case 'exchange':
		case 'mock': {
			const version = suffix === 'v3' ? 'v3' : 'v4';
			const { id, order: made } = begin(bank, { ...who, version, startMode: 'ast' });
			if (name === 'exchange') {
				bank.bankId.identify(bank.bankId.open(made.autoStartToken), person);
				bank.bankId.approve(made);
			}
			return {
				...secret,
				authReqId: id,
				startToken: made.autoStartToken,
				personalNumber: person.personalNumber,
			};
		}
		default: {
			const version = suffix === 'v7' ? 'v7' : 'v8';
			const { from, to } = book.booked(bank.today());
			let ordinal = to - 1;
			while (ordinal > from && !hasDetails(book.row(ordinal, bank.today()))) ordinal -= 1;
			return {
				token: bank.grants.issue(login()).tokens.access_token,
				requestId: randomUUID(),
				accountId: accountId(version, book),
				transactionId: rowId(version, book, ordinal),
			};
		}
	}
}
