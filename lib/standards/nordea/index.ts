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
import { readAs } from '../../models/unreadable';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	Page,
	TransactionParameters,
} from '../../profile/reading';
import { accountId } from '../../sync/identity';
import { get, pageOf, segment } from '../kit/asking';
import { anything, isAbsent, readAmount, readCurrencyOr, recordOf, textOf } from '../kit/fields';
import { onwardIn } from '../kit/next-link';
import { noContent, unwrapped } from '../kit/wrapper';
import { readTransactions } from './transaction';

/*
 * Nordea's personal Accounts API 5: answers in an envelope, balances inside the account, pages by a key that is sent
 * with the same parameters again. https://documentation.nordeaopenbanking.com/compliance/personal/accounts/accounts-v5
 */

const path = '/personal/v5/accounts';

const accountSchema = z.looseObject({
	_id: z.union([z.string().min(1), z.number().transform(String)]),
	account_numbers: anything,
	currency: anything,
});
const accountsSchema = z.object({ accounts: z.array(accountSchema) });

const accounts: Endpoint<CallContext, Account> = {
	ask: () => get(path),
	read: (answer, context) => {
		if (answer.status === noContent) return { items: [] };
		const response = unwrapped(answer.body, 'accounts');
		const items = readAs(accountsSchema, response).accounts.map(toAccount);
		return pageWith(items, answer, response, accounts.ask(context));
	},
};

const askAccount = ({ account: { resourceId } }: AccountParameters) =>
	get(`${path}/${segment(resourceId)}`);

const accountIn = (body: unknown) => readAs(accountSchema, unwrapped(body, '_id'));

const account: Endpoint<AccountParameters, Account> = {
	ask: askAccount,
	read: ({ body }) => ({ items: [toAccount(accountIn(body))] }),
};

function toAccount(fields: z.output<typeof accountSchema>): Account {
	const identity = present<Parameters<typeof accountId>[0]>({
		resourceId: fields._id,
		...numbersOf(fields.account_numbers),
		bic: textOf(recordOf(fields['bank'])?.['bic']),
		currency: parseCurrency(fields.currency),
	});
	return present<Account>({
		id: accountId(identity),
		...identity,
		name: textOf(fields['nickname']) ?? textOf(fields['account_name']),
		product: textOf(fields['product']),
		status: toAccountStatus(textOf(fields['status'])),
		raw: fields,
	});
}

/** `[{ _type: 'IBAN' | 'BBAN_SE' | 'PGNR' | …, value }]`; of each kind the first counts. */
function numbersOf(written: unknown): AccountNumber {
	const numbers = [written]
		.flat()
		.map((each) => toAccountNumber(textOf(recordOf(each)?.['value'])));
	return Object.assign({}, ...numbers.reverse()) as AccountNumber;
}

const balanceFields = ['booked_balance', 'available_balance', 'value_dated_balance'] as const;

/** They stand in the account, as far as the scope goes. */
const balances: Endpoint<AccountParameters, Balance> = {
	ask: askAccount,
	read: ({ body }, { account: known }) => {
		const fields = accountIn(body);
		const items = balanceFields.flatMap((field): Balance[] => {
			if (isAbsent(fields[field])) return [];
			const amount = readAmount(fields[field], field);
			const currency = readCurrencyOr(known.currency, fields.currency, 'currency');
			return [{ ...toBalanceType(field), amount: { amount, currency }, raw: fields }];
		});
		return { items };
	},
};

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { account: asked, dateFrom, dateTo } = parameters;
		const query = { from_date: dateFrom, to_date: dateTo };
		return get(`${path}/${segment(asked.resourceId)}/transactions`, query);
	},
	read: (answer, parameters) => {
		if (answer.status === noContent) return { items: [] };
		const response = unwrapped(answer.body, 'transactions');
		const items = readTransactions(response, parameters);
		return pageWith(items, answer, response, transactions.ask(parameters));
	},
};

/** What was asked is sent again with the key. */
function pageWith<Model>(
	items: readonly Model[],
	{ body, headers }: HttpAnswer,
	response: unknown,
	asked: HttpRequest,
): Page<Model> {
	const key = keyIn(body, response);
	if (key === undefined) return pageOf(items, onwardIn([response], headers), asked);
	return { items, next: { ...asked, query: { ...asked.query, continuation_key: key } } };
}

/** Version 3 spells it `_continuationKey`; Nordea's swagger ais-v4 has it in the header of the envelope. */
function keyIn(body: unknown, response: unknown): string | undefined {
	const { _continuation_key: key, _continuationKey: formerKey } = recordOf(response) ?? {};
	const paging = recordOf(recordOf(recordOf(body)?.['group_header'])?.['message_pagination']);
	return textOf(key) ?? textOf(formerKey) ?? textOf(paging?.['continuation_key']);
}

export const nordeaAccounts = { accounts, account, balances, transactions } as const;
