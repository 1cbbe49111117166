import { z } from 'zod/v4';
import type { HttpAnswer } from '../../http/port';
import { type Account, toAccountNumber } from '../../models/account';
import type { Balance } from '../../models/balance';
import { parseAmount, parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import {
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId, trustedReference } from '../../sync/identity';
import { chooseCounterparty } from './counterparty';
import { readAmount, readCurrency, readDate, recordOf, textOf, textsOf } from './fields';
import { readSigned } from './indicators';
import { readRemittance } from './remittance';

/*
 * PolishAPI 2.1.x (ZBP): how its answers are read. Its questions are POSTs that carry the token in the body and
 * a signature; they come with the first bank that speaks it.
 */

type Fields = Readonly<Record<string, unknown>>;

const accountSchema = z.looseObject({
	accountNumber: z.union([z.string().min(1), z.number().transform(String)]),
});
const accountsSchema = z.object({ accounts: z.array(accountSchema) });
const accountDetailsSchema = z.object({ account: accountSchema });
const transactionsSchema = z.union([
	z.object({ transactions: z.array(z.looseObject({})) }),
	z.object({ holds: z.array(z.looseObject({})) }),
]);

function accounts({ body }: HttpAnswer): readonly Account[] {
	const answer = readAs(accountsSchema, body);
	return answer.accounts.map(toAccount);
}

function account({ body }: HttpAnswer): Account {
	return toAccount(readAs(accountDetailsSchema, body).account);
}

function toAccount(fields: z.output<typeof accountSchema>): Account {
	const bank = recordOf(fields['bank']);
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId: fields.accountNumber,
		...toAccountNumber(fields.accountNumber),
		bic: textOf(bank?.['bicOrSwift']),
		currency: parseCurrency(fields['currency']),
	});
	return present<Account>({
		id: accountId(identity),
		...identity,
		name: textOf(fields['accountNameClient']) ?? textOf(fields['accountTypeName']),
		product: textOf(recordOf(fields['accountType'])?.['description']),
		ownerName: nameOf(fields['nameAddress']),
		type: textOf(recordOf(fields['accountType'])?.['code']),
		raw: fields,
	});
}

/** Balances stand in the account itself. */
function balances({ body }: HttpAnswer): readonly Balance[] {
	const { account: fields } = readAs(accountDetailsSchema, body);
	const currency = readCurrency(fields['currency'], 'account.currency');
	const balance = (field: string, type: Balance['type']): readonly Balance[] => {
		if (fields[field] === undefined || fields[field] === null) return [];
		const amount = readAmount(fields[field], `account.${field}`);
		return [{ type, bankType: field, amount: { amount, currency }, raw: fields }];
	};
	return [
		...balance('bookingBalance', 'interimBooked'),
		...balance('availableBalance', 'interimAvailable'),
	];
}

/** `status`: the question's; each has its own, and not every answer repeats it. */
function transactions(
	{ body }: HttpAnswer,
	status: TransactionStatus | undefined,
	ownIban: string | undefined,
): readonly TransactionRow[] {
	const answer = readAs(transactionsSchema, body);
	const [name, rows] =
		'transactions' in answer ? ['transactions', answer.transactions] : ['holds', answer.holds];
	return rows.map((row, index) => {
		const told = name === 'holds' ? 'pending' : statusOf(row);
		return toTransactionRow(row, `${name}[${index}]`, status ?? told, ownIban);
	});
}

/** A word, or a dictionary's entry with its code. */
function statusOf({ transactionStatus }: Fields): TransactionStatus {
	const code = textOf(transactionStatus) ?? textOf(recordOf(transactionStatus)?.['code']);
	const word = code?.toUpperCase() ?? 'DONE';
	if (word === 'DONE') return 'booked';
	return word === 'PENDING' || word === 'HOLD' ? 'pending' : 'information';
}

function toTransactionRow(
	row: Fields,
	at: string,
	status: TransactionStatus,
	ownIban: string | undefined,
): TransactionRow {
	const category = row['transactionCategory'];
	if (textOf(category) === undefined) throw unreadable(`${at}.transactionCategory`, 'is missing');
	const categoryPath = `${at}.transactionCategory`;
	const amount = readSigned(row['amount'], `${at}.amount`, category, categoryPath);
	const currency = readCurrency(row['currency'], `${at}.currency`);
	const after = parseAmount(row['postTransactionBalance']);
	return {
		bankId:
			trustedReference(textOf(row['itemId'])) ??
			trustedReference(textOf(row['aspspTransactionId'])),
		status,
		amount: { amount, currency },
		...transactionDates(
			readDate(row['bookingDate'], `${at}.bookingDate`),
			undefined,
			readDate(row['tradeDate'], `${at}.tradeDate`),
		),
		counterparty: chooseCounterparty(
			amount,
			partyOf(row, 'recipient'),
			partyOf(row, 'sender'),
			ownIban,
		),
		...readRemittance({ unstructured: row['description'] }),
		balanceAfter: after === undefined ? undefined : { amount: after, currency },
		raw: row,
	};
}

function partyOf(row: Fields, side: 'recipient' | 'sender') {
	const party = recordOf(row[side]);
	const account = textOf(party?.['accountNumber']);
	return { name: nameOf(party?.['nameAddress']), account, source: `${side}.nameAddress` };
}

/** Name and address are up to four lines, the name first. */
function nameOf(nameAddress: unknown): string | undefined {
	return textsOf(recordOf(nameAddress)?.['value'])[0];
}

export const polishApi = { accounts, account, balances, transactions } as const;
