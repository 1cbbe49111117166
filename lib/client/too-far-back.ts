import { BankError } from '../errors';
import { addDays, dateAt } from '../models/dates';
import type { BankClientOptions } from './options';

type Asking = Pick<BankClientOptions, 'bank' | 'clock' | 'attended'> & {
	readonly connection?: Pick<BankClientOptions['connection'], 'loggedInAt'>;
};

/** How far a listing may go back. */
export interface Reach {
	readonly days: number;
	/** `YYYY-MM-DD`: given even if the bank's next day has begun. */
	readonly firstDay: string;
}

/** Where the European day begins first. */
const easternmost = 'Europe/Helsinki';

/** The bank's date, or the latest that it may have. */
export const todayAt = ({ bank, clock }: Pick<Asking, 'bank' | 'clock'>): string | undefined =>
	dateAt(clock.now(), bank.timeZone ?? easternmost);

/** Whether the login is so young that everything may be read (`limits.freshMinutes`). */
export function isFresh({ bank, clock, connection }: Asking): boolean {
	const { freshMinutes = 0 } = bank.limits;
	const { loggedInAt } = connection ?? {};
	const passedMs = loggedInAt === undefined ? Number.NaN : clock.now() - loggedInAt;
	return passedMs >= 0 && passedMs < freshMinutes * 60_000;
}

/** `undefined`: as far as the bank has anything. While the account holder is away it is less (RTS Art. 10a). */
export function reachOf(asking: Asking): Reach | undefined {
	const { staleDays, historyDays } = asking.bank.limits;
	const days = isAway(asking) ? (staleDays ?? historyDays) : historyDays;
	const today = todayAt(asking);
	return days === undefined || today === undefined
		? undefined
		: { days, firstDay: addDays(today, -days) };
}

const isAway = (asking: Asking) => asking.attended === undefined && !isFresh(asking);

/** Further back the bank wants the account holder's strong authentication, or has nothing. */
export function refuseTooFarBack(asking: Asking, dateFrom: string | undefined): void {
	const reach = reachOf(asking);
	if (reach === undefined || dateFrom === undefined) return;
	// A day of grace: where the calendar turns is for the bank to say.
	if (dateFrom >= addDays(reach.firstDay, -1)) return;
	const { name, limits } = asking.bank;
	const isOfAbsence = isAway(asking) && limits.staleDays !== undefined;
	const last = `Ask for the last ${reach.days} days`;
	throw new BankError(
		'invalid-input',
		`${name} goes back ${reach.days} days${isOfAbsence ? ' while the account holder is away' : ''}; ${dateFrom} is earlier`,
		{
			bank: name,
			field: 'dateFrom',
			nextStep: isOfAbsence
				? `${last}, or give the IP address of the account holder while that person is there and asking`
				: last,
		},
	);
}
