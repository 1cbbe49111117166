/**
 * A moment as the clocks of that time zone (IANA name) show it, with its offset: `2026-01-31T23:30:00.000+01:00`.
 * Its first ten characters are the day there; in UTC it may be another.
 */
export function localTime(epochMs: number, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		calendar: 'gregory',
		numberingSystem: 'latn',
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		fractionalSecondDigits: 3,
		timeZoneName: 'longOffset',
	}).formatToParts(epochMs);
	const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
	const day = `${part('year')}-${part('month')}-${part('day')}`;
	const time = `${part('hour')}:${part('minute')}:${part('second')}.${part('fractionalSecond')}`;
	return `${day}T${time}${part('timeZoneName').replace('GMT', '') || '+00:00'}`;
}
