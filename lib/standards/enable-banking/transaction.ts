import { z } from 'zod/v4';
import type { Money } from '../../models/money';
import { transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import { trustedReference } from '../../sync/references';
import type { TransactionParameters } from '../../profile/reading';
import { isAsked } from '../kit/asking';
import { readBalanceBeside } from '../kit/balance-beside';
import type { Around } from '../kit/direction';
import {
	isAbsent,
	leftOut,
	moneySchema,
	readCodeBeside,
	readDate,
	readDateBeside,
	readMoney,
	readMoneyBeside,
	readRateBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
	textsOf,
} from '../kit/fields';
import { readFlow } from '../kit/flow';
import { indicatorIn, toTransactionStatus } from '../kit/indicators';
import { Neighbours, type Seen } from '../kit/neighbours';
import { ownAccountOf } from '../kit/own-account';
import type { Party } from '../kit/parties';
import { readRemittance } from '../kit/remittance';
import { isCalledReturned, returnedBy } from '../kit/returned';
import { unwrapped } from '../kit/wrapper';
import { numbersOf } from './numbers';

const rowsSchema = z.array(z.object({ transaction_amount: moneySchema }));
const transactionsSchema = z.object({
	transactions: rowsSchema,
	// Not in the documentation; rows nowhere else (seen 2024 by a client of several Nordic banks).
	pending: rowsSchema.nullish(),
	continuation_key: z.union([z.string(), z.number()]).nullish(),
});

type Row = z.output<typeof rowsSchema>[number] & Readonly<Record<string, unknown>>;

const lists = ['transactions', 'pending'] as const;
type List = (typeof lists)[number];

/** `key`: of the next page. */
export function readTransactions(
	written: unknown,
	{ account, bookingStatus }: TransactionParameters,
): { readonly items: readonly TransactionRow[]; readonly key: string | undefined } {
	const body = unwrapped(written, ...lists);
	const { continuation_key: key } = readAs(transactionsSchema, body);
	const named = body as { readonly [name in List]?: readonly Row[] | null };
	const own = ownAccountOf(body, account);
	const rowsOf = (list: List) => named[list] ?? [];
	const seen = () => lists.flatMap((list) => rowsOf(list).map((row) => seenIn(row, list)));
	const around = { own, neighbours: new Neighbours(seen, own), isSigned: false };
	const items = lists.flatMap((list) =>
		rowsOf(list).flatMap((row, index) => {
			if (!isAsked(statusOf(row, list), bookingStatus)) return [];
			return [toTransactionRow(row, list, `${list}[${index}]`, around)];
		}),
	);
	return { items, key: textOf(key) };
}

const statusOf = (row: Row, list: List) =>
	toTransactionStatus(
		textOf(row['status']) ?? (list === 'pending' ? list : undefined),
		textOf(row['booking_date']),
	);

/** Required by the API; banks that leave it out sign their amounts, or leave the direction to the parties. */
const indicatorOf = (row: Row) =>
	indicatorIn(row, row.transaction_amount, 'credit_debit_indicator');

const seenIn = (row: Row, list: List): Seen => ({
	status: statusOf(row, list),
	written: row.transaction_amount.amount,
	indicator: indicatorOf(row),
	creditor: partyOf(row, 'creditor'),
	debtor: partyOf(row, 'debtor'),
});

const remittanceFields = {
	unstructured: 'remittance_information',
	unstructuredArray: 'remittance_information',
	structured: 'reference_number',
	structuredArray: 'reference_number',
} as const;

function toTransactionRow(row: Row, list: List, at: string, around: Around): TransactionRow {
	const remarks: Remarks = [];
	const { currency } = around.own;
	const money = readMoney(row.transaction_amount, `${at}.transaction_amount`, currency);
	const status = statusOf(row, list);
	const code = readCodeBeside(
		row['bank_transaction_code'],
		['code', 'sub_code'],
		'bank_transaction_code',
		remarks,
	);
	const remittance = readRemittance(
		{
			unstructuredArray: row['remittance_information'],
			structured: row['reference_number'],
			additional: row['note'],
		},
		(part) => leftOut(remittanceFields[part], remarks),
	);
	const { amount, counterparty } = readFlow(
		{
			amount: money.amount,
			written: row.transaction_amount.amount,
			indicator: indicatorOf(row),
			indicatorPath: `${at}.credit_debit_indicator`,
			status,
			creditor: partyOf(row, 'creditor'),
			debtor: partyOf(row, 'debtor'),
			returned: () => returnedBy(code),
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		around,
	);
	return {
		// Not `transaction_id`: it changes from session to session (API reference; seen at DNB).
		bankId: trustedReference(textOf(row['entry_reference'])),
		status,
		amount: { amount, currency: money.currency },
		...transactionDates(
			readDate(row['booking_date'], at, 'booking_date'),
			readDateBeside(row['value_date'], 'value_date', remarks),
			readDateBeside(row['transaction_date'], 'transaction_date', remarks),
		),
		counterparty,
		...remittance,
		bankTransactionCode: code,
		...exchangeOf(row, remarks),
		balanceAfter: balanceAfter(row, currency, remarks),
		remarks: remarked(remarks),
		raw: row,
	};
}

function exchangeOf(
	row: Row,
	remarks: Remarks,
): Pick<TransactionRow, 'exchangeRate' | 'instructedAmount'> {
	const { exchange_rate: written } = row;
	const exchange = recordOf(written);
	if (exchange === undefined && !isAbsent(written)) leftOut('exchange_rate', remarks);
	return {
		instructedAmount: readMoneyBeside(
			exchange?.['instructed_amount'],
			'exchange_rate.instructed_amount',
			remarks,
		),
		exchangeRate: readRateBeside(
			exchange?.['exchange_rate'],
			'exchange_rate.exchange_rate',
			remarks,
		),
	};
}

const balanceAfter = (
	{ balance_after_transaction: written }: Row,
	currency: string | undefined,
	remarks: Remarks,
): Money | undefined =>
	readBalanceBeside(
		written,
		recordOf(written)?.['credit_debit_indicator'],
		'balance_after_transaction',
		remarks,
		currency,
	);

/** Where a bank gives no name, the first address line is one (seen at Polish and Danish banks). */
function partyOf(row: Row, side: 'creditor' | 'debtor'): Party {
	const party = recordOf(row[side]);
	const more = row[`${side}_account_additional_identification`];
	const account = numbersOf(row[`${side}_account`], more);
	const name = textOf(party?.['name']);
	if (name !== undefined) return { name, account, source: `${side}.name` };
	const [line] = textsOf(recordOf(party?.['postal_address'])?.['address_line']);
	return { name: line, account, source: `${side}.postal_address` };
}
