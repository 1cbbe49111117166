import type { BookingStatus } from '../../lib/profile/reading';
import type { Reach } from '../../lib/client/too-far-back';
import { BankError } from '../../lib/errors';
import { endsNow, periodOf, type PeriodChoice } from '../../lib/sync/period';
import { dateIn } from './date-in';
import { readChoice, readWholeNumber } from './field-values';
import type { ItemFields } from './operation';

/** Throws `invalid-input` naming the field. */
export const readBookingStatus = (call: Pick<ItemFields, 'parameter'>): BookingStatus =>
	readChoice('Status', call.parameter<unknown>('bookingStatus', 'booked'), statuses);

const statuses: readonly BookingStatus[] = ['all', 'booked', 'both', 'information', 'pending'];

/** Both days included, `YYYY-MM-DD`. */
export interface ReadPeriod {
	readonly dateFrom: string;
	/** Absent: now, whatever day that is at the bank. */
	readonly dateTo?: string;
	/** How many days were counted back. */
	readonly days?: number;
}

/** Reads the period fields of an item. Throws `invalid-input` naming the field. */
export function readPeriod(call: ItemFields): ReadPeriod {
	const choice = readPeriodChoice(call);
	const { dateFrom, dateTo } = periodOf(choice, call.today);
	return {
		dateFrom,
		...(endsNow(choice, call.today) ? {} : { dateTo }),
		...(choice.kind === 'lastDays' ? { days: choice.days } : {}),
	};
}

/**
 * The period as the bank is asked for it. Days counted back as far as it goes begin where its own calendar has them
 * begin: it would refuse the day before, which is theirs where the workflow's day has not turned yet.
 */
export function inReach({ days, dateFrom, ...end }: ReadPeriod, reach: Reach | undefined) {
	const isCutOff =
		reach !== undefined && days !== undefined && days <= reach.days && dateFrom < reach.firstDay;
	return { dateFrom: isCutOff ? reach.firstDay : dateFrom, ...end };
}

const kinds = ['dates', 'lastDays', 'lastMonth', 'thisMonth'] as const;

function readPeriodChoice(call: ItemFields): PeriodChoice {
	const kind = readChoice('Period', call.parameter<unknown>('period', 'lastDays'), kinds);
	switch (kind) {
		case 'lastMonth':
		case 'thisMonth':
			return { kind };
		case 'lastDays':
			return { kind, days: readWholeNumber('Days', call.parameter<unknown>('days', 30), 36_500) };
		case 'dates': {
			const dateTo = call.parameter<unknown>('dateTo', '') ?? '';
			return {
				kind,
				dateFrom: readDate('From', call.parameter<unknown>('dateFrom', ''), call.timeZone),
				...(dateTo === '' ? {} : { dateTo: readDate('To', dateTo, call.timeZone) }),
			};
		}
	}
}

function readDate(field: string, value: unknown, timeZone: string): string {
	const date = dateIn(value, timeZone);
	if (date !== undefined) return date;
	throw new BankError('invalid-input', `${field} must be a date such as 2026-01-31`, { field });
}
