import { z } from 'zod/v4';
import type { HttpAnswer, HttpRequest } from '../../http/port';
import {
	type Account,
	type AccountNumber,
	toAccountNumber,
	toAccountStatus,
} from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import type { TransactionRow } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId } from '../../sync/identity';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	Page,
	TransactionParameters,
} from '../../profile/reading';
import { get, pageOf, segment } from '../kit/asking';
import {
	anything,
	flagOf,
	readCurrencyOr,
	readDateBeside,
	readTextBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
} from '../kit/fields';
import { readSigned } from '../kit/indicators';
import { onwardIn } from '../kit/next-link';
import { noContent, unwrapped } from '../kit/wrapper';
import { amountSchema, type Fields, indicatorOf, readRows } from './transaction';

/*
 * Open Banking UK (and Danske Bank) account information 3.1 and 4.0: Pascal case, unsigned amounts with an
 * indicator, date-times. 4.0 has ISO codes where 3.1 has words; both are read.
 */

const accountSchema = z.looseObject({ AccountId: anything });
const balanceSchema = z.looseObject({ Amount: amountSchema });

function headers({ psuIpAddress }: CallContext) {
	return { 'x-fapi-customer-ip-address': psuIpAddress };
}

function path({ account }: AccountParameters, resource = ''): string {
	return `/accounts/${segment(account.resourceId)}${resource}`;
}

/**
 * The list under `Data`. HSBC sends `"Data": null` for an empty one (2019), the documentation's own examples a
 * single object for a list of one, version 1 the list right under `Data`. A list under a name we don't know is refused: its rows would be lost.
 */
function listIn({ status, body }: HttpAnswer, name: string): readonly unknown[] {
	if (status === noContent) return [];
	const answer = readAs(z.looseObject({ Data: z.unknown() }), unwrapped(body, 'Data'));
	if (!('Data' in answer)) throw unreadable('Data', 'is missing');
	if (answer.Data === null) return [];
	if (Array.isArray(answer.Data)) return answer.Data;
	const data = readAs(z.looseObject({}), answer.Data, 'Data');
	const list = data[name];
	if (list !== undefined && list !== null) return Array.isArray(list) ? list : [list];
	const unknown = Object.keys(data).find((key) => Array.isArray(data[key]));
	if (unknown === undefined) return [];
	throw unreadable(`Data.${unknown}`, 'is a list we do not know');
}

/**
 * HSBC began links with the text `null` (2019). `Self` says nothing of the end: Barclays' named the next page, as
 * `Next` did (2019), and HSBC's never differed from `Next`.
 */
function page<Model>(
	items: readonly Model[],
	{ body, headers: told }: HttpAnswer,
	asked: HttpRequest,
): Page<Model> {
	const answer = recordOf(unwrapped(body, 'Data'));
	const { next, last } = onwardIn([answer], told);
	const pages = Number(textOf(recordOf(answer?.['Meta'])?.['TotalPages']));
	return pageOf(
		items,
		{
			...(next !== undefined && { next: next.replace(/^null(?=\/)/, '') }),
			...(last !== undefined && { last: last.replace(/^null(?=\/)/, '') }),
			...(pages > 0 && { pages }),
		},
		asked,
	);
}

const accounts: Endpoint<CallContext, Account> = {
	ask: (context) => get('/accounts', {}, headers(context)),
	read: (answer, context) => page(readAccounts(answer), answer, accounts.ask(context)),
};

const account: Endpoint<AccountParameters, Account> = {
	ask: (parameters) => get(path(parameters), {}, headers(parameters)),
	read: (answer) => ({ items: readAccounts(answer) }),
};

function readAccounts(answer: HttpAnswer): readonly Account[] {
	return listIn(answer, 'Account').map((raw, index) => {
		const at = `Data.Account[${index}]`;
		const fields = readAs(accountSchema, raw, at);
		const resourceId = textOf(fields.AccountId);
		if (resourceId === undefined) throw unreadable(`${at}.AccountId`, 'is missing');
		const references = [fields['Account']].flat().map(recordOf);
		const names = references.map((reference) => textOf(reference?.['Name']));
		const servicer = recordOf(fields['Servicer']);
		const identity = present<Parameters<typeof accountId>[0]>({
			resourceId,
			...accountNumber(references),
			bic: /BICFI/i.test(textOf(servicer?.['SchemeName']) ?? '')
				? textOf(servicer?.['Identification'])
				: undefined,
			currency: parseCurrency(fields['Currency']),
		});
		return present<Account>({
			id: accountId(identity),
			...identity,
			name: textOf(fields['Nickname']) ?? textOf(fields['Description']),
			product: textOf(recordOf(fields['Product'])?.['ProductName']),
			ownerName: names.find((name) => name !== undefined),
			type: textOf(fields['AccountTypeCode']) ?? textOf(fields['AccountSubType']),
			status: toAccountStatus(textOf(fields['Status'])),
			raw,
		});
	});
}

/** One account under its sort code, its IBAN and its card: the first of each kind. */
function accountNumber(references: readonly (Fields | undefined)[]): AccountNumber {
	const numbers = references.map((each) => toAccountNumber(textOf(each?.['Identification'])));
	return Object.assign({}, ...numbers.reverse()) as AccountNumber;
}

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) => get(path(parameters, '/balances'), {}, headers(parameters)),
	read: (answer, parameters) => {
		const { currency } = parameters.account;
		const items = listIn(answer, 'Balance').map((raw, index) =>
			toBalance(raw, `Data.Balance[${index}]`, currency),
		);
		return page(items, answer, balances.ask(parameters));
	},
};

function toBalance(raw: unknown, at: string, currency: string | undefined): Balance {
	const remarks: Remarks = [];
	const fields = readAs(balanceSchema, raw, at);
	const { Amount: written, Currency: code } = fields.Amount;
	const indicatorPath = `${at}.CreditDebitIndicator`;
	return present<Balance>({
		...toBalanceType(readTextBeside(fields['Type'], 'Type', remarks) ?? 'other'),
		amount: {
			amount: readSigned(written, `${at}.Amount.Amount`, indicatorOf(fields), indicatorPath),
			currency: readCurrencyOr(currency, code, `${at}.Amount.Currency`),
		},
		creditLimitIncluded: creditLimitIncluded(fields['CreditLine']),
		referenceDate: readDateBeside(fields['DateTime'], 'DateTime', remarks),
		lastChanged: textOf(fields['DateTime']),
		remarks: remarked(remarks),
		raw,
	});
}

function creditLimitIncluded(lines: unknown): boolean | undefined {
	const included = [lines].flat().map((line) => flagOf(recordOf(line)?.['Included']));
	return included.includes(true) ? true : included.includes(false) ? false : undefined;
}

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { dateFrom, dateTo } = parameters;
		const query = {
			fromBookingDateTime: dateFrom && `${dateFrom}T00:00:00`,
			toBookingDateTime: dateTo && `${dateTo}T23:59:59`,
		};
		return get(path(parameters, '/transactions'), query, headers(parameters));
	},
	read: (answer, parameters) => {
		const items = readRows(listIn(answer, 'Transaction'), answer.body, parameters);
		return page(items, answer, transactions.ask(parameters));
	},
};

export const openBankingUk = { accounts, account, balances, transactions } as const;
