import { z } from 'zod/v4';
import type { HttpRequest } from '../../../http/port';
import type { Account } from '../../../models/account';
import type { Balance } from '../../../models/balance';
import type { TransactionRow, TransactionStatus } from '../../../models/transaction';
import { readAs, unreadable } from '../../../models/unreadable';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	Page,
	TransactionParameters,
} from '../../profile';
import { accountNumberOf } from '../counterparty';
import { recordOf } from '../fields';
import { linkOf, nextPath } from '../next-link';
import { readAccount, readAccounts } from './account';
import { balancesSchema, toBalance } from './balance';
import { type Booking, type BookingContext, readBookings, toTransactionRow } from './transaction';

/*
 * Berlin Group NextGenPSD2 XS2A 1.3.x, account information.
 * https://www.berlin-group.org/nextgenpsd2-downloads; OpenAPI 1.3.11 of 2021-10-01.
 */

function ask(path: string, context: CallContext, query: HttpRequest['query'] = {}): HttpRequest {
	const { consentId, psuIpAddress } = context;
	return {
		method: 'GET',
		path,
		query,
		headers: {
			accept: 'application/json',
			...(consentId !== undefined && { 'consent-id': consentId }),
			...(psuIpAddress !== undefined && { 'psu-ip-address': psuIpAddress }),
		},
	};
}

function accountPath({ account }: AccountParameters, resource = ''): string {
	return `/v1/accounts/${encodeURIComponent(account.resourceId)}${resource}`;
}

/** Banks hang the link to the next page on the list (the standard) or on the answer. */
function nextPage(
	body: unknown,
	container: unknown,
	path: string,
	context: CallContext,
): HttpRequest | undefined {
	const links = [recordOf(container)?.['_links'], recordOf(body)?.['_links']];
	const link = links
		.map((each) => linkOf(recordOf(each)?.['next']))
		.find((each) => each !== undefined);
	return link === undefined ? undefined : ask(nextPath(link, path), context);
}

function page<Model>(items: readonly Model[], next: HttpRequest | undefined): Page<Model> {
	return next === undefined ? { items } : { items, next };
}

const accounts: Endpoint<CallContext, Account> = {
	ask: (context) => ask('/v1/accounts', context),
	read: ({ body }, context) =>
		page(readAccounts(body), nextPage(body, undefined, '/v1/accounts', context)),
};

const account: Endpoint<AccountParameters, Account> = {
	ask: (parameters) => ask(accountPath(parameters), parameters),
	read: ({ body }) => ({ items: [readAccount(body)] }),
};

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) => ask(accountPath(parameters, '/balances'), parameters),
	read: ({ body }) => {
		const answer = readAs(balancesSchema, body);
		const raw = listIn(body, 'balances');
		return {
			items: answer.balances.map((balance, index) =>
				toBalance(balance, raw[index], `balances[${index}]`),
			),
		};
	},
};

/** `info` is ING's name for the standard's `information`. */
const groups: ReadonlyMap<string, TransactionStatus> = new Map(
	Object.entries({
		booked: 'booked',
		pending: 'pending',
		information: 'information',
		info: 'information',
	} as const),
);

type RowReader = (booking: Booking, context: BookingContext) => TransactionRow | undefined;

/**
 * Transactions with a bank's own way to read a row: wrap `toTransactionRow` and change what differs.
 * `undefined` drops the row; say why where it is done.
 */
function transactionsWith(toRow: RowReader): Endpoint<TransactionParameters, TransactionRow> {
	return {
		ask: (parameters) => {
			const { bookingStatus, dateFrom, dateTo } = parameters;
			const query = { bookingStatus, dateFrom, dateTo };
			return ask(accountPath(parameters, '/transactions'), parameters, query);
		},
		read: ({ body }, parameters) => {
			const container = transactionsIn(body);
			const ownIban = parameters.account.iban ?? ownIbanIn(body);
			const items = Object.entries(container).flatMap(([group, rows]) =>
				readGroup(group, rows, ownIban, toRow),
			);
			const path = accountPath(parameters, '/transactions');
			return page(items, nextPage(body, container, path, parameters));
		},
	};
}

/** The groups of rows: the standard's list, or the answer to a single transaction as a list of one. */
function transactionsIn(body: unknown): Readonly<Record<string, unknown>> {
	const answer = readAs(z.looseObject({}), body);
	const container = recordOf(answer['transactions']);
	if (container !== undefined) return container;
	const single = recordOf(answer['transactionsDetails']);
	if (single !== undefined) return { booked: [recordOf(single['transactionDetails']) ?? single] };
	const isDownload = recordOf(answer['_links'])?.['download'] !== undefined;
	const why = isDownload ? 'is offered as a download only' : 'is missing';
	throw unreadable(
		'transactions',
		answer['transactions'] === undefined ? why : 'should be an object',
	);
}

/** A list under a name we don't know is refused: its rows would be lost without a word. */
function readGroup(
	group: string,
	rows: unknown,
	ownIban: string | undefined,
	toRow: RowReader,
): readonly TransactionRow[] {
	const status = groups.get(group);
	if (rows === null || rows === undefined) return [];
	if (status === undefined) {
		if (Array.isArray(rows)) throw unreadable(`transactions.${group}`, 'is a list we do not know');
		return [];
	}
	return readBookings(rows, `transactions.${group}`)
		.map((booking, index) => {
			const path = `transactions.${group}[${index}]`;
			return toRow(booking, { path, raw: booking, status, ownIban });
		})
		.filter((row) => row !== undefined);
}

function ownIbanIn(body: unknown): string | undefined {
	return accountNumberOf(recordOf(body)?.['account']).iban;
}

function listIn(body: unknown, key: string): readonly unknown[] {
	const list = recordOf(body)?.[key];
	return Array.isArray(list) ? list : [];
}

export { type Booking, type BookingContext, toTransactionRow };

export const berlinGroup = {
	accounts,
	account,
	balances,
	transactions: transactionsWith(toTransactionRow),
	transactionsWith,
} as const;
