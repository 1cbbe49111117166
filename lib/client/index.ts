import type { Access } from '../login/session';
import type {
	AccountParameters,
	AccountReference,
	BookingStatus,
	CallContext,
	Endpoint,
	TransactionParameters,
} from '../profile/reading';
import { takeAllowance } from './allowance';
import { Exchange } from './exchange';
import { lookUpAccounts } from './directory';
import { keptAnswers, readKept, type KeptAnswers } from './kept';
import { judgeUnread } from './judge';
import { listPages } from './listing';
import { nextSteps } from './next-steps';
import type { BankClientOptions } from './options';
import { isFresh, reachOf, refuseTooFarBack, todayAt } from './too-far-back';
import { whole } from './whole';
import { chosenStatus } from './statuses';
import { partsOf, type Period } from './windows';
import { secretsOf } from './secrets';
import { BankError } from '../errors';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import { maskIban } from '../models/iban';
import { present } from '../models/present';
import type { Transaction, TransactionRow } from '../models/transaction';
import { settle } from '../outcome';
import type { BudgetKey } from '../sync/budget';
import { accountId, createIds, distinguish } from '../sync/identity';
import { withoutRepeated } from '../sync/repeated';

export type { BankClientOptions } from './options';

/** An `Account`, or as much of one as the caller has. Ids of transactions are stable where it has the IBAN. */
export type AccountHandle = AccountReference & { readonly id?: string };

export interface TransactionQuery {
	readonly bookingStatus: BookingStatus;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateFrom?: string;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateTo?: string;
}

interface Scope {
	readonly operation: 'accounts' | 'account' | 'balances' | 'transactions';
	readonly account?: AccountReference;
}

interface Listing<Parameters extends CallContext, Model> extends Scope {
	/** For messages, masked. */
	readonly asked: string;
	readonly endpoint: Endpoint<Parameters, Model>;
	readonly parameters: (context: CallContext) => Parameters;
}

/** A listing that is about to be read with the tokens in force. */
interface OpenListing<Parameters extends CallContext, Model>
	extends Omit<Listing<Parameters, Model>, 'parameters'> {
	readonly access: Access;
	readonly parameters: Parameters;
	/** Names it among what is kept. */
	readonly key: string;
	readonly kept: KeptAnswers;
}

/**
 * One connection to one bank: ask → budget → send (retry) → judge → read → next page. Lists come page by page as
 * the bank sends them, nothing is gathered. Every failure is a `BankError`.
 */
export class BankClient {
	constructor(private readonly options: BankClientOptions) {}

	/** What the bank says now. The whole list at once: only then can accounts that share their number be told apart. */
	async *accounts(): AsyncGenerator<readonly Account[], void, undefined> {
		yield distinguish(await gather(this.list(this.accountList())));
	}

	/**
	 * The accounts for choosing and naming one, not for what the bank says of them now: the list as it was read last
	 * by whomever, kept (sealed) per consent, or each listing of balances and transactions would cost a read of the
	 * account list as well.
	 */
	async directory(): Promise<readonly Account[]> {
		const list = await this.open(this.accountList());
		const { endpoint, parameters, key, kept } = list;
		return await lookUpAccounts(this.options, {
			key,
			kept,
			read: async () => distinguish(await gather(this.ask(list))),
			accountsIn: (kept) => distinguish([...readKept(kept, endpoint, parameters)].flat()),
		});
	}

	private accountList(): Listing<CallContext, Account> {
		return {
			operation: 'accounts',
			asked: 'the accounts',
			endpoint: this.options.bank.accounts,
			parameters: (context) => context,
		};
	}

