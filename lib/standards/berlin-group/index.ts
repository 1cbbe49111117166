import type { HttpAnswer, HttpRequest } from '../../http/port';
import type { Account } from '../../models/account';
import type { Balance } from '../../models/balance';
import type { TransactionRow } from '../../models/transaction';
import type {
	AccountParameters,
	CallContext,
	Endpoint,
	Page,
	TransactionParameters,
} from '../../profile/reading';
import { pageOf } from '../kit/asking';
import { onwardIn } from '../kit/next-link';
import { ownAccountOf } from '../kit/own-account';
import { noContent, unwrapped } from '../kit/wrapper';
import { readAccount, readAccounts } from './account';
import { readBalances } from './balance';
import { standardRoot } from './root';
import { readReports, reportNames, reportsIn, type RowReader } from './report';
import { type Booking, type BookingContext, toTransactionRow } from './transaction';

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

/** Banks hang the link to the next page on the report (the standard), on the answer, or in its header. */
function pageWith<Model>(
	items: readonly Model[],
	{ body, headers }: HttpAnswer,
	asked: HttpRequest,
	reports: readonly { readonly groups: Readonly<Record<string, unknown>> }[] = [],
): Page<Model> {
	return pageOf(items, onwardIn([...reports.map(({ groups }) => groups), body], headers), asked);
}

/** Where a bank departs from the standard's own paths and rows. */
export interface BerlinGroupOptions {
	/** What the paths begin with below the API base; `''` where the base names the version itself (SEB). */
	readonly root?: string;
	/**
	 * A bank's own way to read a row: wrap `toTransactionRow` and change what differs. `undefined` drops the row; say
	 * why where it is done.
	 */
	readonly toRow?: RowReader;
}

/** The standard's account information as one bank has it. */
export function berlinGroupWith({
	root = standardRoot,
	toRow = toTransactionRow,
}: BerlinGroupOptions) {
	const accountPath = ({ account }: AccountParameters, resource = '') =>
		`${root}/accounts/${encodeURIComponent(account.resourceId)}${resource}`;

	const accounts: Endpoint<CallContext, Account> = {
		ask: (context) => ask(`${root}/accounts`, context),
		read: (answer, context) => {
			if (answer.status === noContent) return { items: [] };
			return pageWith(readAccounts(answer.body), answer, accounts.ask(context));
		},
	};

	const account: Endpoint<AccountParameters, Account> = {
		ask: (parameters) => ask(accountPath(parameters), parameters),
		read: ({ body }) => ({ items: [readAccount(body)] }),
	};

	const balances: Endpoint<AccountParameters, Balance> = {
		ask: (parameters) => ask(accountPath(parameters, '/balances'), parameters),
		read: (answer, parameters) => {
			if (answer.status === noContent) return { items: [] };
			const items = readBalances(answer.body, parameters.account);
			return pageWith(items, answer, balances.ask(parameters));
		},
	};

	const transactions: Endpoint<TransactionParameters, TransactionRow> = {
		ask: (parameters) => {
			const { bookingStatus, dateFrom, dateTo } = parameters;
			const query = { bookingStatus, dateFrom, dateTo };
			return ask(accountPath(parameters, '/transactions'), parameters, query);
		},
		read: (answer, parameters) => {
			if (answer.status === noContent) return { items: [] };
			const body = unwrapped(answer.body, ...reportNames);
			const own = ownAccountOf(body, parameters.account);
			const items = readReports(body, own, toRow, parameters.bookingStatus);
			const asked = ask(accountPath(parameters, '/transactions'), parameters);
			return pageWith(items, { ...answer, body }, asked, reportsIn(body));
		},
	};

	return {
		accounts,
		account,
		balances,
		transactions,
		probe: { path: `${root}/accounts` },
	} as const;
}

export { type Booking, type BookingContext, toTransactionRow };

const standard = berlinGroupWith({});

export const berlinGroup = {
	...standard,
	probe: { ...standard.probe, ofConsent: `${standardRoot}/consents/{consentId}/status` },
} as const;
