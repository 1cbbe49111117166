import { z } from 'zod/v4';
import { type Account, toAccountNumber, toAccountStatus } from '../../models/account';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId } from '../../sync/identity';
import { accountNumberOf } from '../kit/account-number';
import { anything, recordOf, textOf, textsOf } from '../kit/fields';
import { unwrapped } from '../kit/wrapper';

const accountSchema = z.object({
	resourceId: anything,
	iban: anything,
	bban: anything,
	maskedPan: anything,
	pan: anything,
	msisdn: anything,
	other: anything,
	accountId: anything,
	bic: anything,
	bicAddress: anything,
	bicFi: anything,
	currency: anything,
	name: anything,
	displayName: anything,
	product: anything,
	ownerName: anything,
	ownerNames: anything,
	id: anything,
	cashAccountType: anything,
	status: anything,
});

type BerlinGroupAccount = z.output<typeof accountSchema>;

const accountsSchema = z.array(accountSchema);

/**
 * `/card-accounts` mirrors `/accounts` under its own name; so do the savings and loan accounts of the standard's
 * extended services.
 */
export const accountLists = [
	'accounts',
	'cardAccounts',
	'savingsAccounts',
	'loanAccounts',
] as const;

/** The accounts of a list, with the bank's own beside them. */
export function readAccounts(body: unknown): readonly Account[] {
	const answer = readAs(z.looseObject({}), unwrapped(body, ...accountLists));
	const listed = accountLists.filter((name) => answer[name] !== undefined);
	const names = listed.length === 0 ? (['accounts'] as const) : listed;
	return names.flatMap((name) => {
		const accounts = readAs(accountsSchema, answer[name], name);
		const raws = answer[name] as readonly unknown[];
		return accounts.map((account, index) => toAccount(account, raws[index], `${name}[${index}]`));
	});
}

const accountDetails = ['account', 'cardAccount', 'savingsAccount', 'loanAccount'] as const;

/** Details come under `account` or `cardAccount`; some banks send them bare. */
export function readAccount(body: unknown): Account {
	const fields = readAs(
		z.looseObject({}),
		unwrapped(body, ...accountDetails, 'resourceId', 'iban'),
	);
	const name = accountDetails.find((each) => recordOf(fields[each]) !== undefined);
	const raw = name === undefined ? fields : fields[name];
	const path = name ?? 'account';
	return toAccount(readAs(accountSchema, raw, path), raw, path);
}

/** `path`: where in the answer the account stands, for the error. */
function toAccount(account: BerlinGroupAccount, raw: unknown, path: string): Account {
	const inIbanField = toAccountNumber(textOf(account.iban));
	const other = otherNumber(account);
	const iban = inIbanField.iban ?? other.iban;
	const bban = textOf(account.bban) ?? inIbanField.bban ?? other.bban;
	const maskedPan = textOf(account.maskedPan) ?? inIbanField.maskedPan ?? other.maskedPan;
	const number = iban ?? bban ?? maskedPan;
	// DNB and others name accounts by their number alone.
	const ownId = textOf(account.resourceId) ?? textOf(account.accountId);
	const resourceId = ownId ?? number ?? textOf(account.id);
	if (resourceId === undefined) throw unreadable(`${path}.resourceId`, 'is missing');
	const identity = {
		resourceId,
		iban,
		bban,
		maskedPan,
		bic: textOf(account.bic) ?? textOf(account.bicAddress) ?? textOf(account.bicFi),
		currency: parseCurrency(account.currency),
	};
	return present<Account>({
		id: accountId(present<Parameters<typeof accountId>[0]>(identity)),
		...identity,
		name: textOf(account.name) ?? textOf(account.displayName),
		product: textOf(account.product),
		ownerName: textOf(account.ownerName) ?? ownersOf(account.ownerNames),
		type: textOf(account.cashAccountType),
		status: toAccountStatus(textOf(account.status)),
		raw,
	});
}

/** Savings and loan accounts have a number of the bank's own; STET hangs all numbers on `accountId`. */
function otherNumber({ other, accountId: reference }: BerlinGroupAccount) {
	const own = recordOf(other);
	return own === undefined ? accountNumberOf(recordOf(reference)) : accountNumberOf({ other: own });
}

/** 1.3.11 names every owner: `[{ name }]`. */
function ownersOf(owners: unknown): string | undefined {
	const names = [owners].flat().map((owner) => recordOf(owner)?.['name'] ?? owner);
	return textsOf(names).join(', ') || undefined;
}
