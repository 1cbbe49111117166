import type { Consent, Service } from '../../bank/consents';
import type { AccountBook } from '../../data/book';
import { z } from 'zod/v4';
import { accountReference } from './wire';

const reference = z.looseObject({
	iban: z.string().optional(),
	bban: z.string().optional(),
	maskedPan: z.string().optional(),
	currency: z.string().optional(),
});
const references = z.array(reference).optional();
const everything = z.enum(['allAccounts', 'allAccountsWithOwnerName']).optional();

export const accessSchema = z.object({
	accounts: references,
	balances: references,
	transactions: references,
	availableAccounts: everything,
	availableAccountsWithBalance: everything,
	allPsd2: everything,
});

export type Access = z.infer<typeof accessSchema>;
type Reference = z.infer<typeof reference>;

const names = (wanted: Reference, { plan }: AccountBook): boolean =>
	(['iban', 'bban', 'maskedPan'] as const).some(
		(field) => wanted[field] !== undefined && wanted[field] === plan[field],
	);

/**
 * What the consent opens once `chosen` accounts were picked. An empty list asks for whatever the person
 * picks (bank-offered consent); balances and transactions always come with the account itself.
 * `undefined`: it names an account that the person does not have.
 */
export function grantedBy(
	access: Access,
	books: readonly AccountBook[],
	chosen: readonly string[],
): Record<Service, string[]> | undefined {
	if (access.allPsd2 !== undefined) {
		return { accounts: [...chosen], balances: [...chosen], transactions: [...chosen] };
	}
	if (access.availableAccountsWithBalance !== undefined) {
		return { accounts: [...chosen], balances: [...chosen], transactions: [] };
	}
	if (access.availableAccounts !== undefined) {
		return { accounts: [...chosen], balances: [], transactions: [] };
	}
	const known = (wanted: Reference) => books.some((book) => names(wanted, book));
	const listed = [access.accounts, access.balances, access.transactions].flatMap(
		(list) => list ?? [],
	);
	if (!listed.every(known)) return undefined;
	const pick = (list: readonly Reference[] | undefined): string[] => {
		if (list === undefined) return [];
		if (list.length === 0) return [...chosen];
		return books
			.filter((book) => list.some((wanted) => names(wanted, book)))
			.map(({ resourceId }) => resourceId);
	};
	const balances = pick(access.balances);
	const transactions = pick(access.transactions);
	const accounts = [...new Set([...pick(access.accounts), ...balances, ...transactions])];
	return { accounts, balances, transactions };
}

/** The access of an authorised consent: what the person really opened. */
export function grantedAccess(consent: Consent, books: readonly AccountBook[]) {
	const list = (service: Service) =>
		books
			.filter(({ resourceId }) => consent.granted[service].has(resourceId))
			.map((book) => accountReference(book));
	return {
		accounts: list('accounts'),
		balances: list('balances'),
		transactions: list('transactions'),
	};
}
