import type { Account } from '../../lib/models/account';
import { pickBalances } from '../../lib/models/balance';
import { toBalanceItem } from '../../lib/models/items';
import { simplifyBalance } from '../../lib/models/simplify';
import { eachAccount, readAccountChoice } from '../shared/account-choice';
import { inItsPlace } from '../shared/account-error';
import { readShape } from '../shared/item-shape';
import type { Operation } from '../shared/operation';

/** Every balance of the chosen accounts, one item each. */
export const getBalances: Operation = (call) => {
	const { raw, simplify } = readShape(call);
	async function* read(account: Account) {
		const balances = await call.client.balances(account);
		const picked = pickBalances(balances, account.currency);
		const items = balances.map((balance) => toBalanceItem(balance, { account, picked }, { raw }));
		yield simplify ? items.map(simplifyBalance) : items;
	}
	return eachAccount<readonly object[]>(call, readAccountChoice(call), read, inItsPlace(call));
};
