import { z } from 'zod/v4';
import type { Account } from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { present } from '../../models/present';
import { providedId, transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs } from '../../models/unreadable';
import { trustedReference } from '../../sync/identity';
import type { AccountParameters, CallContext, Endpoint, TransactionParameters } from '../profile';
import { get, pageOf, segment } from './asking';
import { readAccounts } from './berlin-group/account';
import { accountNumberOf, chooseCounterparty } from './counterparty';
import {
	anything,
	moneySchema,
	readCurrency,
	readDate,
	readMoney,
	recordOf,
	textOf,
} from './fields';
import { readSigned, toTransactionStatus } from './indicators';
import { readRemittance } from './remittance';

/*
 * STET PSD2 API 1.4 to 1.6 (France), account information: Berlin Group's amounts, unsigned with an indicator,
 * ISO codes, HAL links.
 */

const balancesSchema = z.object({
	balances: z.array(
		z.object({ balanceAmount: moneySchema, balanceType: anything, referenceDate: anything }),
	),
});

const rowsSchema = z.array(z.object({ transactionAmount: moneySchema }));
const transactionsSchema = z.object({ transactions: rowsSchema });

type Row = z.output<typeof rowsSchema>[number] & Readonly<Record<string, unknown>>;

function headers({ psuIpAddress }: CallContext) {
	return { 'psu-ip-address': psuIpAddress };
}

function nextLink(body: unknown): unknown {
	return recordOf(recordOf(body)?.['_links'])?.['next'];
}

const accounts: Endpoint<CallContext, Account> = {
	ask: (context) => get('/v1/accounts', {}, headers(context)),
	read: ({ body }, context) => {
		return pageOf(readAccounts(withNumbers(body)), nextLink(body), accounts.ask(context));
	},
};

/** STET wraps the numbers of an account in `accountId`. */
function withNumbers(body: unknown): unknown {
	const list = recordOf(body)?.['accounts'];
	if (!Array.isArray(list)) return body;
	const accounts = list.map((each: unknown) => {
		const fields = recordOf(each);
		return fields && { ...fields, ...accountNumberOf(fields['accountId']) };
	});
	return { accounts };
}

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) =>
		get(`/v1/accounts/${segment(parameters.account.resourceId)}/balances`, {}, headers(parameters)),
	read: ({ body }) => {
		const answer = readAs(balancesSchema, body);
		const raws = [recordOf(body)?.['balances']].flat();
		const items = answer.balances.map((balance, index) => {
			const path = `balances[${index}]`;
			return present<Balance>({
				...toBalanceType(textOf(balance.balanceType) ?? 'other'),
				amount: readMoney(balance.balanceAmount, `${path}.balanceAmount`),
				referenceDate: readDate(balance.referenceDate, `${path}.referenceDate`),
				raw: raws[index],
			});
		});
		return { items };
	},
};

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { account, dateFrom, dateTo } = parameters;
		const path = `/v1/accounts/${segment(account.resourceId)}/transactions`;
		return get(path, { dateFrom, dateTo }, headers(parameters));
	},
	read: ({ body }, parameters) => {
		const rows = readRows(body);
		const items = rows.map((row, index) =>
			toTransactionRow(row, `transactions[${index}]`, parameters.account.iban),
		);
		return pageOf(items, nextLink(body), transactions.ask(parameters));
	},
};

function readRows(body: unknown): readonly Row[] {
	readAs(transactionsSchema, body);
	return (body as { readonly transactions: readonly Row[] }).transactions;
}

function toTransactionRow(row: Row, path: string, ownIban: string | undefined): TransactionRow {
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
	return present<TransactionRow>({
		bankId:
			trustedReference(textOf(row['entryReference'])) ??
			trustedReference(textOf(row['resourceId'])) ??
			trustedReference(textOf(references?.['accountServicerReference'])),
		status: toTransactionStatus(textOf(row['status']), bookingDate),
		amount: {
			amount,
			currency: readCurrency(transactionAmount.currency, `${amountPath}.currency`),
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
			ownIban,
		),
		...remittanceOf(row['remittanceInformation']),
		endToEndId: providedId(textOf(row['endToEndId']) ?? textOf(references?.['endToEndId'])),
		mandateId: providedId(textOf(references?.['mandateId'])),
		bankTransactionCode: bankTransactionCode(row['bankTransactionCode']),
		raw: row,
	});
}

function partyOf(
	parties: Readonly<Record<string, unknown>> | undefined,
	side: 'creditor' | 'debtor',
) {
	return {
		name: textOf(recordOf(parties?.[side])?.['name']),
		account: parties?.[`${side}Account`],
		source: `relatedParties.${side}.name`,
	};
}

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
	const parts = ['domain', 'family', 'subFamily'].map((part) => textOf(fields?.[part]));
	const known = parts.filter((part) => part !== undefined);
	return known.length > 0 ? known.join('-') : textOf(fields?.['code']);
}

export const stet = { accounts, balances, transactions } as const;
