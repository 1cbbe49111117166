import { pickBalances } from '../../lib/models/balance';
import { toBalanceItem } from '../../lib/models/items';
import { simplifyBalance } from '../../lib/models/simplify';
import { chosenAccounts } from '../shared/account-choice';
import type { Operation } from '../shared/operation';

/** Every balance of the chosen accounts, one item each. */
export const getBalances: Operation = async function* (call) {
	const raw = call.option('includeRaw', false);
	const simplify = call.parameter('simplify', true);
	for (const account of await chosenAccounts(call)) {
		const balances = await call.client.balances(account);
		const picked = pickBalances(balances, account.currency);
		const items = balances.map((balance) => toBalanceItem(balance, { account, picked }, { raw }));
		yield simplify ? items.map(simplifyBalance) : items;
	}
};
