import { dateAt, parseDate } from '../../lib/models/dates';
import { settleSync } from '../../lib/outcome';

/**
 * A date as users and expressions give it: `YYYY-MM-DD`, an ISO date-time, a Luxon object, a `Date`. A moment in UTC
 * (`…Z`, a `Date`) is put into the workflow's time zone; any other date-time keeps the date that it shows.
 */
export function dateIn(value: unknown, timeZone: string): string | undefined {
	const text = typeof value === 'string' ? value.trim() : isoOf(value);
	return text.endsWith('Z') ? dateAt(Date.parse(text), timeZone) : parseDate(text);
}

/** Of another context's classes, so not by `instanceof`. `''` where it is no date. */
function isoOf(value: unknown): string {
	if (typeof value !== 'object' || value === null) return '';
	if ('toISO' in value && typeof value.toISO === 'function') return String(value.toISO());
	if (!('toISOString' in value) || typeof value.toISOString !== 'function') return '';
	const written = settleSync(() => String((value as Date).toISOString()));
	return 'value' in written ? written.value : '';
}
