import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Bank } from '../../bank/bank';
import type { Consent, Service } from '../../bank/consents';
import type { Grant } from '../../bank/grants';
import type { AccountBook } from '../../data/book';
import { formatError, Refusal } from './refusal';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function header(request: FastifyRequest, name: string): string | undefined {
	const value = request.headers[name.toLowerCase()];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What every call of the interface needs, whatever it asks for. */
export function checkHeaders(bank: Bank, request: FastifyRequest): void {
	const requestId = header(request, 'X-Request-ID');
	if (requestId === undefined) throw formatError('X-Request-ID', 'X-Request-ID is missing');
	if (!uuid.test(requestId)) throw formatError('X-Request-ID', 'X-Request-ID is not a UUID');
	if (bank.requestIds.has(requestId)) {
		throw formatError('X-Request-ID', 'X-Request-ID was used before; each call needs its own');
	}
	bank.requestIds.add(requestId);
	const address = header(request, 'PSU-IP-Address');
	if (address !== undefined && isIP(address) === 0) {
		throw formatError('PSU-IP-Address', 'PSU-IP-Address is not an IP address');
	}
	const accept = header(request, 'Accept') ?? '*/*';
	if (!/\*\/\*|application\/(\*|json)/.test(accept)) {
		throw new Refusal(406, 'REQUESTED_FORMATS_INVALID', 'only application/json is served');
	}
}

export const isAttended = (request: FastifyRequest): boolean =>
	header(request, 'PSU-IP-Address') !== undefined;

export function bearer(bank: Bank, request: FastifyRequest): Grant {
	const token = /^Bearer (\S+)$/.exec(header(request, 'Authorization') ?? '')?.[1];
	if (token === undefined) {
		throw new Refusal(401, 'UNAUTHORIZED', 'an access token is needed', 'Authorization');
	}
	const access = bank.grants.look(token);
	switch (access.state) {
		case 'live':
			return access.grant;
		case 'expired':
			throw new Refusal(401, 'TOKEN_EXPIRED', 'the access token has expired');
		case 'superseded':
			throw new Refusal(401, 'TOKEN_INVALID', 'the access token is no longer valid');
		case 'unknown':
			throw new Refusal(401, 'TOKEN_UNKNOWN', 'the access token is unknown');
	}
}

/** The consent that a read goes by: named in the header, bound to the token, valid, and covering it. */
export function consentFor(bank: Bank, request: FastifyRequest, service: Service): Consent {
	const grant = bearer(bank, request);
	const consentId = header(request, 'Consent-ID');
	if (consentId === undefined) throw formatError('Consent-ID', 'Consent-ID is missing');
	const consent = bank.consents.find(consentId);
	if (consent === undefined || consent.clientId !== grant.clientId) {
		throw new Refusal(400, 'CONSENT_UNKNOWN', 'no such consent', 'Consent-ID');
	}
	if (grant.consentId !== consentId) {
		throw new Refusal(401, 'CONSENT_INVALID', 'the consent is not the one of the access token');
	}
	if (consent.status === 'expired') {
		throw new Refusal(401, 'CONSENT_EXPIRED', 'the consent has expired and must be renewed');
	}
	if (consent.status !== 'valid') {
		throw new Refusal(401, 'CONSENT_INVALID', `the consent is ${consent.status}`);
	}
	if (consent.granted[service].size === 0) {
		throw new Refusal(401, 'CONSENT_INVALID', `the consent does not cover ${service}`);
	}
	return consent;
}

export function accountOf(
	bank: Bank,
	request: FastifyRequest,
	consent: Consent,
	service: Service,
): AccountBook {
	const { accountId } = request.params as { accountId: string };
	const book = bank.library
		.of(consent.personId ?? '')
		.find(({ resourceId }) => resourceId === accountId);
	if (book === undefined || !consent.granted.accounts.has(accountId)) {
		throw new Refusal(404, 'RESOURCE_UNKNOWN', 'the consent has no such account', 'account-id');
	}
	if (!consent.granted[service].has(accountId)) {
		throw new Refusal(
			401,
			'CONSENT_INVALID',
			`the consent does not cover this account's ${service}`,
		);
	}
	return book;
}

/** Counts a read that nobody is waiting for; the fifth of a day is one too many. */
export function countRead(
	bank: Bank,
	request: FastifyRequest,
	consent: Consent,
	endpoint: string,
	account = '',
): void {
	if (isAttended(request)) return;
	const limit = Math.min(bank.settings.quotaPerDay ?? Infinity, consent.frequencyPerDay);
	if (!bank.quota.take(`${consent.id}/${account}/${endpoint}`, limit)) {
		throw new Refusal(
			429,
			'ACCESS_EXCEEDED',
			`the consent allows ${limit} reads in 24 hours without the account holder`,
		);
	}
}
