import { BankError, type BankErrorCode } from '../../lib/errors';
import type { Account } from '../../lib/models/account';
import { maskIban, parseIban } from '../../lib/models/iban';
import { settle } from '../../lib/outcome';
import { accountLabel } from '../../lib/models/account-label';
import { locatorOf, readChoice, readText } from './field-values';
import type { ItemFields, OperationCall } from './operation';

/** Which account an item is about. Plain data: an export takes it to another thread. */
export interface AccountName {
	/** `iban`: nothing but an IBAN will do. */
	readonly mode: string;
	readonly wanted: string;
}

export type AccountChoice = 'all' | AccountName;

/** What the fields *Accounts* and *Account* of an item say. Throws `invalid-input` naming the field. */
export const readAccountChoice = (call: Pick<ItemFields, 'parameter'>): AccountChoice =>
	readChoice('Accounts', call.parameter<unknown>('accounts', 'all'), ['all', 'one']) === 'one'
		? readAccountName(call)
		: 'all';

/** What the field *Account* says. */
export function readAccountName(call: Pick<ItemFields, 'parameter'>): AccountName {
	const { mode, value } = locatorOf(call.parameter<unknown>('account', ''));
	const wanted = readText('Account', value);
	if (wanted !== '') return { mode, wanted };
	throw new BankError('invalid-input', 'Account is empty: choose an account', {
		field: 'Account',
	});
}

type Client = OperationCall['client'];

/** Throws `invalid-input` or `not-found`, naming the field. */
export async function findAccount(client: Client, { mode, wanted }: AccountName): Promise<Account> {
	if (mode === 'iban') return await accountByIban(client, wanted);
	const account = (await client.directory()).find(
		({ id, resourceId }) => id === wanted || resourceId === wanted,
	);
	if (account) return account;
	if (parseIban(wanted) !== undefined) return await accountByIban(client, wanted);
	throw notFound('The account that Account names is not one of this connection');
}

async function accountByIban(client: Client, wanted: string): Promise<Account> {
	const iban = parseIban(wanted);
	if (iban === undefined) {
		throw new BankError(
			'invalid-input',
			'Account is not a valid IBAN: a digit may be missing or exchanged',
			{
				field: 'Account',
			},
		);
	}
	const matches = (await client.directory()).filter((account) => account.iban === iban);
	const [account, ...more] = matches;
	if (!account) throw notFound(`No account of this connection has the IBAN ${maskIban(iban)}`);
	if (more.length === 0) return account;
	const currencies = matches.map(({ currency }) => currency ?? '?').join(', ');
	throw new BankError(
		'invalid-input',
		`Several accounts share the IBAN ${maskIban(iban)} (${currencies}): choose one from the list`,
		{ field: 'Account' },
	);
}

const notFound = (message: string) => new BankError('not-found', message, { field: 'Account' });

/** What an account that can't be read leaves in its place; absent: the first one stops the run. */
export type InItsPlace<Batch> = (account: Account, error: BankError) => Batch;

/**
 * Reads every account of the connection, or the chosen one. One that the bank lists as blocked or closed and then
 * refuses to show is left out of *All Accounts* with a remark: it would keep all others from being read for ever.
 * With `inItsPlace` the others are read, too, after one that can't be; where none can be read at all, the run stops.
 */
export async function* eachAccount<Batch>(
	{ client, remark }: Pick<OperationCall, 'client' | 'remark'>,
	choice: AccountChoice,
	read: (account: Account) => AsyncIterable<Batch>,
	inItsPlace?: InItsPlace<Batch>,
): AsyncGenerator<Batch> {
	if (choice !== 'all') {
		yield* read(await findAccount(client, choice));
		return;
	}
	let readAny = false;
	let firstError: BankError | undefined;
	for (const account of await client.directory()) {
		if (isOpen(account) && inItsPlace === undefined) {
			yield* read(account);
			continue;
		}
		const outcome = await settle(gather(read(account)));
		if ('value' in outcome) {
			readAny = true;
			yield* outcome.value;
			continue;
		}
		const { error } = outcome;
		if (!concernsAccount(error)) throw error;
		const isShut = isShutAway(account, error);
		if (inItsPlace === undefined) {
			if (!isShut) throw error;
			remark(leftOut(account));
			continue;
		}
		if (!isShut) firstError ??= error;
		yield inItsPlace(account, error);
	}
	if (!readAny && firstError !== undefined) throw firstError;
}

const isOpen = ({ status }: Account) => status !== 'blocked' && status !== 'deleted';

const refusals: ReadonlySet<BankErrorCode> = new Set([
	'not-found',
	'not-permitted',
	'request-rejected',
]);

/** Whether the bank lists it as blocked or closed, and so refuses to show it. */
export const isShutAway = (account: Account, { code }: BankError): boolean =>
	!isOpen(account) && refusals.has(code);

/** The rest are failures of the connection, or of what was asked for: the next account would fare no better. */
const ofOneAccount: ReadonlySet<BankErrorCode> = new Set([
	...refusals,
	'rate-limited',
	'quota-exceeded',
	'bank-unavailable',
	'no-answer',
	'unreadable-answer',
]);

/** Whether the failure says nothing about the connection's other accounts. */
export const concernsAccount = (error: unknown): error is BankError =>
	error instanceof BankError && ofOneAccount.has(error.code);

const leftOut = (account: Account) => `${accountLabel(account)} ${whyShut(account)}`;

export const whyShut = ({ status }: Account) =>
	`is ${status === 'deleted' ? 'closed' : 'blocked'} at the bank and was not read`;

async function gather<Batch>(batches: AsyncIterable<Batch>): Promise<readonly Batch[]> {
	const gathered: Batch[] = [];
	for await (const batch of batches) gathered.push(batch);
	return gathered;
}
