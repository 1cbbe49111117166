import type { Bank } from '../../bank/bank';
import { dateOf } from '../../data/calendar';
import type { Persona } from '../../kit/persona';
import { demoApplications, demoJwt } from './applications';
import { aspsps } from './aspsps';
import { codeFor, openSession, redeemed, type Asked } from './sessions';

const dayMs = 86_400_000;

/** A code that somebody has just brought back, from the bank that does everything as promised. */
function freshCode(bank: Bank) {
	const [first] = demoApplications.value;
	const [aspsp] = aspsps.value;
	const [person] = bank.library.all();
	if (first === undefined || aspsp === undefined || person === undefined) {
		throw new Error('the persona has an application, a bank and a person');
	}
	const asked: Asked = {
		application: first,
		aspsp,
		psuType: 'personal',
		psuIdHash: 'hash-of-the-example',
		validUntil: new Date(bank.now() + 30 * dayMs).toISOString(),
		balances: true,
		transactions: true,
		createdAt: bank.now(),
	};
	const books = bank.library.of(person.owner.id).map(({ resourceId }) => resourceId);
	return {
		code: codeFor(bank, openSession(bank, asked), person.owner.id, books),
		application: first,
	};
}

const authorization = { Authorization: 'Bearer {jwt}' };

/** One good request for each call. */
export const example: Persona['example'] = {
	application: { headers: authorization },
	aspsps: {
		headers: authorization,
		query: { country: 'SE', psu_type: 'personal', service: 'AIS' },
	},
	authorize: {
		headers: authorization,
		body: {
			access: { valid_until: '{validUntil}', balances: true, transactions: true },
			aspsp: { name: 'Sandbox Savings Bank', country: 'SE' },
			state: 'state-of-the-example',
			redirect_url: 'http://127.0.0.1:5678/callback',
			psu_type: 'personal',
			language: 'sv',
		},
	},
	token: { headers: authorization, body: { code: '{code}' } },
	session: { headers: authorization, path: '/sessions/{sessionId}' },
	'session.delete': { headers: authorization, path: '/sessions/{sessionId}' },
	account: { headers: authorization, path: '/accounts/{accountId}/details' },
	balances: { headers: authorization, path: '/accounts/{accountId}/balances' },
	transactions: {
		headers: authorization,
		path: '/accounts/{accountId}/transactions',
		query: {
			date_from: '{dateFrom}',
			transaction_status: 'BOOK',
			strategy: 'default',
		},
	},
};

export function prepare(bank: Bank, call: string): Readonly<Record<string, string>> {
	const validUntil = new Date(bank.now() + 30 * dayMs).toISOString();
	const words = { jwt: demoJwt(bank), validUntil };
	if (['application', 'aspsps', 'authorize'].includes(call)) return words;
	const { code, application } = freshCode(bank);
	if (call === 'token') return { ...words, code };
	const { session_id: sessionId, accounts } = redeemed(bank, code, application.id);
	return {
		...words,
		sessionId,
		accountId: accounts[0]?.uid ?? '',
		dateFrom: dateOf(bank.today() - 30),
	};
}
