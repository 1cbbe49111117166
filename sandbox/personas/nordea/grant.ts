import type { Bank } from '../../bank/bank';
import type { Consent } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { dateOf, dayAt } from '../../data/calendar';
import type { Person } from '../../data/people';
import type { BodyDemand } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { facts } from './facts';

export const scopes = [
	'ACCOUNTS_BASIC',
	'ACCOUNTS_BALANCES',
	'ACCOUNTS_DETAILS',
	'ACCOUNTS_TRANSACTIONS',
	'PAYMENTS_MULTIPLE',
] as const;
export type Scope = (typeof scopes)[number];

export const markets = ['SE', 'NO', 'DK', 'FI'] as const;
export type Market = (typeof markets)[number];

/** What a person is asked to grant: with this bank the grant is the consent. */
export interface Asked {
	readonly scope: readonly Scope[];
	/** Minutes. */
	readonly duration: number;
	readonly account_list?: readonly string[];
	/** Months. */
	readonly max_tx_history?: number;
}

const minutesOf180Days = 259_200;

const isWhole = (value: unknown, least: number, most: number): boolean =>
	Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');

export const grantDemands = (fact: string, listIsOptional: boolean): readonly BodyDemand[] => [
	{
		in: 'body',
		name: 'scope',
		reason: 'bad-scope',
		text: `scope is a list of ${scopes.join(', ')}; ACCOUNTS_BASIC is among them`,
		test: (value) =>
			isTexts(value) &&
			value.includes('ACCOUNTS_BASIC') &&
			value.every((scope) => scopes.some((known) => known === scope)),
		fact,
	},
	{
		in: 'body',
		name: 'duration',
		reason: 'missing-parameter',
		spoilt: 'bad-parameter',
		text: 'duration is in minutes, 180 days at most',
		test: (value) => isWhole(value, 1, minutesOf180Days),
		fact: facts.limits,
	},
	{
		in: 'body',
		name: 'account_list',
		reason: 'missing-parameter',
		spoilt: 'bad-parameter',
		optional: listIsOptional,
		text: 'account_list is ["ALL"] or a list of account numbers',
		test: (value) => isTexts(value) && value.length > 0,
		fact,
	},
	{
		in: 'body',
		name: 'max_tx_history',
		reason: 'bad-parameter',
		optional: true,
		text: 'max_tx_history is in months, 12 at most',
		test: (value) => isWhole(value, 1, 12),
		fact: facts.limits,
	},
];

/** The two months where nothing is asked for are in NordeaOB/swaggers `ia-v5.json`. */
const usualMonths = 2;

/** What the bank keeps of a login; `asked` of its consent. */
interface Granted {
	readonly scope: readonly Scope[];
	readonly months: number;
}

export interface Given {
	readonly clientId: string;
	readonly asked: Asked;
	readonly person: Person;
	/** Absent: the decoupled way. */
	readonly redirectUri?: string;
	/** Resource ids that the person has ticked; absent: nobody asked. */
	readonly ticked?: readonly string[];
}

/** A code for tokens that live as long as the person has said. */
export function codeFor(
	bank: Bank,
	{ clientId, asked, person, redirectUri, ticked }: Given,
): string {
	const { scope, duration, account_list: list = ['ALL'], max_tx_history: months } = asked;
	const accounts = bank.library
		.of(person.id)
		.filter(
			(book) => list.includes('ALL') || numbersOf(book).some((one) => list.includes(one.value)),
		)
		.map(({ resourceId }) => resourceId)
		.filter((id) => ticked?.includes(id) ?? true);
	if (accounts.length === 0) {
		throw new Refused('not-consented', {
			field: 'account_list',
			text: 'none of these accounts is the person’s',
		});
	}
	const endsAt = bank.now() + duration * 60_000;
	const kept: Granted = { scope, months: months ?? usualMonths };
	const consent = bank.consents.create({
		clientId,
		recurring: true,
		frequencyPerDay: bank.settings.quotaPerDay ?? 0,
		validUntil: dateOf(dayAt(endsAt)),
		asked: kept,
	});
	const may = (needed: Scope) => (scope.includes(needed) ? accounts : []);
	bank.consents.approve(consent, person.id, {
		accounts,
		balances: may('ACCOUNTS_BALANCES'),
		transactions: may('ACCOUNTS_TRANSACTIONS'),
	});
	return bank.grants.code({
		clientId,
		scope: scope.join(' '),
		consentId: consent.id,
		personId: person.id,
		endsAt,
		...(redirectUri !== undefined && { redirectUri }),
	});
}

export const grantedBy = ({ asked }: Consent): Granted => asked as Granted;

/** The numbers that an account goes by. `BBAN_…` exists for three markets only. */
export function numbersOf({ plan: { iban, bban } }: AccountBook) {
	const country = iban?.slice(0, 2) ?? 'SE';
	const domestic = bban ?? (['SE', 'NO', 'DK'].includes(country) ? iban?.slice(4) : undefined);
	return [
		...(iban === undefined ? [] : [{ value: iban, _type: 'IBAN' }]),
		...(domestic === undefined ? [] : [{ value: domestic, _type: `BBAN_${country}` }]),
	];
}

export const country: BodyDemand = {
	in: 'body',
	name: 'country',
	reason: 'missing-parameter',
	spoilt: 'bad-parameter',
	text: `country is ${markets.join(', ')}`,
	test: (value) => markets.some((market) => market === value),
	fact: facts.redirect,
};

export const methodPattern = /^[A-Z][A-Z0-9_]+$/;
