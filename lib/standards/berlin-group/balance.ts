import { z } from 'zod/v4';
import { type Balance, toBalanceType } from '../../models/balance';
import { negate } from '../../models/money';
import { present } from '../../models/present';
import { readAs } from '../../models/unreadable';
import {
	anything,
	moneySchema,
	readDateBeside,
	readFlagBeside,
	readMoney,
	readTextBeside,
	recordOf,
	remarked,
	type Remarks,
} from '../kit/fields';
import { indicatorIn, withIndicator } from '../kit/indicators';
import { type KnownAccount, ownAccountOf } from '../kit/own-account';
import { withBalances } from '../kit/wrapper';

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
 * `known`: the account, for balances without a currency. Where debits are quoted positive so is debt: "with the
 * related consequence for balances" (1.3.11, debitAccounting).
 */
export function readBalances(body: unknown, known: KnownAccount): readonly Balance[] {
	const answer = withList(body) ?? body;
	const { balances } = readAs(balancesSchema, answer);
	const raws = recordOf(answer)?.['balances'] as readonly unknown[];
	const { currency } = ownAccountOf(answer, known);
	const isDebtPositive = recordOf(answer)?.['debitAccounting'] === true;
	return balances.map((balance, index) =>
		toBalance(balance, raws[index], `balances[${index}]`, { currency, isDebtPositive }),
	);
}

/** The standard's own card example (1.3.11) puts `debitAccounting` into the list instead of beside it. */
function withList(body: unknown): Readonly<Record<string, unknown>> | undefined {
	const fields = withBalances(body, 'balanceAmount');
	const balances = fields?.['balances'];
	if (!Array.isArray(balances)) return fields;
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
	{ currency, isDebtPositive }: { currency?: string | undefined; isDebtPositive: boolean },
): Balance {
	const remarks: Remarks = [];
	const money = readMoney(balance.balanceAmount, `${path}.balanceAmount`, currency);
	const amount = isDebtPositive ? negate(money.amount) : money.amount;
	const indicatorPath = `${path}.creditDebitIndicator`;
	const indicator = indicatorIn(balance, balance.balanceAmount, 'creditDebitIndicator');
	return present<Balance>({
		...toBalanceType(
			readTextBeside(balance.balanceType, 'balanceType', remarks) ??
				readTextBeside(balance.type, 'type', remarks) ??
				'other',
		),
		amount: { ...money, amount: withIndicator(amount, indicator, indicatorPath) },
		creditLimitIncluded: readFlagBeside(
			balance.creditLimitIncluded,
			'creditLimitIncluded',
			remarks,
		),
		referenceDate: readDateBeside(balance.referenceDate, 'referenceDate', remarks),
		lastChanged: readTextBeside(balance.lastChangeDateTime, 'lastChangeDateTime', remarks),
		remarks: remarked(remarks),
		raw,
	});
}
