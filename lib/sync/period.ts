import { BankError } from '../errors';
import { addDays } from '../models/dates';

/** Both days included, `YYYY-MM-DD`. */
export interface Period {
	readonly dateFrom: string;
	readonly dateTo: string;
}

export type PeriodChoice =
	| { readonly kind: 'dates'; readonly dateFrom: string; readonly dateTo?: string }
	| { readonly kind: 'lastDays'; readonly days: number }
	| { readonly kind: 'lastMonth' }
	| { readonly kind: 'thisMonth' };

const firstOfMonth = (date: string) => `${date.slice(0, 7)}-01`;

/** Turns a choice into two dates. Throws `invalid-input` naming the field. */
export function periodOf(choice: PeriodChoice, today: string): Period {
	switch (choice.kind) {
		case 'thisMonth':
			return { dateFrom: firstOfMonth(today), dateTo: today };
		case 'lastMonth': {
			const dateTo = addDays(firstOfMonth(today), -1);
			return { dateFrom: firstOfMonth(dateTo), dateTo };
		}
		case 'lastDays':
			if (!Number.isInteger(choice.days) || choice.days < 1) {
				throw invalid('Days', `Days must be a whole number of at least 1, not ${choice.days}`);
			}
			return { dateFrom: addDays(today, -choice.days), dateTo: today };
		case 'dates':
			return betweenDates(choice.dateFrom, choice.dateTo ?? today, today);
	}
}

/**
 * Whether a period ends now rather than with a day: the bank's calendar may already be further than the one of
 * `today`, and what it has booked since is in its balance. The last day of a month is an end all the same.
 */
export function endsNow(choice: PeriodChoice, today: string): boolean {
	switch (choice.kind) {
		case 'lastDays':
			return true;
		case 'thisMonth':
			return firstOfMonth(addDays(today, 1)) === firstOfMonth(today);
		case 'lastMonth':
			return false;
		case 'dates':
			return choice.dateTo === undefined;
	}
}

function betweenDates(dateFrom: string, dateTo: string, today: string): Period {
	if (dateFrom > today) {
		throw invalid('From', `From is ${dateFrom}, which is still to come: today is ${today}`);
	}
	if (dateFrom > dateTo) {
		throw invalid('From', `From (${dateFrom}) is later than To (${dateTo}): exchange the two`);
	}
	if (dateTo > today) {
		throw invalid('To', `To is ${dateTo}, which is still to come: today is ${today}`);
	}
	return { dateFrom, dateTo };
}

const invalid = (field: string, message: string) =>
	new BankError('invalid-input', message, { field });
