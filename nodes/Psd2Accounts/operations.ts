import { toAccountItem } from '../../lib/models/items';
import type { Account } from '../../lib/models/account';
import { simplifyAccount } from '../../lib/models/simplify';
import { findAccount, readAccountName } from '../shared/account-choice';
import { readShape } from '../shared/item-shape';
import type { Operation, OperationCall } from '../shared/operation';

/** Every account of the connection, freshly asked for. */
export const getAccounts: Operation = async function* (call) {
	for await (const accounts of call.client.accounts()) {
		yield accounts.map((account) => toItem(call, account));
	}
};

/** One account, with what the bank's own page on it adds. */
export const getAccount: Operation = async function* (call) {
	const account = await findAccount(call.client, readAccountName(call));
	yield [toItem(call, await call.client.account(account))];
};

function toItem(call: OperationCall, account: Account) {
	const { raw, simplify } = readShape(call);
	const item = toAccountItem(account, { bank: call.bank.id }, { raw });
	return simplify ? simplifyAccount(item) : item;
}
