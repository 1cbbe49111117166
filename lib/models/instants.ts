import { dateAt } from './dates';

/** Winter and summer time of every bank from Iceland to Finland. */
const zones = ['Europe/London', 'Europe/Berlin', 'Europe/Helsinki'] as const;

const clocks = zones.map(
	(timeZone) =>
		new Intl.DateTimeFormat('en-GB', {
			timeZone,
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23',
		}),
);

const secondsFrom = 1e8;
const millisecondsFrom = 1e11;
const millisecondsTo = 1e14;

/**
 * The calendar date of an epoch (seconds or milliseconds, 1973 on) from a bank whose zone isn't known: the date
 * all of Europe has at that instant, or the one that begins right then somewhere, since a date sent as an
 * instant is midnight at home. `undefined` in between: late in the evening it is two dates.
 */
export function dateOfInstant(written: unknown): string | undefined {
	const number =
		typeof written === 'string' && /^\d{9,14}$/.test(written) ? Number(written) : written;
	if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
	if (number < secondsFrom || number >= millisecondsTo) return undefined;
	const epochMs = number < millisecondsFrom ? number * 1000 : number;
	const dates = zones.map((zone) => dateAt(epochMs, zone));
	if (new Set(dates).size === 1) return dates[0];
	const isMidnight = (clock: Intl.DateTimeFormat) =>
		epochMs % 1000 === 0 && clock.format(epochMs) === '00:00:00';
	return dates[clocks.findIndex(isMidnight)];
}
