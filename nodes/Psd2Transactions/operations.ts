import type { Account } from '../../lib/models/account';
import { toTransactionItem } from '../../lib/models/items';
import { simplifyTransaction } from '../../lib/models/simplify';
import { eachAccount, readAccountChoice } from '../shared/account-choice';
import { inItsPlace } from '../shared/account-error';
import { readShape } from '../shared/item-shape';
import type { Operation } from '../shared/operation';
import { inReach, readBookingStatus, readPeriod } from '../shared/read-period';

/** The transactions of a period, one item each, as the bank's pages come in. */
export const getTransactions: Operation = (call) => {
	const bookingStatus = readBookingStatus(call);
	const listing = { bookingStatus, ...inReach(readPeriod(call), call.reach) };
	const { raw, simplify } = readShape(call);
	async function* read(account: Account) {
		for await (const transactions of call.client.transactions(account, listing)) {
			const items = transactions.map((one) => toTransactionItem(one, { account }, { raw }));
			yield simplify ? items.map(simplifyTransaction) : items;
		}
	}
	return eachAccount<readonly object[]>(call, readAccountChoice(call), read, inItsPlace(call));
};
