import { z } from 'zod/v4';
import { type Balance, toBalanceType } from '../../models/balance';
import { present } from '../../models/present';
import { readAs } from '../../models/unreadable';
import type { AccountReference } from '../../profile/reading';
import {
	anything,
	moneySchema,
	readDateBeside,
	readMoney,
	readTextBeside,
	recordOf,
	remarked,
	type Remarks,
} from './fields';
import { indicatorIn, withIndicator } from './indicators';
import { ownAccountOf } from './own-account';
import { withBalances } from './wrapper';

/** What a standard calls the fields of a balance. */
export interface BalanceNames {
	readonly amount: string;
	readonly type: string;
	readonly indicator: string;
	readonly referenceDate: string;
	/** Absent: it has no such field. */
	readonly lastChanged?: string;
}

/** Reads `{ balances: […] }` of a standard that signs balances, while some of its banks say debit beside them. */
export function indicatedBalances(names: BalanceNames) {
	const others = [names.type, names.indicator, names.referenceDate, names.lastChanged];
	const fields = others.flatMap((name) => (name === undefined ? [] : [[name, anything] as const]));
	const balance = z.object({ ...Object.fromEntries(fields), [names.amount]: moneySchema });
	const schema = z.object({ balances: z.array(balance) });

	const toBalance = (
		written: z.output<typeof balance>,
		raw: unknown,
		at: string,
		currency: string | undefined,
	): Balance => {
		const remarks: Remarks = [];
		const told = written as Readonly<Record<string, unknown>>;
		const money = readMoney(
			told[names.amount] as z.output<typeof moneySchema>,
			`${at}.${names.amount}`,
			currency,
		);
		const indicator = indicatorIn(told, told[names.amount], names.indicator);
		const amount = withIndicator(money.amount, indicator, `${at}.${names.indicator}`);
		const { lastChanged } = names;
		return present<Balance>({
			...toBalanceType(readTextBeside(told[names.type], names.type, remarks) ?? 'other'),
			amount: { ...money, amount },
			referenceDate: readDateBeside(told[names.referenceDate], names.referenceDate, remarks),
			lastChanged: lastChanged && readTextBeside(told[lastChanged], lastChanged, remarks),
			remarks: remarked(remarks),
			raw,
		});
	};

	return (body: unknown, account: AccountReference): readonly Balance[] => {
		const listed = withBalances(body, names.amount) ?? body;
		const answer = readAs(schema, listed);
		const raws = [recordOf(listed)?.['balances']].flat();
		const { currency } = ownAccountOf(listed, account);
		return answer.balances.map((each, index) =>
			toBalance(each, raws[index], `balances[${index}]`, currency),
		);
	};
}
