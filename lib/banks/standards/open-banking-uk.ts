import { z } from 'zod/v4';
import type { HttpAnswer, HttpRequest } from '../../http/port';
import {
	type Account,
	type AccountNumber,
	toAccountNumber,
	toAccountStatus,
} from '../../models/account';
import { type Balance, toBalanceType } from '../../models/balance';
import { parseAmount, parseCurrency, signed, type Money } from '../../models/money';
import { present } from '../../models/present';
import { transactionDates, type TransactionRow } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId, trustedReference } from '../../sync/identity';
import type {
	AccountParameters,
	AccountReference,
	CallContext,
	Endpoint,
	Page,
	TransactionParameters,
} from '../profile';
import { get, pageOf, segment } from './asking';
import { chooseCounterparty } from './counterparty';
import { codeOf, anything, rateOf, readCurrency, readDate, recordOf, textOf } from './fields';
import { isDebit, readSigned, toTransactionStatus } from './indicators';
import { onwardIn } from './next-link';
import { readRemittance } from './remittance';
import { noContent } from './wrapper';

/*
 * Open Banking UK (and Danske Bank) account information 3.1 and 4.0: Pascal case, unsigned amounts with an
 * indicator, date-times. 4.0 has ISO codes where 3.1 has words; both are read.
 */

type Fields = Readonly<Record<string, unknown>>;

const amountSchema = z.object({ Amount: z.unknown(), Currency: z.unknown() });
const accountSchema = z.looseObject({ AccountId: anything });
const balanceSchema = z.looseObject({ Amount: amountSchema });
const transactionSchema = z.looseObject({ Amount: amountSchema });

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
	const answer = readAs(z.looseObject({ Data: z.unknown() }), body);
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
	const { next, last } = onwardIn([body], told);
	const pages = Number(textOf(recordOf(recordOf(body)?.['Meta'])?.['TotalPages']));
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
		const items = listIn(answer, 'Balance').map((raw, index) => {
			const at = `Data.Balance[${index}]`;
			const fields = readAs(balanceSchema, raw, at);
			return present<Balance>({
				...toBalanceType(textOf(fields['Type']) ?? 'other'),
				amount: signedMoney(fields, at, parameters.account),
				creditLimitIncluded: creditLimitIncluded(fields['CreditLine']),
				referenceDate: readDate(fields['DateTime'], `${at}.DateTime`),
				lastChanged: textOf(fields['DateTime']),
				raw,
			});
		});
		return page(items, answer, balances.ask(parameters));
	},
};

function creditLimitIncluded(lines: unknown): boolean | undefined {
	const included = [lines].flat().map((line) => recordOf(line)?.['Included']);
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
		const rows = listIn(answer, 'Transaction').map((raw, index) =>
			toTransactionRow(raw, `Data.Transaction[${index}]`, parameters.account),
		);
		return page(rows, answer, transactions.ask(parameters));
	},
};

function toTransactionRow(raw: unknown, at: string, own: AccountReference): TransactionRow {
	const fields = readAs(transactionSchema, raw, at);
	const amount = signedMoney(fields, at, own);
	const bookingDate = readDate(fields['BookingDateTime'], `${at}.BookingDateTime`);
	const exchange = recordOf([fields['CurrencyExchange']].flat()[0]);
	return {
		bankId: trustedReference(textOf(fields['TransactionId'])),
		status: toTransactionStatus(textOf(fields['Status']), bookingDate),
		amount,
		...transactionDates(
			bookingDate,
			readDate(fields['ValueDateTime'], `${at}.ValueDateTime`),
			undefined,
		),
		counterparty: counterpartyOf(fields, amount.amount, own.iban),
		...readRemittance({
			unstructured: fields['TransactionInformation'],
			structured: fields['TransactionReference'],
		}),
		bankTransactionCode: bankTransactionCode(fields['BankTransactionCode']),
		instructedAmount: moneyIn(exchange?.['InstructedAmount']),
		exchangeRate: rateOf(exchange?.['ExchangeRate']),
		balanceAfter: balanceAfter(recordOf(fields['Balance'])),
		raw,
	};
}

function counterpartyOf(fields: Fields, amount: string, ownIban: string | undefined) {
	const party = chooseCounterparty(
		amount,
		partyOf(fields, 'CreditorAccount', 'UltimateCreditor'),
		partyOf(fields, 'DebtorAccount', 'UltimateDebtor'),
		ownIban,
	);
	const merchant = textOf(recordOf(fields['MerchantDetails'])?.['MerchantName']);
	if (party?.name !== undefined || merchant === undefined) return party;
	return { ...party, name: merchant, source: 'MerchantDetails.MerchantName' };
}

/** `ultimate`: since 4.0. */
function partyOf(fields: Fields, field: string, ultimate: string) {
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

function signedMoney(
	fields: z.output<typeof balanceSchema>,
	at: string,
	own: AccountReference,
): Money {
	const indicatorPath = `${at}.CreditDebitIndicator`;
	const { Amount: written, Currency: code } = fields.Amount;
	return {
		amount: readSigned(
			written,
			`${at}.Amount.Amount`,
			fields['CreditDebitIndicator'],
			indicatorPath,
		),
		currency: readCurrency(textOf(code) ?? own.currency, `${at}.Amount.Currency`),
	};
}

function moneyIn(value: unknown): Money | undefined {
	const fields = recordOf(value);
	const amount = parseAmount(fields?.['Amount']);
	const currency = parseCurrency(fields?.['Currency']);
	return amount === undefined || currency === undefined ? undefined : { amount, currency };
}

function balanceAfter(balance: Fields | undefined): Money | undefined {
	const money = moneyIn(balance?.['Amount']);
	if (money === undefined) return undefined;
	const debit = isDebit(balance?.['CreditDebitIndicator'], 'Balance.CreditDebitIndicator') ?? false;
	return { ...money, amount: signed(money.amount, debit) };
}

function bankTransactionCode(code: unknown): string | undefined {
	const fields = recordOf(code);
	return codeOf(fields?.['Code'], fields?.['SubCode']);
}

export const openBankingUk = { accounts, account, balances, transactions } as const;
