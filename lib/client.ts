import type { Access } from './auth/session';
import type {
	AccountParameters,
	AccountReference,
	BookingStatus,
	CallContext,
	Endpoint,
} from './banks/profile';
import { takeAllowance } from './client/allowance';
import { Exchange } from './client/exchange';
import { keptAnswers } from './client/kept';
import { listPages } from './client/listing';
import { nextSteps } from './client/next-steps';
import type { BankClientOptions } from './client/options';
import { BankError } from './errors';
import type { Account } from './models/account';
import type { Balance } from './models/balance';
import { maskIban } from './models/iban';
import type { Transaction, TransactionRow } from './models/transaction';
import { settle } from './outcome';
import type { BudgetKey } from './sync/budget';
import { accountId, createIds, distinguish } from './sync/identity';
import { addDays } from './sync/period';

export type { BankClientOptions } from './client/options';

/** An `Account`, or as much of one as the caller has. Ids of transactions are stable where it has the IBAN. */
export type AccountHandle = AccountReference & { readonly id?: string };

export interface TransactionQuery {
	readonly bookingStatus: BookingStatus;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateFrom?: string;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateTo?: string;
}

const directoryMs = 12 * 60 * 60 * 1000;

interface Scope {
	readonly operation: 'accounts' | 'account' | 'balances' | 'transactions';
	readonly account?: AccountReference;
}

interface KeptScope extends Scope {
	/** Another name than the operation's under which the answers are kept. */
	readonly keptAs?: string;
}

interface Listing<Parameters extends CallContext, Model> extends KeptScope {
	/** For messages, masked. */
	readonly asked: string;
	readonly endpoint: Endpoint<Parameters, Model>;
	readonly parameters: (context: CallContext) => Parameters;
}

/**
 * One connection to one bank: ask → budget → send (retry) → judge → read → next page. Lists come page by page as
 * the bank sends them, nothing is gathered. Every failure is a `BankError`.
 */
export class BankClient {
	constructor(private readonly options: BankClientOptions) {}

	accounts(): AsyncGenerator<readonly Account[], void, undefined> {
		return this.accountsKeptAs('accounts');
	}

	/** The whole list at once: only then can accounts that share their number be told apart. */
	private async *accountsKeptAs(
		keptAs: 'accounts' | 'directory',
	): AsyncGenerator<readonly Account[], void, undefined> {
		const pages = this.list<CallContext, Account>({
			operation: 'accounts',
			keptAs,
			asked: 'the accounts',
			endpoint: this.options.bank.accounts,
			parameters: (context) => context,
		});
		const accounts: Account[] = [];
		for await (const page of pages) accounts.push(...page);
		yield distinguish(accounts);
	}

	/**
	 * The accounts for choosing and naming one, not for what the bank says of them now: kept (sealed) for half a day
	 * per consent, or each listing of balances and transactions would cost a read of the account list as well.
	 */
	async directory(): Promise<readonly Account[]> {
		const { cache } = this.options;
		const client = new BankClient({
			...this.options,
			cache: cache === 'refresh' ? 'refresh' : 'use',
			cacheMs: directoryMs,
		});
		const accounts: Account[] = [];
		for await (const page of client.accountsKeptAs('directory')) accounts.push(...page);
		return accounts;
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
		const balances: Balance[] = [];
		const pages = this.list<AccountParameters, Balance>({
			operation: 'balances',
			asked: `the balances of the account${suffix(reference)}`,
			account: reference,
			endpoint: this.options.bank.balances,
			parameters: (context) => ({ ...context, account: referenceOf(reference) }),
		});
		for await (const page of pages) balances.push(...page);
		return balances;
	}

