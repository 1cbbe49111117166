import { z } from 'zod/v4';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import { providedId, transactionDates, type TransactionRow } from '../models/transaction';
import { readAs } from '../models/unreadable';
import { bankReferences } from '../sync/references';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	TransactionParameters,
} from '../profile/reading';
import { get, isAsked, pageOf, segment } from './kit/asking';
import { readAccounts } from './berlin-group/account';
import { accountNumberOf } from './kit/account-number';
import type { Around } from './kit/direction';
import {
	leftOut,
	moneySchema,
	readCodeBeside,
	readDate,
	readDateBeside,
	readMoney,
	readTextBeside,
	recordOf,
	remarked,
	type Remarks,
	textOf,
} from './kit/fields';
import { readFlow } from './kit/flow';
import { indicatedBalances } from './kit/indicated-balances';
import { indicatorIn, toTransactionStatus } from './kit/indicators';
import { onwardIn } from './kit/next-link';
import { Neighbours, type Seen } from './kit/neighbours';
import { ownAccountOf } from './kit/own-account';
import type { Party } from './kit/parties';
import { readRemittance } from './kit/remittance';
import { isCalledReturned, returnedBy } from './kit/returned';
import { noContent, unwrapped } from './kit/wrapper';

/*
 * STET PSD2 API 1.4 to 1.6 (France), account information: Berlin Group's amounts, unsigned with an indicator,
 * ISO codes, HAL links.
 */

const readBalances = indicatedBalances({
	amount: 'balanceAmount',
	type: 'balanceType',
	indicator: 'creditDebitIndicator',
	referenceDate: 'referenceDate',
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
function withNumbers(written: unknown): unknown {
	const body = unwrapped(written, 'accounts');
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
		const items = readBalances(body, parameters.account);
		return pageOf(items, onwardIn([body], told), balances.ask(parameters));
	},
};

const transactions: Endpoint<TransactionParameters, TransactionRow> = {
	ask: (parameters) => {
		const { account, dateFrom, dateTo } = parameters;
		const path = `/v1/accounts/${segment(account.resourceId)}/transactions`;
		return get(path, { dateFrom, dateTo }, headers(parameters));
	},
	read: ({ status, body: written, headers: told }, parameters) => {
		if (status === noContent) return { items: [] };
		const body = unwrapped(written, 'transactions');
		const rows = readRows(body);
		const own = ownAccountOf(body, parameters.account);
		const neighbours = new Neighbours(() => rows.map(seen), own);
		const items = rows.flatMap((row, index) => {
			if (!isAsked(statusOf(row), parameters.bookingStatus)) return [];
			return [
				toTransactionRow(row, `transactions[${index}]`, { own, neighbours, isSigned: false }),
			];
		});
		return pageOf(items, onwardIn([body], told), transactions.ask(parameters));
	},
};

function readRows(body: unknown): readonly Row[] {
	readAs(transactionsSchema, body);
	return (body as { readonly transactions: readonly Row[] }).transactions;
}

const statusOf = (row: Row) =>
	toTransactionStatus(textOf(row['status']), textOf(row['bookingDate']));

const seen = (row: Row): Seen => {
	const parties = recordOf(row['relatedParties']);
	return {
		status: statusOf(row),
		written: row.transactionAmount.amount,
		indicator: indicatorOf(row),
		creditor: partyOf(parties, 'creditor'),
		debtor: partyOf(parties, 'debtor'),
	};
};

const indicatorOf = (row: Row) => indicatorIn(row, row.transactionAmount, 'creditDebitIndicator');

function toTransactionRow(row: Row, path: string, around: Around): TransactionRow {
	const remarks: Remarks = [];
	const { currency } = around.own;
	const money = readMoney(row.transactionAmount, `${path}.transactionAmount`, currency);
	const code = readCodeBeside(
		row['bankTransactionCode'],
		['domain', 'family', 'subFamily'],
		'bankTransactionCode',
		remarks,
	);
	const remittance = remittanceOf(row['remittanceInformation'], remarks);
	const parties = recordOf(row['relatedParties']);
	const status = statusOf(row);
	const { amount, counterparty } = readFlow(
		{
			amount: money.amount,
			written: row.transactionAmount.amount,
			indicator: indicatorOf(row),
			indicatorPath: `${path}.creditDebitIndicator`,
			status,
			creditor: partyOf(parties, 'creditor'),
			debtor: partyOf(parties, 'debtor'),
			returned: () => returnedBy(code),
			isCalledReturned: () => isCalledReturned(remittance.text),
		},
		around,
	);
	const references = recordOf(row['references']);
	const idIn = (written: unknown, field: string) =>
		providedId(readTextBeside(written, field, remarks));
	return {
		...bankReferences(
			textOf(row['entryReference']),
			textOf(row['resourceId']),
			textOf(references?.['accountServicerReference']),
		),
		status,
		amount: { amount, currency: money.currency },
		...transactionDates(
			readDate(row['bookingDate'], path, 'bookingDate'),
			readDateBeside(row['valueDate'], 'valueDate', remarks),
			readDateBeside(row['transactionDate'], 'transactionDate', remarks),
		),
		counterparty,
		...remittance,
		endToEndId: idIn(row['endToEndId'] ?? references?.['endToEndId'], 'endToEndId'),
		mandateId: idIn(references?.['mandateId'], 'references.mandateId'),
		bankTransactionCode: code,
		remarks: remarked(remarks),
		raw: row,
	};
}

function partyOf(
	parties: Readonly<Record<string, unknown>> | undefined,
	side: 'creditor' | 'debtor',
): Party {
	const ultimate = side === 'creditor' ? 'ultimateCreditor' : 'ultimateDebtor';
	return {
		name: nameOf(parties?.[side]) ?? nameOf(parties?.[ultimate]),
		account: parties?.[`${side}Account`],
		source: `relatedParties.${side}.name`,
	};
}

const nameOf = (party: unknown): string | undefined => textOf(recordOf(party)?.['name']);

/** A list in 1.4; `{ unstructured: [], structured: [{ …, reference }] }` since 1.5. */
function remittanceOf(remittance: unknown, remarks: Remarks) {
	const written = recordOf(remittance);
	const isKnown = written !== undefined && ('unstructured' in written || 'structured' in written);
	const fields = isKnown ? written : { unstructured: remittance };
	return readRemittance(
		{ unstructuredArray: fields['unstructured'], structuredArray: fields['structured'] },
		() => leftOut('remittanceInformation', remarks),
	);
}

export const stet = { accounts, balances, transactions } as const;
