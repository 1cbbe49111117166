import { isIP } from 'node:net';
import type { Bank } from '../../bank/bank';
import type { Consent, Service } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { bearer, oneOf, uuid } from '../../kit/demands';
import { bookOf } from '../../kit/listing';
import type { Demand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import type { Served } from '../../kit/served';

/** What every call of the interface needs, whatever it asks for. */
export const always: readonly Demand[] = [
	uuid('X-Request-ID', 'banks §1.2 X-Request-ID'),
	{
		in: 'header',
		name: 'PSU-IP-Address',
		optional: true,
		test: (value) => isIP(value) !== 0,
		reason: 'bad-header',
		text: 'PSU-IP-Address is not an IP address',
		fact: 'banks §1.2 PSU-IP-Address',
	},
	{
		in: 'header',
		name: 'Accept',
		optional: true,
		test: /\*\/\*|application\/(\*|json)/,
		reason: 'not-acceptable',
		text: 'only application/json is served',
		fact: 'banks §1.5 406',
	},
	bearer('banks §1.2 Authorization: Bearer', 'anybody'),
];

/** A read goes by a consent: named in the header, bound to the token, valid, and covering it. */
export const reading = (service: Service): readonly Demand[] => [
	...always,
	{
		in: 'header',
		name: 'Consent-ID',
		reason: 'missing-header',
		test: (id, { grant }, bank) => mustOpen(bank.consents.find(id), grant, service),
		fact: 'banks §1.2 Consent-ID',
	},
];

export const withBalance = oneOf(
	'query',
	'withBalance',
	['true', 'false'],
	'banks §1.1 GET /v1/accounts?withBalance=',
	{ optional: true },
);

function mustOpen(consent: Consent | undefined, grant: Served['grant'], service: Service): true {
	if (consent === undefined || consent.clientId !== grant.clientId) {
		throw new Refused('unknown-consent', { field: 'Consent-ID', text: 'no such consent' });
	}
	if (grant.consentId !== consent.id) {
		throw new Refused('consent-over', {
			text: 'the consent is not the one of the access token',
		});
	}
	if (consent.status === 'expired') {
		throw new Refused('consent-expired', {
			text: 'the consent has expired and must be renewed',
		});
	}
	if (consent.status !== 'valid') {
		throw new Refused('consent-over', { text: `the consent is ${consent.status}` });
	}
	if (consent.granted[service].size === 0) {
		throw new Refused('not-consented', { text: `the consent does not cover ${service}` });
	}
	return true;
}

/** The consent of a call that demands one. */
export function consentOf({ grant }: Served, bank: Bank): Consent {
	const consent = bank.consents.find(grant.consentId ?? '');
	if (consent === undefined) throw new Refused('unknown-consent', { field: 'Consent-ID' });
	return consent;
}

export function accountOf(
	{ params }: Served,
	bank: Bank,
	{ personId, granted }: Consent,
	service: Service,
): AccountBook {
	const book = bookOf(bank, personId, granted.accounts, params['accountId']);
	if (granted[service].has(book.resourceId)) return book;
	throw new Refused('not-consented', {
		text: `the consent does not cover this account's ${service}`,
	});
}

/** Unattended reads that a consent allows in 24 hours. */
export function dailyReads(bank: Bank, { frequencyPerDay }: Consent): number {
	return Math.min(bank.settings.quotaPerDay ?? Infinity, frequencyPerDay);
}

/** Links are paths unless the bank is told otherwise; the standard allows both. */
export const linkBase = ({ base, path }: Served, { settings }: Bank): string =>
	settings.links === 'absolute' ? base : path;