	/** Ids are made as the pages pass: read one listing to its end, in its order. */
	async *transactions(
		account: AccountHandle,
		{ bookingStatus, dateFrom, dateTo }: TransactionQuery,
	): AsyncGenerator<readonly Transaction[], void, undefined> {
		this.refuseTooFarBack(dateFrom);
		const idOf = createIds({ id: account.id ?? accountId(account) });
		const reference = referenceOf(account);
		const pages = this.list({
			operation: 'transactions',
			asked: `the transactions of the account${suffix(account)}`,
			account: reference,
			endpoint: this.options.bank.transactions,
			parameters: (context) => ({
				...context,
				account: reference,
				bookingStatus,
				...(dateFrom === undefined ? {} : { dateFrom }),
				...(dateTo === undefined ? {} : { dateTo }),
			}),
		});
		for await (const page of pages) yield named(page, idOf);
	}

	/** One listing is one read of the day's budget, whatever its number of pages and attempts. */
	private async *list<Parameters extends CallContext, Model>(
		listing: Listing<Parameters, Model>,
	): AsyncGenerator<readonly Model[], void, undefined> {
		const { bank, hosts, session, signal } = this.options;
		const { operation, asked, account, endpoint } = listing;
		const access = await session.current();
		const parameters = listing.parameters(this.context(access));
		const kept = keptAnswers(this.options, this.cacheKey(listing, parameters, access));
		const found = await kept.find();
		if (found !== undefined) {
			for (const answer of found) yield endpoint.read(answer, parameters).items;
			return;
		}
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
			fetch: async (url, request, stop) => {
				const outcome = await settle(
					exchange.answerTo({
						operation,
						asked,
						url,
						request,
						secrets: [account?.resourceId, account?.iban],
						signal: stop,
						...(allowance.left === undefined ? {} : { budgetLeft: allowance.left }),
					}),
				);
				if ('error' in outcome) throw await allowance.failed(outcome.error, delivered);
				delivered = true;
				kept.add(outcome.value);
				return outcome.value;
			},
		});
		let rows = 0;
		for await (const page of pages) {
			rows += page.items.length;
			yield page.items;
		}
		// A bank that shows no accounts for a moment must not hide them for half a day.
		if (rows > 0 || listing.keptAs !== 'directory') await kept.complete();
	}

	private context({ consentId }: Access): CallContext {
		const { attended } = this.options;
		return {
			...(consentId === undefined ? {} : { consentId }),
			...(attended === undefined ? {} : { psuIpAddress: attended.psuIpAddress }),
		};
	}

	private budgetKey({ operation, account }: Scope, { consentId }: Access): BudgetKey {
		return {
			bank: this.options.bank.id,
			consent: consentId ?? this.options.connection.id,
			endpoint: operation,
			...(account === undefined ? {} : { account: account.resourceId }),
		};
	}

	/** The address of the account holder changes nothing about what the bank answers. */
	private cacheKey(
		{ operation, keptAs = operation }: KeptScope,
		parameters: CallContext,
		{ consentId }: Access,
	): string {
		const { bank, hosts, connection } = this.options;
		const { psuIpAddress: _address, ...asked } = parameters;
		const login = consentId ?? connection.login;
		return JSON.stringify([bank.id, hosts.api, connection.id, login, keptAs, asked]);
	}

	/** RTS Art. 10a: further back the bank wants the account holder's strong authentication. */
	private refuseTooFarBack(dateFrom: string | undefined): void {
		const { bank, clock, attended } = this.options;
		const days = bank.limits.unattendedDays;
		if (attended !== undefined || days === undefined || dateFrom === undefined) return;
		// A day of grace: where the calendar turns is for the bank to say.
		const earliest = addDays(new Date(clock.now()).toISOString().slice(0, 10), -days - 1);
		if (dateFrom >= earliest) return;
		throw new BankError(
			'invalid-input',
			`${bank.name} goes back ${days} days while the account holder is away; ${dateFrom} is earlier`,
			{
				bank: bank.name,
				field: 'dateFrom',
				nextStep: `Ask for the last ${days} days, or give the IP address of the account holder while that person is there and asking`,
			},
		);
	}
}

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

const referenceOf = ({ resourceId, iban, currency }: AccountReference): AccountReference => ({
	resourceId,
	...(iban === undefined ? {} : { iban }),
	...(currency === undefined ? {} : { currency }),
});
