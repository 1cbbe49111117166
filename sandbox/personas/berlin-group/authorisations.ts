import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Bank } from '../../bank/bank';
import { isUnopened } from '../../bankid/order';
import type { Person } from '../../data/people';
import { consentOfPath } from './consents';
import type { Authorisation, DecoupledLogins } from './decoupled';
import { header } from './gate';
import { psuMessage, wordFor } from './psu-message';
import { formatError, Refusal } from './refusal';

export const bankIdMethod = {
	authenticationType: 'PUSH_OTP',
	authenticationMethodId: 'BANKID',
	name: 'BankID',
} as const;

/** The decoupled approach: a BankID order is an authorisation sub-resource of the consent. */
export function authorisationRoutes(
	app: FastifyInstance,
	bank: Bank,
	logins: DecoupledLogins,
	base: () => string,
): void {
	const path = '/v1/consents/:consentId/authorisations';

	app.post(path, { config: { endpoint: 'authorisations.start' } }, async (request, reply) => {
		const consent = consentOfPath(bank, request);
		if (consent.status !== 'received') {
			throw new Refusal(409, 'STATUS_INVALID', `the consent is ${consent.status}`);
		}
		const authorisation = logins.start(consent, expectedPerson(bank, request));
		if (authorisation === 'alreadyInProgress') {
			throw new Refusal(
				409,
				'STATUS_INVALID',
				'a BankID login of this person was under way; it has been cancelled, start again',
				'PSU-ID',
			);
		}
		const self = `${base()}/v1/consents/${consent.id}/authorisations/${authorisation.id}`;
		reply.code(201).header('location', self).header('aspsp-sca-approach', 'DECOUPLED');
		return {
			authorisationId: authorisation.id,
			chosenScaMethod: bankIdMethod,
			...standing(bank, request, authorisation),
			_links: { scaStatus: { href: self } },
		};
	});

	app.get(path, { config: { endpoint: 'authorisations.list' } }, async (request) => ({
		authorisationIds: logins.of(consentOfPath(bank, request)).map(({ id }) => id),
	}));

	app.get(
		`${path}/:authorisationId`,
		{ config: { endpoint: 'authorisations.get' } },
		async (request) => {
			const consent = consentOfPath(bank, request);
			const { authorisationId } = request.params as { authorisationId: string };
			const authorisation = logins.of(consent).find(({ id }) => id === authorisationId);
			if (authorisation === undefined) {
				throw new Refusal(404, 'RESOURCE_UNKNOWN', 'no such authorisation', 'authorisationId');
			}
			return standing(bank, request, authorisation);
		},
	);
}

/** Whom PSU-ID names, by personal number. It travels in this header and nowhere else. */
function expectedPerson(bank: Bank, request: FastifyRequest): Person | undefined {
	const number = header(request, 'PSU-ID');
	if (number === undefined) {
		if (!bank.settings.requirePsuId) return undefined;
		throw formatError('PSU-ID', 'PSU-ID is missing');
	}
	if (!/^\d{12}$/.test(number)) {
		throw formatError('PSU-ID', 'PSU-ID is a personal number of twelve digits');
	}
	const person = bank.personByNumber(number);
	if (person === undefined) {
		throw new Refusal(401, 'PSU_CREDENTIALS_INVALID', 'not a customer of the bank', 'PSU-ID');
	}
	return person;
}

/** Besides the standard's fields: `hintCode`, `pollDelay` (ms), `authorizationCode`; see the README. */
function standing(bank: Bank, request: FastifyRequest, authorisation: Authorisation) {
	const { order, code, refused } = authorisation;
	const qr = bank.bankId.qrText(order);
	return {
		scaStatus: scaStatus(authorisation),
		psuMessage: psuMessage(request, wordFor(authorisation)),
		...(order.status === 'pending' && { pollDelay: bank.settings.pollDelayMs }),
		...(order.hintCode !== undefined && { hintCode: order.hintCode }),
		...(qr !== undefined && {
			challengeData: {
				data: [qr],
				autoStartToken: order.autoStartToken,
				additionalInformation: 'Scan the newest code, or open BankID on this device.',
			},
		}),
		...(refused === 'wrongPerson' && {
			tppMessages: [
				{ category: 'ERROR', code: 'ERROR', path: 'PSU-ID', text: 'PSU_CREDENTIALS_INVALID' },
			],
		}),
		...(code !== undefined && !bank.grants.isSpent(code) && { authorizationCode: code }),
	};
}

function scaStatus({ order, refused }: Authorisation): string {
	if (refused !== undefined || order.status === 'failed') return 'failed';
	if (order.status === 'complete') return 'finalised';
	if (!isUnopened(order)) return 'started';
	return order.expected === undefined ? 'received' : 'psuIdentified';
}
