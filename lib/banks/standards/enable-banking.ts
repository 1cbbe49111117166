import { z } from 'zod/v4';
import type { Account, AccountNumber } from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import { transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId, trustedReference } from '../../sync/identity';
import type {
	AccountParameters,
	AccountReference,
	CallContext,
	Endpoint,
	TransactionParameters,
} from '../profile';
import { get, segment } from './asking';
import { accountNumberOf, chooseCounterparty } from './counterparty';
import {
	anything,
	codeOf,
	moneyOf,
	moneySchema,
	readAmount,
	readCurrency,
	readDate,
	readMoney,
	recordOf,
	textOf,
	textsOf,
} from './fields';
import { toTransactionStatus, withIndicator } from './indicators';
import { readRemittance } from './remittance';

/*
 * Enable Banking API 1: snake_case, amounts unsigned with an indicator (some banks sign them all the same),
 * ISO codes, pages by `continuation_key`. https://enablebanking.com/docs/api/reference/
 */

const accountSchema = z.object({
	uid: anything,
	account_id: anything,
	account_servicer: anything,
	currency: anything,
	all_account_ids: anything,
	identification_hash: anything,
	name: anything,
	details: anything,
	product: anything,
	cash_account_type: anything,
});
/** The answer that makes a session lists accounts, the session itself their uids. */
const accountsSchema = z.object({
	accounts: z.array(
		z.union([
			z
				.string()
				.min(1)
				.transform((uid) => ({ uid })),
			accountSchema,
		]),
	),
});

const balancesSchema = z.object({
	balances: z.array(
		z.object({
			balance_amount: moneySchema,
			balance_type: anything,
			reference_date: anything,
			last_change_date_time: anything,
		}),
	),
});

const rowsSchema = z.array(z.object({ transaction_amount: moneySchema }));
const transactionsSchema = z.object({
	transactions: rowsSchema,
	// Not in the documentation; rows nowhere else (seen 2024 by a client of several Nordic banks).
	pending: rowsSchema.nullish(),
	continuation_key: z.union([z.string(), z.number()]).nullish(),
});

type Row = z.output<typeof rowsSchema>[number] & Readonly<Record<string, unknown>>;

function headers({ psuIpAddress }: CallContext) {
	return { 'psu-ip-address': psuIpAddress };
}

function path({ account }: AccountParameters, resource: string): string {
	return `/accounts/${segment(account.resourceId)}/${resource}`;
}

/** The accounts of a login stand in its session: `consentId` is the session id. */
const accounts: Endpoint<CallContext, Account> = {
	ask: ({ consentId = '' }) => get(`/sessions/${segment(consentId)}`),
	read: ({ body }) => {
		const answer = readAs(accountsSchema, body);
		const raws = [recordOf(body)?.['accounts']].flat();
		const items = answer.accounts.map((each, index) =>
			toAccount(each, raws[index], `accounts[${index}]`),
		);
		return { items };
	},
};

const account: Endpoint<AccountParameters, Account> = {
	ask: (parameters) => get(path(parameters, 'details'), {}, headers(parameters)),
	read: ({ body }) => ({ items: [toAccount(readAs(accountSchema, body), body, '')] }),
};

function toAccount(
	fields: Partial<z.output<typeof accountSchema>>,
	raw: unknown,
	at: string,
): Account {
	const numbers = numbersOf(fields.account_id, fields.all_account_ids);
	// Without a uid the account can be seen and not asked: it is blocked or closed (API reference).
	const resourceId =
		textOf(fields.uid) ??
		numbers.iban ??
		numbers.bban ??
		numbers.maskedPan ??
		textOf(fields.identification_hash);
	if (resourceId === undefined) throw unreadable(at === '' ? 'uid' : `${at}.uid`, 'is missing');
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId,
		...numbers,
		bic: textOf(recordOf(fields.account_servicer)?.['bic_fi']),
		currency: parseCurrency(fields.currency),
	});
	const details = textOf(fields.details);
	return present<Account>({
		id: accountId(identity),
		...identity,
		// "Account holder(s) name" (API reference), where banks that send no details name the account.
		name: details ?? textOf(fields.name),
		ownerName: details === undefined ? undefined : textOf(fields.name),
		product: textOf(fields.product),
		type: textOf(fields.cash_account_type),
		raw,
	});
}

