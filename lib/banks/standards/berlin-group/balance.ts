import { z } from 'zod/v4';
import { type Balance, toBalanceType } from '../../../models/balance';
import { present } from '../../../models/present';
import { anything, moneySchema, readDate, readMoney, textOf } from '../fields';

const balanceSchema = z.object({
	balanceAmount: moneySchema,
	balanceType: anything,
	creditLimitIncluded: anything,
	referenceDate: anything,
	lastChangeDateTime: anything,
});

export type BerlinGroupBalance = z.output<typeof balanceSchema>;

export const balancesSchema = z.object({ balances: z.array(balanceSchema) });

/** `path`: where in the answer the balance stands, for the error. */
export function toBalance(balance: BerlinGroupBalance, raw: unknown, path: string): Balance {
	const { creditLimitIncluded } = balance;
	return present<Balance>({
		...toBalanceType(textOf(balance.balanceType) ?? 'other'),
		amount: readMoney(balance.balanceAmount, `${path}.balanceAmount`),
		creditLimitIncluded: typeof creditLimitIncluded === 'boolean' ? creditLimitIncluded : undefined,
		referenceDate: readDate(balance.referenceDate, `${path}.referenceDate`),
		lastChanged: textOf(balance.lastChangeDateTime),
		raw,
	});
}
