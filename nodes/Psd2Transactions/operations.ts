import type { BookingStatus } from '../../lib/banks/profile';
import { toTransactionItem } from '../../lib/models/items';
import { simplifyTransaction } from '../../lib/models/simplify';
import { eachAccount, readAccountChoice } from '../shared/account-choice';
import type { Operation } from '../shared/operation';
import { readPeriod } from '../shared/read-period';

/** The transactions of a period, one item each, as the bank's pages come in. */
export const getTransactions: Operation = (call) => {
	const bookingStatus = call.parameter<BookingStatus>('bookingStatus', 'booked');
	const listing = { bookingStatus, ...readPeriod(call) };
	const raw = call.option('includeRaw', false);
	const simplify = call.parameter('simplify', true);
	return eachAccount(call, readAccountChoice(call), async function* (account) {
		for await (const transactions of call.client.transactions(account, listing)) {
			const items = transactions.map((one) => toTransactionItem(one, { account }, { raw }));
			yield simplify ? items.map(simplifyTransaction) : items;
		}
	});
};
