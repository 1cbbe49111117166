import type { Money } from '../../models/money';
import { settleSync } from '../../outcome';
import { leftOut, readMoneyBeside, type Remarks } from './fields';
import { withIndicator } from './indicators';

/**
 * The balance after a row: the bank's sign, or that of the indicator beside it. What contradicts itself is left out.
 */
export function readBalanceBeside(
	written: unknown,
	indicator: unknown,
	field: string,
	remarks: Remarks,
	accountCurrency?: string,
): Money | undefined {
	const money = readMoneyBeside(written, field, remarks, accountCurrency);
	if (money === undefined) return undefined;
	const told = settleSync(() => withIndicator(money.amount, indicator, field));
	return 'value' in told ? { ...money, amount: told.value } : leftOut(field, remarks);
}
