import { z } from 'zod/v4';
import { isNegative } from '../../models/money';
import {
	providedId,
	transactionDates,
	type TransactionRow,
	type TransactionStatus,
} from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import type { TransactionParameters } from '../../profile/reading';
import { bankReferences } from '../../sync/references';
import { isAsked } from '../kit/asking';
import { readBalanceBeside } from '../kit/balance-beside';
import { chooseCounterparty } from '../kit/counterparty';
import { type Around, directed } from '../kit/direction';
import {
	anything,
	isAbsent,
	leftOut,
	readDate,
	readDateBeside,
	readMoney,
	readMoneyBeside,
	readRateBeside,
	remarked,
	type Remarks,
	textOf,
} from '../kit/fields';
import { toTransactionStatus } from '../kit/indicators';
import { Neighbours, type Seen } from '../kit/neighbours';
import { ownAccountOf } from '../kit/own-account';
import { type Party, sidesOf } from '../kit/parties';
import { readRemittance } from '../kit/remittance';
import { isCalledReturned } from '../kit/returned';

const rowSchema = z.object({ amount: anything, currency: anything });
const transactionsSchema = z.object({ transactions: z.array(rowSchema) });

type Row = z.output<typeof rowSchema> & Readonly<Record<string, unknown>>;

export function readTransactions(
	response: unknown,
	{ account, bookingStatus }: TransactionParameters,
): readonly TransactionRow[] {
	readAs(transactionsSchema, response);
	// As the bank wrote them, with every field.
	const { transactions: rows } = response as { readonly transactions: readonly Row[] };
	const own = ownAccountOf(undefined, account);
	const seen = () => rows.map(seenIn);
	// "Negative amount indicates debit transaction" (Nordea's swagger ais-v4).
	const around = { own, neighbours: new Neighbours(seen, own), isSigned: true };
	return rows.flatMap((row, index) =>
		isAsked(statusOf(row), bookingStatus)
			? [toTransactionRow(row, `transactions[${index}]`, around)]
			: [],
	);
}

/** Nordea's swagger ais-v4; version 5 may leave the status out. */
const statuses: ReadonlyMap<string, TransactionStatus> = new Map([
	['reserved', 'pending'],
	['billed', 'booked'],
	['confirmed', 'booked'],
]);

function statusOf(row: Row): TransactionStatus {
	const word = textOf(row['status'])?.toLowerCase();
	const known = word === undefined ? undefined : statuses.get(word);
	return known ?? toTransactionStatus(word, textOf(row['booking_date']));
}

/** `CreditTransaction` or `DebitTransaction` (spelling recalled, unverified). */
const indicatorOf = ({ _type: type }: Row): unknown =>
	typeof type === 'string' ? type.replace(/_?transaction$/i, '') : type;

const nobody: Party = { source: '' };

const seenIn = (row: Row): Seen => ({
	status: statusOf(row),
	written: row.amount,
	indicator: indicatorOf(row),
	creditor: nobody,
	debtor: nobody,
});

function toTransactionRow(row: Row, at: string, around: Around): TransactionRow {
	const remarks: Remarks = [];
	const { own } = around;
	const money = readMoney(row, at, own.currency);
	const { currency } = money;
	const status = statusOf(row);
	const remittance = readRemittance(
		{
			...textsOf(row),
			structured: row['kid_number'] ?? row['reference'],
			additional: row['type_description'],
		},
		(part) => leftOut(part === 'structured' ? 'reference' : 'message', remarks),
	);
	const amount = directed(
		{
			amount: money.amount,
			written: row.amount,
			indicator: indicatorOf(row),
			indicatorPath: `${at}._type`,
			status,
			returned: () => undefined,
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		sidesOf(nobody, nobody, own),
		around,
	);
	return {
		...bankReferences(textOf(row['transaction_id'])),
		status,
		amount: { amount, currency },
		...transactionDates(
			readDate(row['booking_date'], at, 'booking_date'),
			readDateBeside(row['value_date'], 'value_date', remarks),
			readDateBeside(row['transaction_date'] ?? row['payment_date'], 'payment_date', remarks),
		),
		counterparty: counterpartyOf(row, amount, around),
		...remittance,
		endToEndId: providedId(textOf(row['end_to_end_identification'])),
		instructedAmount: readMoneyBeside(
			{ amount: row['original_currency_amount'], currency: row['original_currency'] },
			'original_currency_amount',
			remarks,
		),
		exchangeRate: readRateBeside(
			row['exchange_rate'] ?? row['currency_rate'],
			'exchange_rate',
			remarks,
		),
		balanceAfter: readBalanceBeside(
			{ amount: row['balance_after_transaction'], currency },
			undefined,
			'balance_after_transaction',
			remarks,
		),
		remarks: remarked(remarks),
		raw: row,
	};
}

/** The bank's text, the remitter's and the holder's own, each once. */
function textsOf(row: Row) {
	const written = [row['narrative'], row['message'], row['own_message']];
	const texts = written.filter((text, index) => !isAbsent(text) && written.indexOf(text) === index);
	return texts.length > 1 ? { unstructuredArray: texts } : { unstructured: texts[0] };
}

/** One party is named, and it is the other one: the side follows from the direction, never the direction from it. */
function counterpartyOf(row: Row, amount: string, { own, neighbours }: Around) {
	const name = textOf(row['counterparty_name']);
	const merchant = textOf(row['merchant_name']);
	const party: Party = {
		name: name ?? merchant,
		account: row['counterparty_account'],
		source: name === undefined ? 'merchant_name' : 'counterparty_name',
	};
	const isOut = isNegative(amount);
	return chooseCounterparty(amount, sidesOf(isOut ? party : nobody, isOut ? nobody : party, own), {
		own,
		isHolderName: (each) => neighbours.isHolder(each),
		isReturned: () => false,
	});
}
