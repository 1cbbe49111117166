import { pickBalances } from '../../lib/models/balance';
import { toBalanceItem } from '../../lib/models/items';
import { simplifyBalance } from '../../lib/models/simplify';
import { eachAccount, readAccountChoice } from '../shared/account-choice';
import type { Operation } from '../shared/operation';

/** Every balance of the chosen accounts, one item each. */
export const getBalances: Operation = (call) => {
	const raw = call.option('includeRaw', false);
	const simplify = call.parameter('simplify', true);
	return eachAccount(call, readAccountChoice(call), async function* (account) {
		const balances = await call.client.balances(account);
		const picked = pickBalances(balances, account.currency);
		const items = balances.map((balance) => toBalanceItem(balance, { account, picked }, { raw }));
		yield simplify ? items.map(simplifyBalance) : items;
	});
};
