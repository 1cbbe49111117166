import { z } from 'zod/v4';
import { type Account, toAccountNumber, toAccountStatus } from '../../../models/account';
import { parseCurrency } from '../../../models/money';
import { present } from '../../../models/present';
import { unreadable } from '../../../models/unreadable';
import { accountId } from '../../../sync/identity';
import { anything, textOf } from '../fields';

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

export type BerlinGroupAccount = z.output<typeof accountSchema>;

export const accountsSchema = z.object({ accounts: z.array(accountSchema) });

/** Details come under `account`; some banks send them bare. */
export const accountDetailsSchema = z.union([
	z.object({ account: accountSchema }),
	accountSchema.transform((account) => ({ account })),
]);

/** `path`: where in the answer the account stands, for the error. */
export function toAccount(account: BerlinGroupAccount, raw: unknown, path: string): Account {
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
