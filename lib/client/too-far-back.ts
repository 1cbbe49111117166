import { BankError } from '../errors';
import { addDays, dateAt } from '../models/dates';
import type { BankClientOptions } from './options';

type Asking = Pick<BankClientOptions, 'bank' | 'clock' | 'attended'>;

/** How far a listing may go back while the account holder is away (RTS Art. 10a). */
export interface Reach {
	readonly days: number;
	/** `YYYY-MM-DD`: given even if the bank's next day has begun. */
	readonly firstDay: string;
}

/** Where the European day begins first. */
const easternmost = 'Europe/Helsinki';

/** `undefined`: as far as the bank has anything. */
export function reachOf({ bank, clock, attended }: Asking): Reach | undefined {
	const days = bank.limits.staleDays;
	const today = dateAt(clock.now(), bank.timeZone ?? easternmost);
	if (attended !== undefined || days === undefined || today === undefined) return undefined;
	return { days, firstDay: addDays(today, -days) };
}

/** Further back the bank wants the account holder's strong authentication. */
export function refuseTooFarBack(asking: Asking, dateFrom: string | undefined): void {
	const reach = reachOf(asking);
	if (reach === undefined || dateFrom === undefined) return;
	// A day of grace: where the calendar turns is for the bank to say.
	if (dateFrom >= addDays(reach.firstDay, -1)) return;
	const { name } = asking.bank;
	throw new BankError(
		'invalid-input',
		`${name} goes back ${reach.days} days while the account holder is away; ${dateFrom} is earlier`,
		{
			bank: name,
			field: 'dateFrom',
			nextStep: `Ask for the last ${reach.days} days, or give the IP address of the account holder while that person is there and asking`,
		},
	);
}
