import type { Bank } from '../../bank/bank';
import type { Opened } from '../../bank/grants';
import { dateOf } from '../../data/calendar';
import type { Person } from '../../data/people';
import { mayRedirectTo } from '../../kit/grants';

/** Reads accounts; a token of `psd2_payments` alone does not. */
export const accountsScope = 'psd2_accounts';
const scopes: readonly string[] = [accountsScope, 'psd2_payments'];

/** One of the scopes or both, with a space between. */
export const isScope = (text: string): boolean =>
	text !== '' && text.split(' ').every((scope) => scopes.includes(scope));

export function isRegistered(bank: Bank, clientId: unknown, address: string): boolean {
	const client = bank.clients.get(String(clientId));
	return client !== undefined && mayRedirectTo(client, address);
}

interface Login {
	readonly clientId: string;
	readonly scope: string;
	readonly person: Person;
	/** Resource ids of the books that the person shares. */
	readonly accounts: readonly string[];
}

/**
 * What a login opens. The bank's interface knows no consent; what it keeps for itself is how long the login lasts
 * and whether the person has taken it back.
 */
export function opened(bank: Bank, { clientId, scope, person, accounts }: Login): Opened {
	const consent = bank.consents.create({
		clientId,
		recurring: true,
		frequencyPerDay: bank.settings.quotaPerDay ?? 4,
		validUntil: dateOf(bank.today() + bank.settings.consentDays),
		asked: scope,
	});
	bank.consents.approve(consent, person.id, {
		accounts,
		balances: accounts,
		transactions: accounts,
	});
	return { clientId, scope, consentId: consent.id, personId: person.id, accounts };
}

export const isLive = (bank: Bank, consentId: string | undefined): boolean =>
	bank.consents.find(consentId ?? '')?.status === 'valid';
