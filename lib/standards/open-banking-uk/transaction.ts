import { z } from 'zod/v4';
import { isNegative, isZero, type Money } from '../../models/money';
import { type Counterparty, transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import { trustedReference } from '../../sync/references';
import type { TransactionParameters } from '../../profile/reading';
import { isAsked } from '../kit/asking';
import { readBalanceBeside } from '../kit/balance-beside';
import type { Around } from '../kit/direction';
import {
	isAbsent,
	leftOut,
	readAmount,
	readCodeBeside,
	readCurrencyOr,
	readDate,
	readDateBeside,
	readMoneyBeside,
	readRateBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
} from '../kit/fields';
import { readFlow } from '../kit/flow';
import { indicatorIn, toTransactionStatus } from '../kit/indicators';
import { Neighbours, type Seen } from '../kit/neighbours';
import { ownAccountOf } from '../kit/own-account';
import type { Party } from '../kit/parties';
import { readRemittance } from '../kit/remittance';
import { isCalledReturned, returnedBy } from '../kit/returned';

export type Fields = Readonly<Record<string, unknown>>;

export const amountSchema = z.looseObject({ Amount: z.unknown(), Currency: z.unknown() });
const transactionSchema = z.looseObject({ Amount: amountSchema });

/** `body`: the whole answer. */
export function readRows(
	rows: readonly unknown[],
	body: unknown,
	{ account, bookingStatus }: TransactionParameters,
): readonly TransactionRow[] {
	const own = ownAccountOf(body, account);
	const around = { own, neighbours: new Neighbours(() => rows.map(seen), own), isSigned: false };
	return rows.flatMap((raw, index) => {
		const at = `Data.Transaction[${index}]`;
		const row = readAs(transactionSchema, raw, at);
		return isAsked(statusOf(row), bookingStatus) ? [toTransactionRow(row, raw, at, around)] : [];
	});
}

const statusOf = (row: Fields) =>
	toTransactionStatus(textOf(row['Status']), textOf(row['BookingDateTime']));

export const indicatorOf = (fields: Fields) =>
	indicatorIn(fields, fields['Amount'], 'CreditDebitIndicator');

function seen(raw: unknown): Seen {
	const row = recordOf(raw) ?? {};
	return {
		status: statusOf(row),
		written: recordOf(row['Amount'])?.['Amount'],
		indicator: indicatorOf(row),
		creditor: partyOf(row, 'CreditorAccount', 'UltimateCreditor'),
		debtor: partyOf(row, 'DebtorAccount', 'UltimateDebtor'),
	};
}

function toTransactionRow(
	fields: z.output<typeof transactionSchema>,
	raw: unknown,
	at: string,
	around: Around,
): TransactionRow {
	const remarks: Remarks = [];
	const { Amount: written, Currency: currencyCode } = fields.Amount;
	const unsigned = readAmount(written, `${at}.Amount.Amount`);
	const currency = readCurrencyOr(around.own.currency, currencyCode, `${at}.Amount.Currency`);
	const code = readCodeBeside(
		fields['BankTransactionCode'],
		['Code', 'SubCode'],
		'BankTransactionCode',
		remarks,
	);
	const proprietary = textOf(recordOf(fields['ProprietaryBankTransactionCode'])?.['Code']);
	const status = statusOf(fields);
	const remittance = readRemittance(
		{
			unstructured: fields['TransactionInformation'],
			structured: fields['TransactionReference'],
		},
		(part) =>
			leftOut(part === 'unstructured' ? 'TransactionInformation' : 'TransactionReference', remarks),
	);
	const { amount, counterparty } = readFlow(
		{
			amount: unsigned,
			written,
			indicator: indicatorOf(fields),
			indicatorPath: `${at}.CreditDebitIndicator`,
			status,
			creditor: partyOf(fields, 'CreditorAccount', 'UltimateCreditor'),
			debtor: partyOf(fields, 'DebtorAccount', 'UltimateDebtor'),
			returned: () => returnedBy(code) ?? returnedBy(proprietary),
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		around,
	);
	return {
		bankId: trustedReference(textOf(fields['TransactionId'])),
		status,
		amount: { amount, currency },
		...transactionDates(
			readDate(fields['BookingDateTime'], at, 'BookingDateTime'),
			readDateBeside(fields['ValueDateTime'], 'ValueDateTime', remarks),
			undefined,
		),
		counterparty: withMerchant(counterparty, fields),
		...remittance,
		bankTransactionCode: code,
		...exchangeOf(fields, remarks),
		balanceAfter: balanceAfter(fields, around.own.currency, remarks),
		remarks: remarked(remarks),
		raw,
	};
}

function withMerchant(party: Counterparty | undefined, fields: Fields): Counterparty | undefined {
	const merchant = textOf(recordOf(fields['MerchantDetails'])?.['MerchantName']);
	if (party?.name !== undefined || merchant === undefined) return party;
	return { ...party, name: merchant, source: 'MerchantDetails.MerchantName' };
}

/** `ultimate`: since 4.0. */
function partyOf(fields: Fields, field: string, ultimate: string): Party {
	const reference = recordOf(fields[field]);
	const account = textOf(reference?.['Identification']);
	const name = textOf(reference?.['Name']);
	if (name !== undefined) return { name, account, source: `${field}.Name` };
	return {
		name: textOf(recordOf(fields[ultimate])?.['Name']),
		account,
		source: `${ultimate}.Name`,
	};
}

function exchangeOf(
	fields: Fields,
	remarks: Remarks,
): Pick<TransactionRow, 'exchangeRate' | 'instructedAmount'> {
	const [written] = [fields['CurrencyExchange']].flat();
	const exchange = recordOf(written);
	if (exchange === undefined && !isAbsent(written)) leftOut('CurrencyExchange', remarks);
	return {
		instructedAmount: readMoneyBeside(
			plainMoney(exchange?.['InstructedAmount']),
			'CurrencyExchange.InstructedAmount',
			remarks,
		),
		exchangeRate: readRateBeside(
			exchange?.['ExchangeRate'],
			'CurrencyExchange.ExchangeRate',
			remarks,
		),
	};
}

/** Unsigned: without its indicator, which the standard requires, it may be a debt. */
function balanceAfter(
	{ Balance: written }: Fields,
	currency: string | undefined,
	remarks: Remarks,
): Money | undefined {
	const fields = recordOf(written);
	const indicator = indicatorIn(fields, fields?.['Amount'], 'CreditDebitIndicator');
	const money = plainMoney(fields === undefined ? written : fields['Amount']);
	const balance = readBalanceBeside(money, indicator, 'Balance', remarks, currency);
	const isTold = balance === undefined || !isAbsent(indicator) || isSettled(balance.amount);
	return isTold ? balance : leftOut('Balance.CreditDebitIndicator', remarks);
}

const isSettled = (amount: string): boolean => isNegative(amount) || isZero(amount);

/** In the other standards' words. */
function plainMoney(written: unknown): unknown {
	const fields = recordOf(written);
	return fields === undefined
		? written
		: { amount: fields['Amount'], currency: fields['Currency'] };
}
