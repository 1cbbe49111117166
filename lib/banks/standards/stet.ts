import { z } from 'zod/v4';
import type { Account } from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import type { Money } from '../../models/money';
import { present } from '../../models/present';
import { providedId, transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import { trustedReference } from '../../sync/identity';
import type {
	AccountParameters,
	AccountReference,
	CallContext,
	Endpoint,
	TransactionParameters,
} from '../profile';
import { get, pageOf, segment } from './asking';
import { readAccounts } from './berlin-group/account';
import { accountNumberOf, chooseCounterparty } from './counterparty';
import {
	anything,
	codeOf,
	moneySchema,
	readCurrency,
	readDate,
	readMoney,
	recordOf,
	textOf,
} from './fields';
import { readSigned, toTransactionStatus, withIndicator } from './indicators';
import { onwardIn } from './next-link';
import { readRemittance } from './remittance';
import { noContent } from './wrapper';

/*
 * STET PSD2 API 1.4 to 1.6 (France), account information: Berlin Group's amounts, unsigned with an indicator,
 * ISO codes, HAL links.
 */

const balancesSchema = z.object({
	balances: z.array(
		z.object({
			balanceAmount: moneySchema,
			balanceType: anything,
			referenceDate: anything,
			creditDebitIndicator: anything,
		}),
	),
});

const rowsSchema = z.array(z.object({ transactionAmount: moneySchema }));
const transactionsSchema = z.object({ transactions: rowsSchema });

type Row = z.output<typeof rowsSchema>[number] & Readonly<Record<string, unknown>>;

function headers({ psuIpAddress }: CallContext) {
	return { 'psu-ip-address': psuIpAddress };
}

const accounts: Endpoint<CallContext, Account> = {
	ask: (context) => get('/v1/accounts', {}, headers(context)),
	read: ({ status, body, headers: told }, context) => {
		if (status === noContent) return { items: [] };
		const items = readAccounts(withNumbers(body));
		return pageOf(items, onwardIn([body], told), accounts.ask(context));
	},
};

/** STET wraps the numbers of an account and its currency in `accountId`. */
function withNumbers(body: unknown): unknown {
	const list = recordOf(body)?.['accounts'];
	if (!Array.isArray(list)) return body;
	const accounts = list.map((each: unknown) => {
		const fields = recordOf(each);
		const reference = recordOf(fields?.['accountId']);
		const currency = fields?.['currency'] ?? reference?.['currency'];
		return fields && { ...fields, currency, ...accountNumberOf(fields['accountId']) };
	});
	return { accounts };
}

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) =>
		get(`/v1/accounts/${segment(parameters.account.resourceId)}/balances`, {}, headers(parameters)),
	read: ({ status, body, headers: told }, parameters) => {
		if (status === noContent) return { items: [] };
		const { account } = parameters;
		const answer = readAs(balancesSchema, body);
		const raws = [recordOf(body)?.['balances']].flat();
		const items = answer.balances.map((balance, index) => {
			const path = `balances[${index}]`;
			return present<Balance>({
				...toBalanceType(textOf(balance.balanceType) ?? 'other'),
				amount: withSign(
					readMoney(balance.balanceAmount, `${path}.balanceAmount`, account.currency),
					balance.creditDebitIndicator,
					`${path}.creditDebitIndicator`,
				),
				referenceDate: readDate(balance.referenceDate, `${path}.referenceDate`),
				raw: raws[index],
			});
		});
		return pageOf(items, onwardIn([body], told), balances.ask(parameters));
	},
};

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { account, dateFrom, dateTo } = parameters;
		const path = `/v1/accounts/${segment(account.resourceId)}/transactions`;
		return get(path, { dateFrom, dateTo }, headers(parameters));
	},
	read: ({ status, body, headers: told }, parameters) => {
		if (status === noContent) return { items: [] };
		const rows = readRows(body);
		const items = rows.map((row, index) =>
			toTransactionRow(row, `transactions[${index}]`, parameters.account),
		);
		return pageOf(items, onwardIn([body], told), transactions.ask(parameters));
	},
};

/** The standard signs balances; some banks count them like transactions. */
function withSign(money: Money, indicator: unknown, path: string): Money {
	return { ...money, amount: withIndicator(money.amount, indicator, path) };
}

function readRows(body: unknown): readonly Row[] {
	readAs(transactionsSchema, body);
	return (body as { readonly transactions: readonly Row[] }).transactions;
}

function toTransactionRow(row: Row, path: string, own: AccountReference): TransactionRow {
	const { transactionAmount } = row;
	const amountPath = `${path}.transactionAmount`;
	const amount = readSigned(
		transactionAmount.amount,
		`${amountPath}.amount`,
		row['creditDebitIndicator'],
		`${path}.creditDebitIndicator`,
	);
	const bookingDate = readDate(row['bookingDate'], `${path}.bookingDate`);
	const parties = recordOf(row['relatedParties']);
	const references = recordOf(row['references']);
	return {
		bankId:
			trustedReference(textOf(row['entryReference'])) ??
			trustedReference(textOf(row['resourceId'])) ??
			trustedReference(textOf(references?.['accountServicerReference'])),
		status: toTransactionStatus(textOf(row['status']), bookingDate),
		amount: {
			amount,
			currency: readCurrency(
				textOf(transactionAmount.currency) ?? own.currency,
				`${amountPath}.currency`,
			),
		},
		...transactionDates(
			bookingDate,
			readDate(row['valueDate'], `${path}.valueDate`),
			readDate(row['transactionDate'], `${path}.transactionDate`),
		),
		counterparty: chooseCounterparty(
			amount,
			partyOf(parties, 'creditor'),
			partyOf(parties, 'debtor'),
			own.iban,
		),
		...remittanceOf(row['remittanceInformation']),
		endToEndId: providedId(textOf(row['endToEndId']) ?? textOf(references?.['endToEndId'])),
		mandateId: providedId(textOf(references?.['mandateId'])),
		bankTransactionCode: bankTransactionCode(row['bankTransactionCode']),
		raw: row,
	};
}

function partyOf(
	parties: Readonly<Record<string, unknown>> | undefined,
	side: 'creditor' | 'debtor',
) {
	const ultimate = side === 'creditor' ? 'ultimateCreditor' : 'ultimateDebtor';
	return {
		name: nameOf(parties?.[side]) ?? nameOf(parties?.[ultimate]),
		account: parties?.[`${side}Account`],
		source: `relatedParties.${side}.name`,
	};
}

const nameOf = (party: unknown): string | undefined => textOf(recordOf(party)?.['name']);

/** A list in 1.4; `{ unstructured: [], structured: [{ …, reference }] }` since 1.5. */
function remittanceOf(remittance: unknown) {
	const fields = recordOf(remittance);
	if (fields === undefined) return readRemittance({ unstructuredArray: remittance });
	return readRemittance({
		unstructuredArray: fields['unstructured'],
		structuredArray: fields['structured'],
	});
}

function bankTransactionCode(code: unknown): string | undefined {
	const fields = recordOf(code);
	const parts = ['domain', 'family', 'subFamily'].map((part) => fields?.[part]);
	return codeOf(...parts) ?? textOf(fields?.['code']);
}

export const stet = { accounts, balances, transactions } as const;
