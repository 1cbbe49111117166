import type { AccountNumber } from '../../models/account';
import { accountNumberOf } from '../kit/account-number';

/** The primary number first; the others only where it leaves a kind open. */
export function numbersOf(primary: unknown, others: unknown): AccountNumber {
	const references = [primary, others].flat().map(accountNumberOf);
	return Object.assign({}, ...references.reverse()) as AccountNumber;
}
