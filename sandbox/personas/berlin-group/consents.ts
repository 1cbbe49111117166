import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import { dateOf, dayNumber } from '../../data/calendar';
import type { BankCall, Demand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Served } from '../../kit/served';
import { accessSchema, grantedAccess, type Access } from './access';
import { loginsAt } from './decoupled';
import { always, linkBase } from './demands';
import { psuMessage } from './psu-message';

interface ConsentBody {
	readonly access: Access;
	readonly recurringIndicator: boolean;
	readonly validUntil: string;
	readonly frequencyPerDay: number;
	readonly combinedServiceIndicator: boolean;
}

const field = (
	name: keyof ConsentBody,
	text: string,
	test: (value: unknown, served: Served, bank: Bank) => boolean,
): Demand => ({
	in: 'body',
	name,
	reason: 'bad-body',
	text,
	test,
	fact: 'banks §1.3 Request fields',
});

const body: readonly Demand[] = [
	field('access', 'access asks for nothing, or not as the standard says', (value) => {
		const access = accessSchema.safeParse(value);
		return access.success && Object.values(access.data).some((part) => part !== undefined);
	}),
	field(
		'recurringIndicator',
		'recurringIndicator is true or false',
		(value) => typeof value === 'boolean',
	),
	field('validUntil', 'validUntil is a date, not in the past', (value, _served, bank) => {
		const day = dayNumber(String(value));
		return day !== undefined && day >= bank.today();
	}),
	field(
		'frequencyPerDay',
		'frequencyPerDay is 1 or more, and 1 for a one-off consent',
		(value, served) => {
			const { recurringIndicator } = served.body as ConsentBody;
			return Number.isInteger(value) && Number(value) >= 1 && (recurringIndicator || value === 1);
		},
	),
	field(
		'combinedServiceIndicator',
		'combinedServiceIndicator is true or false',
		(value) => typeof value === 'boolean',
	),
];

/** The consent of the path, if it is the caller's. */
export function consentOfPath({ grant, params }: Served, bank: Bank): Consent {
	const consent = bank.consents.find(params['consentId'] ?? '');
	if (consent !== undefined && consent.clientId === grant.clientId) return consent;
	throw new Refused('unknown-consent', { field: 'consentId', text: 'no such consent' });
}

export const consentCalls: readonly BankCall[] = [
	{
		name: 'consents.create',
		method: 'POST',
		path: '/v1/consents',
		demands: [
			...always,
			{
				in: 'header',
				name: 'PSU-IP-Address',
				reason: 'missing-header',
				fact: 'banks §1.1 POST /v1/consents',
			},
			...body,
		],
		answer: (served, bank) => {
			const consent = createConsent(served, bank);
			const self = `${linkBase(served, bank)}/v1/consents/${consent.id}`;
			const links = { self: { href: self }, status: { href: `${self}/status` } };
			const answer = { consentStatus: consent.status, consentId: consent.id };
			if (prefersRedirect(served)) {
				const metadata = `${linkBase(served, bank)}/.well-known/oauth-authorization-server`;
				return {
					status: 201,
					headers: { location: self, 'aspsp-sca-approach': 'REDIRECT' },
					body: { ...answer, _links: { ...links, scaOAuth: { href: metadata } } },
				};
			}
			const start = { href: `${self}/authorisations` };
			return {
				status: 201,
				headers: { location: self, 'aspsp-sca-approach': 'DECOUPLED' },
				body: {
					...answer,
					psuMessage: psuMessage(served, 'start'),
					_links: bank.settings.requirePsuId
						? { ...links, startAuthorisationWithPsuIdentification: start }
						: { ...links, startAuthorisation: start },
				},
			};
		},
	},
	{
		name: 'consents.get',
		method: 'GET',
		path: '/v1/consents/:consentId',
		demands: always,
		answer: (served, bank) => {
			const consent = consentOfPath(served, bank);
			const books = bank.library.of(consent.personId ?? '');
			return json({
				access: consent.personId === undefined ? consent.asked : grantedAccess(consent, books),
				recurringIndicator: consent.recurring,
				validUntil: consent.validUntil,
				frequencyPerDay: consent.frequencyPerDay,
				lastActionDate: consent.lastActionDate,
				consentStatus: consent.status,
				_links: { account: { href: `${linkBase(served, bank)}/v1/accounts` } },
			});
		},
	},
	{
		name: 'consents.status',
		method: 'GET',
		path: '/v1/consents/:consentId/status',
		demands: always,
		answer: (served, bank) => {
			const consent = consentOfPath(served, bank);
			loginsAt(bank).of(consent);
			return json({ consentStatus: consent.status });
		},
	},
	{
		name: 'consents.delete',
		method: 'DELETE',
		path: '/v1/consents/:consentId',
		demands: always,
		answer: (served, bank) => {
			const consent = consentOfPath(served, bank);
			loginsAt(bank).cancel(consent);
			if (consent.status === 'valid' || consent.status === 'received') {
				bank.consents.move(consent, 'terminatedByTpp');
			}
			return { status: 204 };
		},
	},
];

function createConsent({ grant, body: asked }: Served, bank: Bank): Consent {
	const { access, recurringIndicator, validUntil, frequencyPerDay } = asked as ConsentBody;
	const longest = dateOf(bank.today() + bank.settings.consentDays);
	return bank.consents.create({
		clientId: grant.clientId,
		asked: accessSchema.parse(access),
		recurring: recurringIndicator,
		frequencyPerDay: Math.min(frequencyPerDay, bank.settings.quotaPerDay ?? Infinity),
		validUntil: validUntil < longest ? validUntil : longest,
	});
}

/** Both preferences may be sent; the bank then decides, and this one prefers the redirect. */
function prefersRedirect({ header }: Served): boolean {
	const redirect = header('TPP-Redirect-Preferred');
	if (redirect !== undefined) return redirect === 'true';
	return header('TPP-Decoupled-Preferred') !== 'true';
}
