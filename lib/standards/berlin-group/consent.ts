import type { HttpMethod, HttpRequest } from '../../http/port';
import { readConsent } from '../../models/consent';
import { unreadable } from '../../models/unreadable';
import type { LoginContext, LoginFacts, LoginStep } from '../../profile/login';
import type { ConsentCalls, ConsentParameters } from '../../profile/profile';

const consentPath = (consentId: string) => `/v1/consents/${encodeURIComponent(consentId)}`;

const ask = (method: HttpMethod, consentId: string, rest: string): HttpRequest => ({
	method,
	path: `${consentPath(consentId)}${rest}`,
	headers: { accept: 'application/json' },
});

/** The status comes without the validity: the whole consent says both. */
export const consentCalls: ConsentCalls = {
	status: {
		ask: ({ consentId }: ConsentParameters) => ask('GET', consentId, ''),
		read: ({ body }) => readConsent(body),
	},
	revoke: { ask: ({ consentId }) => ask('DELETE', consentId, '') },
};

/** What every call of a login carries. */
export function loginHeaders({ facts, psuIpAddress, language }: LoginContext) {
	return {
		accept: 'application/json',
		'psu-ip-address': psuIpAddress,
		'psu-accept-language': language,
		...(facts['clientToken'] !== undefined && { authorization: `Bearer ${facts['clientToken']}` }),
	};
}

/** A consent on whatever accounts the account holder picks, as long as the bank allows, four reads a day. */
export const createConsent = (approach: 'decoupled' | 'redirect'): LoginStep => ({
	operation: 'consent.create',
	at: 'api',
	ask: (context) => ({
		method: 'POST',
		path: '/v1/consents',
		headers: {
			...loginHeaders(context),
			'tpp-redirect-preferred': String(approach === 'redirect'),
			...(approach === 'decoupled' && { 'tpp-decoupled-preferred': 'true' }),
		},
		body: {
			access: { accounts: [], balances: [], transactions: [] },
			recurringIndicator: true,
			validUntil: context.validUntil,
			frequencyPerDay: 4,
			combinedServiceIndicator: false,
		},
	}),
	read: ({ body }): LoginFacts => {
		const { consentId } = readConsent(body);
		if (consentId === undefined) throw unreadable('consentId', 'is missing');
		return { consentId };
	},
});

export { consentPath };
