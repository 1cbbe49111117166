import type { HttpRequest } from '../../http/port';
import { readConsent } from '../../models/consent';
import { unreadable } from '../../models/unreadable';
import type { Call, Context, Gain } from '../../profile/call';
import type { ConsentCalls } from '../../profile/profile';
import { dayAfter } from '../kit/consents';
import { standardRoot } from './root';

const consents = `${standardRoot}/consents`;

export const consentPath = (consentId = '') => `${consents}/${encodeURIComponent(consentId)}`;

const ask = (method: 'GET' | 'DELETE', { consentId }: Context): HttpRequest => ({
	method,
	path: consentPath(consentId),
	headers: { accept: 'application/json' },
});

/** The status comes without the validity: the whole consent says both. */
export const consentCalls = {
	status: {
		operation: 'consent.status',
		at: 'api',
		as: 'person',
		ask: (context) => ask('GET', context),
		read: ({ body }) => readConsent(body),
	},
	revoke: {
		operation: 'consent.revoke',
		at: 'api',
		as: 'person',
		ask: (context) => ask('DELETE', context),
		read: () => undefined,
	},
} satisfies ConsentCalls;

/** What every call of a login carries. */
export const loginHeaders = ({ psuIpAddress, language }: Context) => ({
	accept: 'application/json',
	'psu-ip-address': psuIpAddress,
	'psu-accept-language': language,
});

/** RTS Art. 10(2): a login may be asked for again after 180 days. */
const consentDays = 180;

/** A consent on whatever accounts the account holder picks, as long as the bank allows, four reads a day. */
export const createConsent = (approach: 'decoupled' | 'redirect'): Call<Gain> => ({
	operation: 'consent.create',
	at: 'api',
	as: 'client',
	ask: (context) => ({
		method: 'POST',
		path: consents,
		headers: {
			...loginHeaders(context),
			'tpp-redirect-preferred': String(approach === 'redirect'),
			...(approach === 'decoupled' && { 'tpp-decoupled-preferred': 'true' }),
		},
		body: {
			access: { accounts: [], balances: [], transactions: [] },
			recurringIndicator: true,
			validUntil: dayAfter(context.now, consentDays),
			frequencyPerDay: 4,
			combinedServiceIndicator: false,
		},
	}),
	read: ({ body }) => {
		const { consentId } = readConsent(body);
		if (consentId === undefined) throw unreadable('consentId', 'is missing');
		return { consentId };
	},
});
