import { isUnopened } from '../../bankid/order';
import type { Bank } from '../../bank/bank';
import type { Person } from '../../data/people';
import type { BankCall } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, type Served } from '../../kit/served';
import { consentOfPath } from './consents';
import { loginsAt, type Authorisation } from './decoupled';
import { always, linkBase } from './demands';
import { psuMessage, wordFor } from './psu-message';

const bankIdMethod = {
	authenticationType: 'PUSH_OTP',
	authenticationMethodId: 'BANKID',
	name: 'BankID',
} as const;

const path = '/v1/consents/:consentId/authorisations';

/** The decoupled approach: a BankID order is an authorisation sub-resource of the consent. */
export const authorisationCalls: readonly BankCall[] = [
	{
		name: 'authorisations.start',
		method: 'POST',
		path,
		demands: [
			...always,
			{
				in: 'header',
				name: 'PSU-ID',
				optional: true,
				reason: 'bad-header',
				text: 'PSU-ID is a personal number of twelve digits, of a customer of the bank',
				test: (number, _served, bank) => {
					if (!/^\d{12}$/.test(number)) return false;
					return bank.personByNumber(number) !== undefined || 'unknown-person';
				},
				fact: 'banks §1.2 PSU-ID',
			},
		],
		answer: (served, bank) => {
			const consent = consentOfPath(served, bank);
			if (consent.status !== 'received') {
				throw new Refused('wrong-state', { text: `the consent is ${consent.status}` });
			}
			const authorisation = loginsAt(bank).start(consent, expectedPerson(served, bank));
			if (authorisation === 'alreadyInProgress') {
				throw new Refused('in-progress', {
					field: 'PSU-ID',
					text: 'a BankID login of this person was under way; it has been cancelled, start again',
				});
			}
			const consentPath = `${linkBase(served, bank)}/v1/consents/${consent.id}`;
			const self = `${consentPath}/authorisations/${authorisation.id}`;
			return {
				status: 201,
				headers: { location: self, 'aspsp-sca-approach': 'DECOUPLED' },
				body: {
					authorisationId: authorisation.id,
					chosenScaMethod: bankIdMethod,
					...standing(served, bank, authorisation),
					_links: { scaStatus: { href: self } },
				},
			};
		},
	},
	{
		name: 'authorisations.list',
		method: 'GET',
		path,
		demands: always,
		answer: (served, bank) => {
			const all = loginsAt(bank).of(consentOfPath(served, bank));
			return json({ authorisationIds: all.map(({ id }) => id) });
		},
	},
	{
		name: 'authorisations.get',
		method: 'GET',
		path: `${path}/:authorisationId`,
		demands: always,
		answer: (served, bank) => {
			const wanted = served.params['authorisationId'];
			const all = loginsAt(bank).of(consentOfPath(served, bank));
			const authorisation = all.find(({ id }) => id === wanted);
			if (authorisation !== undefined) return json(standing(served, bank, authorisation));
			throw new Refused('unknown-id', {
				field: 'authorisationId',
				text: 'no such authorisation',
			});
		},
	},
];

/** Whom PSU-ID names, by personal number. It travels in this header and nowhere else. */
function expectedPerson({ header }: Served, bank: Bank): Person | undefined {
	const number = header('PSU-ID');
	if (number !== undefined) return bank.personByNumber(number);
	if (!bank.settings.requirePsuId) return undefined;
	throw new Refused('missing-header', { field: 'PSU-ID', text: 'PSU-ID is missing' });
}

/** Besides the standard's fields: `hintCode`, `pollDelay` (ms), `authorizationCode`; see the README. */
function standing(served: Served, bank: Bank, authorisation: Authorisation) {
	const { order, code, refused } = authorisation;
	const qr = bank.bankId.qrText(order);
	return {
		scaStatus: scaStatus(authorisation),
		psuMessage: psuMessage(served, wordFor(authorisation)),
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
