import { BankError } from '../../lib/errors';
import { dateAt, parseDate } from '../../lib/models/dates';
import { periodOf, type Period, type PeriodChoice } from '../../lib/sync/period';
import type { ItemFields } from './operation';
import { readWholeNumber } from './whole-number';

/** Reads the period fields of an item. Throws `invalid-input` naming the field. */
export function readPeriod(call: ItemFields): Period {
	return periodOf(readChoice(call), call.today);
}

function readChoice(call: ItemFields): PeriodChoice {
	const kind = call.parameter<string>('period', 'lastDays');
	switch (kind) {
		case 'lastMonth':
		case 'thisMonth':
			return { kind };
		case 'lastDays':
			return { kind, days: readWholeNumber('Days', call.parameter<unknown>('days', 30), 36_500) };
		case 'dates': {
			const dateTo = call.parameter<unknown>('dateTo', '');
			return {
				kind,
				dateFrom: readDate('From', call.parameter<unknown>('dateFrom', ''), call.timeZone),
				...(dateTo === '' ? {} : { dateTo: readDate('To', dateTo, call.timeZone) }),
			};
		}
		default:
			throw new BankError('invalid-input', `Period does not know "${kind}"`, { field: 'Period' });
	}
}

/**
 * A date as users and expressions give it: `YYYY-MM-DD`, an ISO date-time, a Luxon object. A date-time in UTC
 * (`…Z`) means a moment and is put into the workflow's time zone; any other keeps the date that it shows.
 */
function readDate(field: string, value: unknown, timeZone: string): string {
	const text = typeof value === 'string' ? value.trim() : isoOf(value);
	const date = text.endsWith('Z') ? dateAt(Date.parse(text), timeZone) : parseDate(text);
	if (date !== undefined) return date;
	throw new BankError('invalid-input', `${field} must be a date such as 2026-01-31`, { field });
}

const isoOf = (value: unknown): string =>
	typeof value === 'object' &&
	value !== null &&
	'toISO' in value &&
	typeof value.toISO === 'function'
		? String(value.toISO())
		: String(value);
