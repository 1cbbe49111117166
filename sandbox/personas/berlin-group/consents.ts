import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import { dateOf, dayNumber } from '../../data/calendar';
import { accessSchema, grantedAccess } from './access';
import type { DecoupledLogins } from './decoupled';
import { bearer, header } from './gate';
import { psuMessage } from './psu-message';
import { formatError, Refusal } from './refusal';

const bodySchema = z.object({
	access: accessSchema,
	recurringIndicator: z.boolean(),
	validUntil: z.string().refine((date) => dayNumber(date) !== undefined, 'is not a date'),
	frequencyPerDay: z.number().int().min(1),
	combinedServiceIndicator: z.boolean(),
});

/** The consent of the path, if it is the caller's. */
export function consentOfPath(bank: Bank, request: FastifyRequest): Consent {
	const { clientId } = bearer(bank, request);
	const { consentId } = request.params as { consentId: string };
	const consent = bank.consents.find(consentId);
	if (consent === undefined || consent.clientId !== clientId) {
		throw new Refusal(403, 'CONSENT_UNKNOWN', 'no such consent', 'consentId');
	}
	return consent;
}

export function consentRoutes(
	app: FastifyInstance,
	bank: Bank,
	logins: DecoupledLogins,
	base: () => string,
): void {
	app.post('/v1/consents', { config: { endpoint: 'consents.create' } }, async (request, reply) => {
		const { clientId } = bearer(bank, request);
		const consent = createConsent(bank, request, clientId);
		const self = `${base()}/v1/consents/${consent.id}`;
		reply.code(201).header('location', self);
		const links = { self: { href: self }, status: { href: `${self}/status` } };
		const answer = { consentStatus: consent.status, consentId: consent.id };
		if (prefersRedirect(request)) {
			reply.header('aspsp-sca-approach', 'REDIRECT');
			const scaOAuth = { href: `${base()}/.well-known/oauth-authorization-server` };
			return { ...answer, _links: { ...links, scaOAuth } };
		}
		reply.header('aspsp-sca-approach', 'DECOUPLED');
		const start = { href: `${self}/authorisations` };
		return {
			...answer,
			psuMessage: psuMessage(request, 'start'),
			_links: bank.settings.requirePsuId
				? { ...links, startAuthorisationWithPsuIdentification: start }
				: { ...links, startAuthorisation: start },
		};
	});

	app.get('/v1/consents/:consentId', { config: { endpoint: 'consents.get' } }, async (request) => {
		const consent = consentOfPath(bank, request);
		const books = bank.library.of(consent.personId ?? '');
		return {
			access: consent.personId === undefined ? consent.asked : grantedAccess(consent, books),
			recurringIndicator: consent.recurring,
			validUntil: consent.validUntil,
			frequencyPerDay: consent.frequencyPerDay,
			lastActionDate: consent.lastActionDate,
			consentStatus: consent.status,
			_links: { account: { href: `${base()}/v1/accounts` } },
		};
	});

	app.get(
		'/v1/consents/:consentId/status',
		{ config: { endpoint: 'consents.status' } },
		async (request) => {
			const consent = consentOfPath(bank, request);
			logins.of(consent);
			return { consentStatus: consent.status };
		},
	);

	app.delete(
		'/v1/consents/:consentId',
		{ config: { endpoint: 'consents.delete' } },
		async (request, reply) => {
			const consent = consentOfPath(bank, request);
			logins.cancel(consent);
			if (consent.status === 'valid' || consent.status === 'received') {
				bank.consents.move(consent, 'terminatedByTpp');
			}
			return reply.code(204).send();
		},
	);
}

function createConsent(bank: Bank, request: FastifyRequest, clientId: string): Consent {
	if (header(request, 'PSU-IP-Address') === undefined) {
		throw formatError('PSU-IP-Address', 'PSU-IP-Address is missing');
	}
	const body = bodySchema.safeParse(request.body);
	if (!body.success) {
		const path = body.error.issues[0]?.path.join('.') ?? 'body';
		throw formatError(path, `${path} is missing or not what the standard says`);
	}
	const { access, recurringIndicator, validUntil, frequencyPerDay } = body.data;
	if (Object.values(access).every((part) => part === undefined)) {
		throw formatError('access', 'access asks for nothing');
	}
	const today = bank.today();
	if ((dayNumber(validUntil) ?? 0) < today) {
		throw formatError('validUntil', 'validUntil is in the past');
	}
	if (!recurringIndicator && frequencyPerDay > 1) {
		throw formatError('frequencyPerDay', 'a one-off consent has frequencyPerDay 1');
	}
	const longest = dateOf(today + bank.settings.consentDays);
	return bank.consents.create({
		clientId,
		asked: access,
		recurring: recurringIndicator,
		frequencyPerDay: Math.min(frequencyPerDay, bank.settings.quotaPerDay ?? Infinity),
		validUntil: validUntil < longest ? validUntil : longest,
	});
}

/** Both preferences may be sent; the bank then decides, and this one prefers the redirect. */
function prefersRedirect(request: FastifyRequest): boolean {
	const redirect = header(request, 'TPP-Redirect-Preferred');
	if (redirect !== undefined) return redirect === 'true';
	return header(request, 'TPP-Decoupled-Preferred') !== 'true';
}
