import { z } from 'zod/v4';
import type { HttpAnswer } from '../http/port';
import { type Account, toAccountNumber } from '../models/account';
import type { Balance } from '../models/balance';
import { parseCurrency } from '../models/money';
import { present } from '../models/present';
import {
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../models/transaction';
import { readAs } from '../models/unreadable';
import { accountId } from '../sync/identity';
import { bankReferences } from '../sync/references';
import type { Around } from './kit/direction';
import {
	isAbsent,
	leftOut,
	readAmount,
	readCurrencyOr,
	readDate,
	readDateBeside,
	readMoneyBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
	textsOf,
} from './kit/fields';
import { readFlow } from './kit/flow';
import { Neighbours, type Seen } from './kit/neighbours';
import { ownAccountOf, type KnownAccount } from './kit/own-account';
import type { Party } from './kit/parties';
import { readRemittance } from './kit/remittance';
import { isCalledReturned, returnedBy } from './kit/returned';
import { noContent, unwrapped } from './kit/wrapper';

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
	const answer = readAs(accountsSchema, unwrapped(body, 'accounts'));
	return answer.accounts.map(toAccount);
}

function account({ body }: HttpAnswer): Account {
	return toAccount(readAs(accountDetailsSchema, unwrapped(body, 'account')).account);
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
function balances({ body }: HttpAnswer, known: KnownAccount = {}): readonly Balance[] {
	const { account: fields } = readAs(accountDetailsSchema, unwrapped(body, 'account'));
	const currency = readCurrencyOr(known.currency, fields['currency'], 'account.currency');
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
	{ status: httpStatus, body: written }: HttpAnswer,
	status?: TransactionStatus,
	known: KnownAccount = {},
): readonly TransactionRow[] {
	if (httpStatus === noContent) return [];
	const body = unwrapped(written, 'transactions', 'holds');
	const answer = readAs(transactionsSchema, body);
	const [name, rows] =
		'transactions' in answer ? ['transactions', answer.transactions] : ['holds', answer.holds];
	const statusAt = (row: Fields) => status ?? (name === 'holds' ? 'pending' : statusOf(row));
	const own = ownAccountOf(body, known);
	const seen = () => rows.map((row) => seenIn(row, statusAt(row)));
	const around = { own, neighbours: new Neighbours(seen, own), isSigned: false };
	return rows.map((row, index) =>
		toTransactionRow(row, `${name}[${index}]`, statusAt(row), around),
	);
}

const seenIn = (row: Fields, status: TransactionStatus): Seen => ({
	status,
	written: row['amount'],
	indicator: row['transactionCategory'],
	creditor: partyOf(row, 'recipient'),
	debtor: partyOf(row, 'sender'),
});

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
	around: Around,
): TransactionRow {
	const remarks: Remarks = [];
	const unsigned = readAmount(row['amount'], `${at}.amount`);
	const currency = readCurrencyOr(around.own.currency, row['currency'], `${at}.currency`);
	const remittance = readRemittance({ unstructured: row['description'] }, () =>
		leftOut('description', remarks),
	);
	const { amount, counterparty } = readFlow(
		{
			amount: unsigned,
			written: row['amount'],
			indicator: row['transactionCategory'],
			indicatorPath: `${at}.transactionCategory`,
			status,
			creditor: partyOf(row, 'recipient'),
			debtor: partyOf(row, 'sender'),
			returned: () => returnedBy(textOf(row['transactionType'])),
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		around,
	);
	return {
		...bankReferences(textOf(row['itemId']), textOf(row['aspspTransactionId'])),
		status,
		amount: { amount, currency },
		...transactionDates(
			readDate(row['bookingDate'], at, 'bookingDate'),
			undefined,
			readDateBeside(row['tradeDate'], 'tradeDate', remarks),
		),
		counterparty,
		...remittance,
		balanceAfter: balanceAfter(row['postTransactionBalance'], currency, remarks),
		remarks: remarked(remarks),
		raw: row,
	};
}

const balanceAfter = (amount: unknown, currency: string, remarks: Remarks) =>
	isAbsent(amount)
		? undefined
		: readMoneyBeside({ amount, currency }, 'postTransactionBalance', remarks);

function partyOf(row: Fields, side: 'recipient' | 'sender'): Party {
	const party = recordOf(row[side]);
	const account = textOf(party?.['accountNumber']);
	return { name: nameOf(party?.['nameAddress']), account, source: `${side}.nameAddress` };
}

/** Name and address are up to four lines, the name first. */
function nameOf(nameAddress: unknown): string | undefined {
	return textsOf(recordOf(nameAddress)?.['value'])[0];
}

export const polishApi = { accounts, account, balances, transactions } as const;
