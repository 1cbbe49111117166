import { z } from 'zod/v4';
import { type Account, toAccountNumber, toAccountStatus } from '../../../models/account';
import { parseCurrency } from '../../../models/money';
import { present } from '../../../models/present';
import { readAs, unreadable } from '../../../models/unreadable';
import { accountId } from '../../../sync/identity';
import { anything, recordOf, textOf } from '../fields';

const accountSchema = z.object({
	resourceId: anything,
	iban: anything,
	bban: anything,
	maskedPan: anything,
	pan: anything,
	msisdn: anything,
	bic: anything,
	bicAddress: anything,
	bicFi: anything,
	currency: anything,
	name: anything,
	displayName: anything,
	product: anything,
	ownerName: anything,
	cashAccountType: anything,
	status: anything,
});

type BerlinGroupAccount = z.output<typeof accountSchema>;

const accountsSchema = z.array(accountSchema);

/** The accounts of a list, with the bank's own beside them. `/card-accounts` mirrors `/accounts` under its own name. */
export function readAccounts(body: unknown): readonly Account[] {
	const answer = readAs(z.looseObject({}), body);
	const isForCards = answer['cardAccounts'] !== undefined;
	const names = ['accounts', 'cardAccounts'].filter(
		(name) => answer[name] !== undefined || (name === 'accounts' && !isForCards),
	);
	return names.flatMap((name) => {
		const accounts = readAs(accountsSchema, answer[name], name);
		const raws = answer[name] as readonly unknown[];
		return accounts.map((account, index) => toAccount(account, raws[index], `${name}[${index}]`));
	});
}

/** Details come under `account` or `cardAccount`; some banks send them bare. */
export function readAccount(body: unknown): Account {
	const fields = readAs(z.looseObject({}), body);
	const name = ['account', 'cardAccount'].find((each) => recordOf(fields[each]) !== undefined);
	const raw = name === undefined ? body : fields[name];
	const path = name ?? 'account';
	return toAccount(readAs(accountSchema, raw, path), raw, path);
}

/** `path`: where in the answer the account stands, for the error. */
function toAccount(account: BerlinGroupAccount, raw: unknown, path: string): Account {
	const inIbanField = toAccountNumber(textOf(account.iban));
	const bban = textOf(account.bban) ?? inIbanField.bban;
	const maskedPan = textOf(account.maskedPan) ?? inIbanField.maskedPan;
	const number = inIbanField.iban ?? bban ?? maskedPan;
	// DNB and others name accounts by their number alone.
	const resourceId = textOf(account.resourceId) ?? number;
	if (resourceId === undefined) throw unreadable(`${path}.resourceId`, 'is missing');
	const identity = {
		resourceId,
		iban: inIbanField.iban,
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
		ownerName: textOf(account.ownerName),
		type: textOf(account.cashAccountType),
		status: toAccountStatus(textOf(account.status)),
		raw,
	});
}
