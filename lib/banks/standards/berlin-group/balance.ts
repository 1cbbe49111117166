import { z } from 'zod/v4';
import { type Balance, toBalanceType } from '../../../models/balance';
import { negate } from '../../../models/money';
import { present } from '../../../models/present';
import { readAs } from '../../../models/unreadable';
import { anything, flagOf, moneySchema, readDate, readMoney, recordOf, textOf } from '../fields';
import { withIndicator } from '../indicators';
import { unwrapped } from '../wrapper';
import { accountOf } from './report';

const balanceSchema = z.object({
	balanceAmount: moneySchema,
	balanceType: anything,
	type: anything,
	creditLimitIncluded: anything,
	creditDebitIndicator: anything,
	referenceDate: anything,
	lastChangeDateTime: anything,
});

type BerlinGroupBalance = z.output<typeof balanceSchema>;

const balancesSchema = z.object({ balances: z.array(balanceSchema) });

/**
 * `currency`: the account's, for balances without one. Where debits are quoted positive so is debt: "with the
 * related consequence for balances" (1.3.11, debitAccounting).
 */
export function readBalances(body: unknown, currency: string | undefined): readonly Balance[] {
	const answer = withList(unwrapped(body, 'balances')) ?? body;
	const { balances } = readAs(balancesSchema, answer);
	const raws = recordOf(answer)?.['balances'] as readonly unknown[];
	const account = accountOf(answer, { currency });
	const isDebtPositive = recordOf(answer)?.['debitAccounting'] === true;
	return balances.map((balance, index) => {
		const read = toBalance(balance, raws[index], `balances[${index}]`, account.currency);
		if (!isDebtPositive) return read;
		return { ...read, amount: { ...read.amount, amount: negate(read.amount.amount) } };
	});
}

/**
 * Some banks send the only balance without a list; others hang the list on the account. The standard's own card
 * example (1.3.11) puts `debitAccounting` into the list instead of beside it.
 */
function withList(body: unknown): Readonly<Record<string, unknown>> | undefined {
	const fields = recordOf(body);
	if (fields === undefined) return undefined;
	const written = fields['balances'] ?? recordOf(fields['account'])?.['balances'];
	const balances = recordOf(written)?.['balanceAmount'] === undefined ? written : [written];
	if (!Array.isArray(balances)) return { ...fields, balances };
	const flag = balances.map(recordOf).find(isOnlyFlag);
	return { ...fields, ...flag, balances: balances.filter((each) => !isOnlyFlag(recordOf(each))) };
}

function isOnlyFlag(entry: Readonly<Record<string, unknown>> | undefined): boolean {
	return entry !== undefined && Object.keys(entry).join() === 'debitAccounting';
}

/** `path`: where in the answer the balance stands, for the error. */
function toBalance(
	balance: BerlinGroupBalance,
	raw: unknown,
	path: string,
	currency: string | undefined,
): Balance {
	const money = readMoney(balance.balanceAmount, `${path}.balanceAmount`, currency);
	const indicatorPath = `${path}.creditDebitIndicator`;
	return present<Balance>({
		...toBalanceType(textOf(balance.balanceType) ?? textOf(balance.type) ?? 'other'),
		amount: {
			...money,
			amount: withIndicator(money.amount, balance.creditDebitIndicator, indicatorPath),
		},
		creditLimitIncluded: flagOf(balance.creditLimitIncluded),
		referenceDate: readDate(balance.referenceDate, `${path}.referenceDate`),
		lastChanged: textOf(balance.lastChangeDateTime),
		raw,
	});
}
