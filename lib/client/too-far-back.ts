import { BankError } from '../errors';
import { addDays } from '../sync/period';
import type { BankClientOptions } from './options';

/** RTS Art. 10a: further back the bank wants the account holder's strong authentication. */
export function refuseTooFarBack(
	{ bank, clock, attended }: Pick<BankClientOptions, 'bank' | 'clock' | 'attended'>,
	dateFrom: string | undefined,
): void {
	const days = bank.limits.unattendedDays;
	if (attended !== undefined || days === undefined || dateFrom === undefined) return;
	// A day of grace: where the calendar turns is for the bank to say.
	const earliest = addDays(new Date(clock.now()).toISOString().slice(0, 10), -days - 1);
	if (dateFrom >= earliest) return;
	throw new BankError(
		'invalid-input',
		`${bank.name} goes back ${days} days while the account holder is away; ${dateFrom} is earlier`,
		{
			bank: bank.name,
			field: 'dateFrom',
			nextStep: `Ask for the last ${days} days, or give the IP address of the account holder while that person is there and asking`,
		},
	);
}