/** The primary number first; the others only where it leaves a kind open. */
function numbersOf(primary: unknown, others: unknown): AccountNumber {
	const references = [primary, others].flat().map(accountNumberOf);
	return Object.assign({}, ...references.reverse()) as AccountNumber;
}

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) => get(path(parameters, 'balances'), {}, headers(parameters)),
	read: ({ body }) => {
		const answer = readAs(balancesSchema, body);
		const raws = [recordOf(body)?.['balances']].flat();
		const items = answer.balances.map((balance, index) => {
			const at = `balances[${index}]`;
			return present<Balance>({
				...toBalanceType(textOf(balance.balance_type) ?? 'other'),
				amount: readMoney(balance.balance_amount, `${at}.balance_amount`),
				referenceDate: readDate(balance.reference_date, `${at}.reference_date`),
				lastChanged: textOf(balance.last_change_date_time),
				raw: raws[index],
			});
		});
		return { items };
	},
};

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const query = { date_from: parameters.dateFrom, date_to: parameters.dateTo };
		return get(path(parameters, 'transactions'), query, headers(parameters));
	},
	read: ({ body }, parameters) => {
		const { continuation_key: key } = readAs(transactionsSchema, body);
		const lists = body as { readonly [name in 'transactions' | 'pending']?: readonly Row[] | null };
		const items = (['transactions', 'pending'] as const).flatMap((name) =>
			(lists[name] ?? []).map((row, index) =>
				toTransactionRow(row, name, index, parameters.account),
			),
		);
		if (textOf(key) === undefined) return { items };
		// Every parameter is repeated with the key: the documentation asks for it.
		const asked = transactions.ask(parameters);
		return { items, next: { ...asked, query: { ...asked.query, continuation_key: String(key) } } };
	},
};

function toTransactionRow(
	row: Row,
	list: string,
	index: number,
	own: AccountReference,
): TransactionRow {
	const at = `${list}[${index}]`;
	const amountPath = `${at}.transaction_amount`;
	// Optional in the API: banks that leave it out sign their amounts.
	const amount = withIndicator(
		readAmount(row.transaction_amount.amount, `${amountPath}.amount`),
		row['credit_debit_indicator'],
		`${at}.credit_debit_indicator`,
	);
	const bookingDate = readDate(row['booking_date'], `${at}.booking_date`);
	const exchange = recordOf(row['exchange_rate']);
	return {
		// Not `transaction_id`: it changes from session to session (API reference; seen at DNB).
		bankId: trustedReference(textOf(row['entry_reference'])),
		status: toTransactionStatus(
			textOf(row['status']) ?? (list === 'pending' ? list : undefined),
			bookingDate,
		),
		amount: {
			amount,
			currency: readCurrency(
				textOf(row.transaction_amount.currency) ?? own.currency,
				`${amountPath}.currency`,
			),
		},
		...transactionDates(
			bookingDate,
			readDate(row['value_date'], `${at}.value_date`),
			readDate(row['transaction_date'], `${at}.transaction_date`),
		),
		counterparty: chooseCounterparty(
			amount,
			partyOf(row, 'creditor'),
			partyOf(row, 'debtor'),
			own.iban,
		),
		...readRemittance({
			unstructuredArray: row['remittance_information'],
			structured: row['reference_number'],
			additional: row['note'],
		}),
		bankTransactionCode: bankTransactionCode(row['bank_transaction_code']),
		instructedAmount: moneyOf(exchange?.['instructed_amount']),
		exchangeRate: textOf(exchange?.['exchange_rate']),
		balanceAfter: moneyOf(row['balance_after_transaction']),
		raw: row,
	};
}

/** Where a bank gives no name, the first address line is one (seen at Polish and Danish banks). */
function partyOf(row: Row, side: 'creditor' | 'debtor') {
	const party = recordOf(row[side]);
	const more = row[`${side}_account_additional_identification`];
	const account = numbersOf(row[`${side}_account`], more);
	const name = textOf(party?.['name']);
	if (name !== undefined) return { name, account, source: `${side}.name` };
	const [line] = textsOf(recordOf(party?.['postal_address'])?.['address_line']);
	return { name: line, account, source: `${side}.postal_address` };
}

function bankTransactionCode(code: unknown): string | undefined {
	const fields = recordOf(code);
	return codeOf(fields?.['code'], fields?.['sub_code']);
}

export const enableBanking = { accounts, account, balances, transactions } as const;
