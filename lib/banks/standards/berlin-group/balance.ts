import { z } from 'zod/v4';
import { type Balance, toBalanceType } from '../../../models/balance';
import { present } from '../../../models/present';
import { anything, date, money, textOf } from '../fields';

const balanceSchema = z.object({
	balanceAmount: money,
	balanceType: anything,
	creditLimitIncluded: anything,
	referenceDate: date,
	lastChangeDateTime: anything,
});

export type BerlinGroupBalance = z.output<typeof balanceSchema>;

export const balancesSchema = z.object({ balances: z.array(balanceSchema) });

export function toBalance(balance: BerlinGroupBalance, raw: unknown): Balance {
	const { creditLimitIncluded } = balance;
	return present<Balance>({
		...toBalanceType(textOf(balance.balanceType) ?? 'other'),
		amount: balance.balanceAmount,
		creditLimitIncluded: typeof creditLimitIncluded === 'boolean' ? creditLimitIncluded : undefined,
		referenceDate: balance.referenceDate,
		lastChanged: textOf(balance.lastChangeDateTime),
		raw,
	});
}
