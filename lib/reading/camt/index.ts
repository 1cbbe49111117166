import { type Account, onceEach } from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import type { TransactionRow } from '../../models/transaction';
import { unreadable } from '../../models/unreadable';
import { accountId } from '../../sync/identity';
import {
	accountNumber,
	at,
	dateWritten,
	type Fields,
	list,
	ownerOf,
	type Statement,
	statementsIn,
	textIn,
} from './document';
import { seenIn, toTransactionRow } from './entry';
import {
	flagOf,
	readCurrencyOr,
	readDateBeside,
	recordOf,
	remarked,
} from '../../standards/kit/fields';
import { type Remarks, textOf } from '../../standards/kit/fields';
import { readSigned } from '../../standards/kit/indicators';
import { Neighbours } from '../../standards/kit/neighbours';
import { ownAccountOf } from '../../standards/kit/own-account';

/*
 * ISO 20022 camt.052 (reports) and camt.053 (statements), versions 02 to 13, as German savings banks answer and
 * everybody's files look.
 */

function accounts(xml: unknown): readonly Account[] {
	return onceEach(statementsIn(xml).map(toAccount));
}

function toAccount({ fields, path }: Statement): Account {
	const account = at(fields, 'Acct');
	const number = accountNumber(account);
	const resourceId = number.iban ?? number.bban ?? number.maskedPan;
	if (resourceId === undefined) throw unreadable(`${path}.Acct.Id`, 'is missing');
	const institution = at(account, 'Svcr', 'FinInstnId');
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId,
		...number,
		bic: textOf(institution?.['BIC']) ?? textOf(institution?.['BICFI']),
		currency: parseCurrency(textOf(account?.['Ccy'])),
	});
	return present<Account>({
		id: accountId(identity),
		...identity,
		name: textOf(account?.['Nm']),
		ownerName: ownerOf(account),
		raw: account,
	});
}

function balances(xml: unknown): readonly Balance[] {
	return statementsIn(xml).flatMap(({ fields, path, currency }) =>
		list(fields['Bal']).map((balance, index) =>
			toBalance(balance, `${path}.Bal[${index}]`, currency),
		),
	);
}

function toBalance(balance: Fields, path: string, currency: string | undefined): Balance {
	const type = at(balance, 'Tp', 'CdOrPrtry');
	const written = balance['Amt'];
	const remarks: Remarks = [];
	return present<Balance>({
		...toBalanceType(textOf(type?.['Cd']) ?? textOf(type?.['Prtry']) ?? 'other'),
		amount: {
			amount: readSigned(textIn(written), `${path}.Amt`, balance['CdtDbtInd'], `${path}.CdtDbtInd`),
			currency: readCurrencyOr(currency, recordOf(written)?.['@Ccy'], `${path}.Amt.Ccy`),
		},
		creditLimitIncluded: flagOf(list(balance['CdtLine'])[0]?.['Incl']),
		referenceDate: readDateBeside(dateWritten(balance, 'Dt'), 'Dt', remarks),
		remarks: remarked(remarks),
		raw: balance,
	});
}

/** `iban`: of a file with several accounts, that one's entries only. */
function transactions(xml: unknown, iban?: string): readonly TransactionRow[] {
	return statementsIn(xml).flatMap((statement) => {
		const told = accountNumber(at(statement.fields, 'Acct'));
		if (iban !== undefined && told.iban !== undefined && told.iban !== iban) return [];
		return rowsOf(statement, { ...told, ...(iban !== undefined && { iban }) });
	});
}

function rowsOf(
	{ fields, path, currency }: Statement,
	number: ReturnType<typeof accountNumber>,
): readonly TransactionRow[] {
	const entries = list(fields['Ntry']);
	const ownerName = ownerOf(at(fields, 'Acct'));
	const own = ownAccountOf(undefined, { ...number, currency, ownerName });
	const neighbours = new Neighbours(() => entries.map(seenIn), own);
	// Amounts have no sign in ISO 20022: the indicator tells.
	const around = { own, neighbours, isSigned: false };
	return entries.map((entry, index) => toTransactionRow(entry, `${path}.Ntry[${index}]`, around));
}

export const camt = { accounts, balances, transactions } as const;
