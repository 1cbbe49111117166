/** XML dates may end in a zone: `2026-01-31+01:00`. */
const calendarDate = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ]|Z$|[+-]\d{2}:\d{2}$)/;
const compactDate = /^(\d{4})(\d{2})(\d{2})(?:$|T\d)/;
const yearFirst = /^(\d{4})[/.](\d{2})[/.](\d{2})(?:$|[T ])/;
/** With points the day stands first everywhere. */
const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|[T ,])/;
/** With strokes it does in Europe and doesn't in America. */
const dayOrMonthFirst = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:$|[T ,])/;

/** A listing has many rows and few days: each is looked at once. As written → `YYYY-MM-DD`. */
const realDates = new Map<string, string>();
const mostKept = 4_000;
const longestKept = 10;
/** Most rows have the date of the row before. */
let last: { readonly written: string; readonly date: string } | undefined;

/**
 * The calendar date a bank wrote, as `YYYY-MM-DD`: a date, or a date-time with or without zone. The date
 * is the one that stands there, never moved to another zone. `undefined` where it is not a real date, or may
 * be two (`02/01/2026`).
 */
export function parseDate(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	if (written === last?.written) return last.date;
	const known = realDates.get(written);
	const date = known ?? dateIn(written.trim(), realDate);
	if (date === undefined || written.length > longestKept) return date;
	last = { written, date };
	if (known !== undefined) return date;
	if (realDates.size >= mostKept) realDates.clear();
	realDates.set(written, date);
	return date;
}

/**
 * The last day of the month where a bank wrote a 29th, 30th or 31st that the month doesn't have: German banks reckon
 * interest by months of 30 days (30/360) and print value dates such as `2023-02-30`. `undefined` for everything else,
 * real dates included. Nothing for booking dates: in which period a row is booked must not be guessed.
 */
export function lastDayMeant(written: unknown): string | undefined {
	if (typeof written !== 'string' || parseDate(written) !== undefined) return undefined;
	return dateIn(written.trim(), lastDayOfShorterMonth);
}

type ToDate = (year?: string, month?: string, day?: string) => string | undefined;

function dateIn(text: string, toDate: ToDate): string | undefined {
	const [, year, month, day] =
		calendarDate.exec(text) ?? compactDate.exec(text) ?? yearFirst.exec(text) ?? [];
	if (year !== undefined) return toDate(year, month, day);
	const [, first, second, last] = dayFirst.exec(text) ?? [];
	if (last !== undefined) return toDate(last, second, first);
	const [, left, right, end] = dayOrMonthFirst.exec(text) ?? [];
	const readings = [toDate(end, right, left), toDate(end, left, right)];
	const [date, ...others] = new Set(readings.filter((each) => each !== undefined));
	return others.length === 0 ? date : undefined;
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

/** The date so many days later (earlier when negative). Pure calendar arithmetic: no time zone takes part. */
export function addDays(date: string, days: number): string {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function realDate(year = '', month = '', day = ''): string | undefined {
	return isRealDate(Number(year), Number(month), Number(day))
		? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
		: undefined;
}

function lastDayOfShorterMonth(year = '', month = '', day = ''): string | undefined {
	const [date, last] = [Number(day), daysIn(Number(year), Number(month))];
	return date > last && date <= 31 ? realDate(year, month, String(last)) : undefined;
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
