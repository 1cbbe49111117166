const calendarDate = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/;
const compactDate = /^\d{8}$/;

/** A listing has many rows and few days: each is looked at once. As written → `YYYY-MM-DD`. */
const realDates = new Map<string, string>();
const mostKept = 4_000;
const longestKept = 10;

/**
 * The calendar date a bank wrote, as `YYYY-MM-DD`: a date, or a date-time with or without zone. The date
 * is the one that stands there, never moved to another zone. `undefined` where it is not a real date.
 */
export function parseDate(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	const known = realDates.get(written);
	if (known !== undefined) return known;
	const date = dateIn(written.trim());
	if (date !== undefined && written.length <= longestKept) {
		if (realDates.size >= mostKept) realDates.clear();
		realDates.set(written, date);
	}
	return date;
}

function dateIn(text: string): string | undefined {
	if (calendarDate.test(text)) return realDate(text.slice(0, 10));
	if (!compactDate.test(text)) return undefined;
	return realDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
}

/**
 * The calendar date of an instant at the bank. Banks that send epochs mean midnight at home, which is the
 * day before in UTC: so the zone (IANA name) is the bank's, and there is no default.
 */
export function dateAt(epochMs: number, timeZone: string): string | undefined {
	if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8.64e15) return undefined;
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		calendar: 'gregory',
		numberingSystem: 'latn',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).formatToParts(epochMs);
	const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
	return parseDate(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
}

function realDate(date: string): string | undefined {
	const year = Number(date.slice(0, 4));
	const month = Number(date.slice(5, 7));
	return isRealDate(year, month, Number(date.slice(8))) ? date : undefined;
}

function isRealDate(year: number, month: number, day: number): boolean {
	return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
	if (month === 2) return isLeap(year) ? 29 : 28;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
	return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
