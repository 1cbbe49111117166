import type { TransactionQuery } from '../../lib/client';
import type { ExportAccount, ExportSource } from '../../lib/export';
import { pickBalances } from '../../lib/models/balance';
import { toAccountItem, toBalanceItem, transactionFields } from '../../lib/models/items';
import { eachAccount, type AccountChoice } from '../shared/account-choice';
import type { OperationCall } from '../shared/operation';

/** What an item asks to be exported straight from the bank. */
export interface Wanted {
	readonly accounts: AccountChoice;
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

/** Pulled by the writer: the next page is asked for when the last one is written. */
const accountsFromBank = (
	call: Call,
	{ accounts, listing }: Wanted,
): AsyncGenerator<ExportAccount> =>
	eachAccount(call, accounts, async function* (account) {
		const balances = await call.client.balances(account);
		const picked = pickBalances(balances, account.currency);
		yield {
			account: toAccountItem(account, { bank: call.bank.id }),
			balances: balances.map((balance) => toBalanceItem(balance, { account, picked })),
			transactions: pages(call, account, listing),
		};
	});

type Account = Parameters<typeof toAccountItem>[0];

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