	/**
	 * Throws `not-found` where the connection doesn't have it. An id that is given stays: some banks tell an IBAN only
	 * with the details, and the account would get another id from there than its transactions have.
	 */
	async account(reference: AccountHandle): Promise<Account> {
		const endpoint = this.options.bank.account;
		const pages =
			endpoint === undefined
				? this.accounts()
				: this.list<AccountParameters, Account>({
						operation: 'account',
						asked: `the account${suffix(reference)}`,
						account: reference,
						endpoint,
						parameters: (context) => ({ ...context, account: referenceOf(reference) }),
					});
		for await (const page of pages) {
			const found = page.find(({ resourceId }) => resourceId === reference.resourceId);
			if (found !== undefined) return { ...found, id: reference.id ?? found.id };
		}
		const { name } = this.options.bank;
		throw new BankError(
			'not-found',
			`${name} has no such account${suffix(reference)} in this connection`,
			{
				bank: name,
				field: 'account',
				nextStep: nextSteps['not-found'],
			},
		);
	}

	async balances(reference: AccountReference): Promise<readonly Balance[]> {
		const pages = this.list<AccountParameters, Balance>({
			operation: 'balances',
			asked: `the balances of the account${suffix(reference)}`,
			account: reference,
			endpoint: this.options.bank.balances,
			parameters: (context) => ({ ...context, account: referenceOf(reference) }),
		});
		return await gather(pages);
	}

	/** Ids are made as the pages pass: read one listing to its end, in its order. */
	async *transactions(
		account: AccountHandle,
		{ bookingStatus, dateFrom, dateTo }: TransactionQuery,
	): AsyncGenerator<readonly Transaction[], void, undefined> {
		refuseTooFarBack(this.options, dateFrom);
		const { wanted, asked } = chosenStatus(this.options, bookingStatus);
		const idOf = createIds({ id: account.id ?? accountId(account) });
		const { bank } = this.options;
		const period = present<Period>({ dateFrom, dateTo });
		const today = todayAt(this.options) ?? '';
		const list = (part: Period) => this.list(this.transactionList(account, asked, part));
		const { firstDay } = reachOf(this.options) ?? {};
		let before: readonly TransactionRow[] = [];
		for (const part of partsOf(period, bank.limits, today)) {
			for await (const page of whole({ bank, list, today, firstDay }, part)) {
				const rows = withoutRepeated(before, page);
				if (page.length > 0) before = page;
				yield named(wanted === undefined ? rows : rows.filter(isOneOf(wanted)), idOf);
			}
		}
	}

	private transactionList(
		account: AccountHandle,
		bookingStatus: BookingStatus,
		part: Period,
	): Listing<TransactionParameters, TransactionRow> {
		const reference = referenceOf(account);
		return {
			operation: 'transactions',
			asked: `the transactions of the account${suffix(account)}`,
			account: reference,
			endpoint: this.options.bank.transactions,
			parameters: (context) => ({ ...context, account: reference, bookingStatus, ...part }),
		};
	}

	private async *list<Parameters extends CallContext, Model>(
		listing: Listing<Parameters, Model>,
	): AsyncGenerator<readonly Model[], void, undefined> {
		const opened = await this.open(listing);
		const { endpoint, parameters, kept } = opened;
		const found = await kept.find();
		if (found === undefined) yield* this.ask(opened);
		else yield* readKept(found, endpoint, parameters);
	}

	private async open<Parameters extends CallContext, Model>(
		listing: Listing<Parameters, Model>,
	): Promise<OpenListing<Parameters, Model>> {
		const access = await this.options.session.current();
		const parameters = listing.parameters(this.context(access));
		const key = this.cacheKey(listing, parameters, access);
		const kept = keptAnswers(this.options, key, listing.operation === 'accounts');
		return { ...listing, access, parameters, key, kept };
	}

