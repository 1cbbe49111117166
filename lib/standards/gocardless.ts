import type { HttpAnswer } from '../http/port';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import type { TransactionRow } from '../models/transaction';
import { trustedReference } from '../sync/references';
import type { AccountParameters, Endpoint, TransactionParameters } from '../profile/reading';
import { get, pageOf, segment } from './kit/asking';
import {
	berlinGroup,
	berlinGroupWith,
	type Booking,
	type BookingContext,
	toTransactionRow,
} from './berlin-group';
import { recordOf, textOf } from './kit/fields';
import { onwardIn } from './kit/next-link';

/*
 * GoCardless Bank Account Data (formerly Nordigen) v2: Berlin Group's fields, one account at a time (the accounts
 * of a login stand in its requisition), and an `internalTransactionId` of GoCardless's own, of booked rows only and
 * unique within the account (its help pages, 2024), where Co-op's `transactionId` is one for all rows of a day (2025).
 */

function path({ account }: AccountParameters, resource: string): string {
	return `/accounts/${segment(account.resourceId)}/${resource}`;
}

/** `details/` wraps the account; the account's own page has snake_case names and its state in `status`. */
const account: Endpoint<AccountParameters, Account> = {
	ask: (parameters) => get(path(parameters, 'details/')),
	read: ({ body }, parameters) => {
		const own = recordOf(recordOf(body)?.['account']) ?? recordOf(body) ?? {};
		const resourceId =
			textOf(own['id']) ?? textOf(own['resourceId']) ?? parameters.account.resourceId;
		const ownerName = own['ownerName'] ?? own['owner_name'];
		const answer = { account: { ...own, resourceId, ownerName } };
		const page = berlinGroup.account.read({ status: 200, headers: {}, body: answer }, parameters);
		return { items: page.items.map((each) => ({ ...each, raw: body })) };
	},
};

const balances: Endpoint<AccountParameters, Balance> = {
	ask: (parameters) => get(path(parameters, 'balances/')),
	read: berlinGroup.balances.read,
};

/**
 * Sparkasse Karlsruhe and others of its group put the kind of payment where the name belongs and the name into
 * `ultimateCreditor` (seen 2024-03; other German words are left alone until somebody shows them).
 */
const kindOfPayment = /^(?:Lastschriftzahlung|Kartenzahlung)$/i;

function toGoCardlessRow(booking: Booking, context: BookingContext): TransactionRow {
	const name = textOf(booking['creditorName']);
	const isKind = name !== undefined && kindOfPayment.test(name);
	const named = isKind && textOf(booking['ultimateCreditor']) !== undefined;
	const row = toTransactionRow(named ? { ...booking, creditorName: undefined } : booking, context);
	const own = trustedReference(textOf(booking['internalTransactionId']));
	if (own === undefined || own === row.bankId) return row;
	return row.bankId === undefined ? { ...row, bankId: own } : { ...row, otherBankId: own };
}

/** Transactions of a bank that departs from the others: wrap `toGoCardlessRow`. */
function transactionsWith(
	toRow: typeof toGoCardlessRow,
): Endpoint<TransactionParameters, TransactionRow> {
	const rows = berlinGroupWith({ toRow }).transactions;
	const ask = (parameters: TransactionParameters) => {
		const query = { date_from: parameters.dateFrom, date_to: parameters.dateTo };
		return get(path(parameters, 'transactions/'), query);
	};
	return {
		ask,
		read: (answer, parameters) => {
			const { items } = rows.read(withContainer(answer), parameters);
			const holders = [{ links: answer.body }, answer.body];
			return pageOf(items, onwardIn(holders, answer.headers), ask(parameters));
		},
	};
}

/** Its libraries pass the groups on without their container. */
function withContainer(answer: HttpAnswer): HttpAnswer {
	const fields = recordOf(answer.body);
	if (fields === undefined || 'transactions' in fields || !('booked' in fields)) return answer;
	return { ...answer, body: { transactions: fields } };
}

export { toGoCardlessRow };

export const goCardless = {
	account,
	balances,
	transactions: transactionsWith(toGoCardlessRow),
	transactionsWith,
} as const;
