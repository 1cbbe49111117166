import { z } from 'zod/v4';
import type { Account } from '../../models/account';
import type { Balance } from '../../models/balance';
import { parseCurrency } from '../../models/money';
import { present } from '../../models/present';
import type { TransactionRow } from '../../models/transaction';
import { readAs, unreadable } from '../../models/unreadable';
import { accountId } from '../../sync/identity';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	TransactionParameters,
} from '../../profile/reading';
import { get } from '../kit/asking';
import { anything, recordOf, textOf } from '../kit/fields';
import { indicatedBalances } from '../kit/indicated-balances';
import { noContent, unwrapped } from '../kit/wrapper';
import { numbersOf } from './numbers';
import { accountPath, accountsOf, askSession, resourceIdOf } from './session';
import { readTransactions } from './transaction';
import { kept as keptFacts } from './wire';

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

const readBalances = indicatedBalances({
	amount: 'balance_amount',
	type: 'balance_type',
	indicator: 'credit_debit_indicator',
	referenceDate: 'reference_date',
	lastChanged: 'last_change_date_time',
});

/**
 * The accounts of a login stand in its session: `consentId` is the session id. What they are called was told when the
 * session was made, and is kept.
 */
const accounts: Endpoint<CallContext, Account> = {
	ask: askSession,
	read: ({ body: written }, context) => {
		const body = unwrapped(written, 'accounts');
		readAs(accountsSchema, body);
		const { open, all } = accountsOf(recordOf(body) ?? {}, context);
		const answer = readAs(accountsSchema, { accounts: open });
		const items = answer.accounts.map((each, index) =>
			toAccount(each, all, open[index], `accounts[${index}]`),
		);
		return { items };
	},
};

const account: Endpoint<AccountParameters, Account> = {
	ask: (parameters) => get(accountPath(parameters, 'details')),
	read: ({ body: written }) => {
		const body = unwrapped(written, 'uid', 'account_id', 'identification_hash');
		return { items: [toAccount(readAs(accountSchema, body), [body], body, '')] };
	},
};

function toAccount(
	fields: Partial<z.output<typeof accountSchema>>,
	all: readonly unknown[],
	raw: unknown,
	at: string,
): Account {
	const numbers = numbersOf(fields.account_id, fields.all_account_ids);
	const resourceId = resourceIdOf(fields, all) ?? numbers.iban ?? numbers.bban ?? numbers.maskedPan;
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
		// Without a uid the account can be seen and not asked (API reference).
		status: textOf(fields.uid) === undefined ? 'blocked' : undefined,
		raw,
	});
}

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) => get(accountPath(parameters, 'balances')),
	read: ({ status, body }, parameters) => ({
		items: status === noContent ? [] : readBalances(body, parameters.account),
	}),
};

/**
 * Whether more is wanted than banks give at any time. The rest they give in the hour after a login only, and not each by
 * the same question: the API finds out (`strategy`), and looks at no last day then.
 */
const isHistory = ({ dateFrom, dateTo, isFresh, kept }: TransactionParameters): boolean =>
	isFresh === true &&
	dateTo === undefined &&
	(dateFrom === undefined || dateFrom < (kept?.[keptFacts.firstDay] ?? ''));

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { dateFrom, dateTo, bookingStatus } = parameters;
		return get(accountPath(parameters, 'transactions'), {
			date_from: dateFrom,
			date_to: dateTo,
			// No other status is asked for alone: there are banks that refuse it (Cajamar), and the rest is left out here.
			transaction_status: bookingStatus === 'booked' ? 'BOOK' : undefined,
			strategy: isHistory(parameters) ? 'longest' : undefined,
		});
	},
	read: ({ status, body }, parameters) => {
		if (status === noContent) return { items: [] };
		const { items, key } = readTransactions(body, parameters);
		if (key === undefined) return { items };
		// Every parameter is repeated with the key: the documentation asks for it.
		const asked = transactions.ask(parameters);
		return { items, next: { ...asked, query: { ...asked.query, continuation_key: key } } };
	},
};

export const enableBanking = { accounts, account, balances, transactions } as const;