	/** One listing is one read of the day's budget, whatever its number of pages and attempts. */
	private async *ask<Parameters extends CallContext, Model>(
		listing: OpenListing<Parameters, Model>,
	): AsyncGenerator<readonly Model[], void, undefined> {
		const { bank, hosts, signal, clock } = this.options;
		const { operation, asked, account, endpoint, parameters, access, kept } = listing;
		const secrets = [account?.resourceId, account?.iban, account?.bban, account?.maskedPan];
		const allowance = await takeAllowance(this.options, this.budgetKey(listing, access));
		const exchange = new Exchange(this.options, access);
		let delivered = false;
		const pages = listPages({
			endpoint,
			parameters,
			api: hosts.api,
			bank: bank.name,
			asked,
			...(bank.limits.maximumPages === undefined ? {} : { maximumPages: bank.limits.maximumPages }),
			...(signal === undefined ? {} : { signal }),
			fetch: async (url, request, stop, isFurther) => {
				const outcome = await settle(
					exchange.answerTo({
						operation,
						asked,
						url,
						request,
						secrets,
						signal: stop,
						...(allowance.left === undefined ? {} : { budgetLeft: allowance.left }),
					}),
				);
				if ('error' in outcome) throw await allowance.failed(outcome.error, delivered);
				delivered = true;
				kept.add(outcome.value, isFurther ? request : undefined);
				return outcome.value;
			},
			judgeUnread: (answer) =>
				judgeUnread(answer, {
					bank,
					asked,
					operation,
					requestId: answer.headers['x-request-id'] ?? '',
					now: clock.now(),
					secrets: [...secretsOf(this.options, access), ...secrets],
				}),
		});
		let rows = 0;
		for await (const page of pages) {
			rows += page.items.length;
			yield page.items;
		}
		// A bank that shows no accounts for a moment must not hide them for half a day.
		if (rows > 0 || operation !== 'accounts') await kept.complete();
	}

	private context({ consentId, kept }: Access): CallContext {
		const { attended, constants, choices } = this.options;
		const { limits } = this.options.bank;
		return {
			...(consentId === undefined ? {} : { consentId }),
			...(kept === undefined ? {} : { kept }),
			...(constants === undefined ? {} : { constants }),
			...(choices === undefined ? {} : { choices }),
			...(limits.freshMinutes === undefined ? {} : { isFresh: isFresh(this.options) }),
			...(attended === undefined ? {} : { psuIpAddress: attended.psuIpAddress }),
		};
	}

	private budgetKey({ operation, account }: Scope, { consentId }: Access): BudgetKey {
		const { bank, connection } = this.options;
		const { unattended } = bank.limits;
		return {
			bank: bank.id,
			consent: consentId ?? connection.login ?? connection.id,
			endpoint: operation,
			...(account === undefined || unattended.per === 'consent'
				? {}
				: { account: account.resourceId }),
		};
	}

	/** The address of the account holder changes nothing about what the bank answers. */
	private cacheKey({ operation }: Scope, parameters: CallContext, { consentId }: Access): string {
		const { bank, hosts, connection } = this.options;
		const { psuIpAddress: _a, kept: _k, isFresh: _f, constants: _c, ...asked } = parameters;
		const login = consentId ?? connection.login;
		return JSON.stringify([bank.id, hosts.api, connection.id, login, operation, asked]);
	}
}

async function gather<Model>(pages: AsyncIterable<readonly Model[]>): Promise<readonly Model[]> {
	const models: Model[] = [];
	for await (const page of pages) models.push(...page);
	return models;
}

const isOneOf =
	(statuses: ReadonlySet<TransactionRow['status']>) =>
	({ status }: TransactionRow) =>
		statuses.has(status);

type Named = { -readonly [Key in keyof Transaction]: Transaction[Key] };

/** In place: rows come fresh out of `read`, nobody else has them, and a million of them need not be copied. */
function named(
	rows: readonly TransactionRow[],
	idOf: (row: TransactionRow) => string,
): readonly Transaction[] {
	const transactions = rows as readonly Named[];
	for (const transaction of transactions) transaction.id = idOf(transaction);
	return transactions;
}

const suffix = ({ iban }: AccountReference) => (iban === undefined ? '' : ` ${maskIban(iban)}`);

/** Every number that its rows may name it by. */
const referenceOf = (account: AccountReference): AccountReference => {
	const { resourceId, iban, bban, maskedPan, currency, ownerName } = account;
	return present<AccountReference>({ resourceId, iban, bban, maskedPan, currency, ownerName });
};
