import { may, oneOf } from '../../kit/demands';
import type { Persona } from '../../kit/persona';
import { json, type Served } from '../../kit/served';
import { balances, details } from './accounts';
import { application, signedBy, signedByActive } from './applications';
import { aspspData, aspsps } from './aspsps';
import { authDemands, startAuthorization } from './authorization';
import { example, prepare } from './example';
import { refuse } from './refusal';
import { authorizeSession, deleteSession, session } from './sessions';
import { transactions, transactionsDemands } from './transactions';

const optional = { optional: true };

function listAspsps({ query }: Served) {
	const { country, psu_type: psuType, service } = query;
	const wanted = aspsps.value.filter(
		(one) =>
			(country ?? one.country) === one.country &&
			(psuType === undefined || one.psuTypes.some((type) => type === psuType)) &&
			service !== 'PIS',
	);
	return json({ aspsps: wanted.map(aspspData) });
}

/**
 * Enable Banking: one API before some 2,500 banks. How its banks differ is in `aspsps.ts` (pick the bank, get its
 * quirks), how its applications differ in `applications.ts` (active or not, restricted or not).
 */
export const enableBanking: Persona = {
	id: 'enable-banking',
	name: 'Enable Banking',
	facts: 'banks §6.1',
	settings: [
		{ value: { quotaPerDay: 4 }, fact: 'enable-banking §5 Quota size' },
		{ value: { unattendedDays: 89 }, fact: 'enable-banking §4.1 Bounds' },
		{ value: { freshMinutes: 60 }, fact: 'enable-banking §4.1 Fresh window' },
		{ value: { pageSize: 100 }, fact: 'enable-banking §4.2 Page size, key life' },
		{ value: { formerConsents: 'end' }, fact: 'enable-banking §1 Same login again' },
	],
	attended: { value: 'psu-ip-address', fact: 'banks §6.1 PSU headers' },
	refuse,
	calls: [
		{
			name: 'application',
			method: 'GET',
			path: '/application',
			demands: [signedBy],
			answer: application,
		},
		{
			name: 'aspsps',
			method: 'GET',
			path: '/aspsps',
			demands: [
				signedByActive,
				may('query', 'country', 'banks §6.1 Calls'),
				oneOf('query', 'psu_type', ['personal', 'business'], 'banks §6.1 Calls', optional),
				oneOf('query', 'service', ['AIS', 'PIS'], 'banks §6.1 Calls', optional),
			],
			answer: listAspsps,
		},
		{
			name: 'authorize',
			method: 'POST',
			path: '/auth',
			demands: [signedByActive, ...authDemands],
			answer: startAuthorization,
		},
		{
			name: 'token',
			method: 'POST',
			path: '/sessions',
			demands: [
				signedByActive,
				{
					in: 'body',
					name: 'code',
					reason: 'missing-parameter',
					spoilt: 'bad-grant',
					test: /^code_/,
					fact: 'banks §6.1 POST /sessions',
				},
			],
			answer: authorizeSession,
		},
		{
			name: 'session',
			method: 'GET',
			path: '/sessions/:sessionId',
			demands: [signedByActive],
			answer: session,
		},
		{
			name: 'session.delete',
			method: 'DELETE',
			path: '/sessions/:sessionId',
			demands: [signedByActive],
			answer: deleteSession,
		},
		{
			name: 'account',
			method: 'GET',
			path: '/accounts/:accountId/details',
			demands: [signedByActive],
			answer: details,
		},
		{
			name: 'balances',
			method: 'GET',
			path: '/accounts/:accountId/balances',
			demands: [signedByActive],
			answer: balances,
		},
		{
			name: 'transactions',
			method: 'GET',
			path: '/accounts/:accountId/transactions',
			demands: [signedByActive, ...transactionsDemands],
			answer: transactions,
		},
	],
	example,
	prepare,
};
