import { nextStepOf } from '../../lib/client/next-steps';
import type { TransactionQuery } from '../../lib/client';
import type { BankError } from '../../lib/errors';
import { type ExportSource, heldBack, type SourceAccount } from '../../lib/export';
import type { Account } from '../../lib/models/account';
import { type Balance, pickBalances } from '../../lib/models/balance';
import { toAccountItem, toBalanceItem, transactionFields } from '../../lib/models/items';
import { settle } from '../../lib/outcome';
import {
	type AccountChoice,
	concernsAccount,
	eachAccount,
	isShutAway,
	whyShut,
} from '../shared/account-choice';
import type { OperationCall } from '../shared/operation';

/** What an item asks to be exported straight from the bank. */
export interface Wanted {
	readonly accounts: AccountChoice;
	/** After one that can't be read; else the first one stops the run. */
	readonly goesOn: boolean;
	/** Without its balances an account has no place in the file. */
	readonly needsBalances: boolean;
	readonly listing: TransactionQuery;
	/** ISO date-time with offset. */
	readonly madeAt: string;
}

type Call = Pick<OperationCall, 'bank' | 'client' | 'remark'>;

export const sourceFromBank = (call: Call, wanted: Wanted): ExportSource => ({
	madeAt: wanted.madeAt,
	bank: call.bank.name,
	period: { from: wanted.listing.dateFrom, to: wanted.listing.dateTo },
	accounts: accountsFromBank(call, wanted),
});

/**
 * Pulled by the writer: the next page is asked for when the last one is written. An account that may fail without
 * stopping the run is read to its end first, so that the file has it whole or not at all.
 */
function accountsFromBank(call: Call, wanted: Wanted): AsyncGenerator<SourceAccount> {
	const { accounts, goesOn, listing } = wanted;
	async function* read(account: Account): AsyncGenerator<SourceAccount> {
		const { balances, remarks } = await balancesOf(call, account, wanted);
		const picked = pickBalances(balances, account.currency);
		const mayFail = goesOn || account.status === 'blocked' || account.status === 'deleted';
		const transactions = pages(call, account, listing);
		yield {
			account: itemOf(call, account),
			balances: balances.map((balance) => toBalanceItem(balance, { account, picked })),
			transactions: mayFail ? await heldBack(transactions) : transactions,
			remarks,
		};
	}
	function inItsPlace(account: Account, error: BankError): SourceAccount {
		const isShut = isShutAway(account, error);
		if (!goesOn && !isShut) throw error;
		const unread = isShut ? `It ${whyShut(account)}.` : sentencesOf(error);
		return { account: itemOf(call, account), unread };
	}
	return eachAccount(call, accounts, read, inItsPlace);
}

const itemOf = ({ bank }: Call, account: Account) => toAccountItem(account, { bank: bank.id });

/** Where the file can do without them, an account whose balances can't be read is only told. */
async function balancesOf(
	{ client }: Call,
	account: Account,
	{ needsBalances }: Wanted,
): Promise<{ readonly balances: readonly Balance[]; readonly remarks: readonly string[] }> {
	const outcome = await settle(client.balances(account));
	if ('value' in outcome) return { balances: outcome.value, remarks: [] };
	const { error } = outcome;
	if (needsBalances || !concernsAccount(error)) throw error;
	return { balances: [], remarks: [`its balances were not read. ${sentencesOf(error)}`] };
}

const sentencesOf = (error: BankError): string =>
	`${error.message.replace(/[.]$/, '')}. ${nextStepOf(error)}`;

async function* pages({ client, remark }: Call, account: Account, listing: TransactionQuery) {
	let remarked = 0;
	for await (const transactions of client.transactions(account, listing)) {
		yield transactions.map((one) => {
			if (one.remarks !== undefined) remarked += 1;
			return transactionFields(one, { account });
		});
	}
	if (remarked > 0) remark(couldNotBeRead(remarked, account));
}

/** Not every format has a place for what a transaction says of itself. */
const couldNotBeRead = (count: number, { name = 'An account' }: Account) =>
	`${name}: of ${count} transaction${count === 1 ? '' : 's'} a field beside the point could not be read or was put right; PSD2 Transactions says which`;
