import fc from 'fast-check';
import { dateAt, lastDayMeant, parseDate } from '../../../lib/models/dates';

const two = (value: number) => String(value).padStart(2, '0');

const realDates = fc
	.date({
		min: new Date('0001-01-01T00:00:00Z'),
		max: new Date('9999-12-31T00:00:00Z'),
		noInvalidDate: true,
	})
	.map((date) => date.toISOString().slice(0, 10));

const times = fc
	.tuple(fc.nat(23), fc.nat(59), fc.nat(59))
	.map(([hours, minutes, seconds]) => `${two(hours)}:${two(minutes)}:${two(seconds)}`);

const zones = fc.constantFrom(
	'',
	'Z',
	'+00:00',
	'+14:00',
	'-11:00',
	'+0530',
	'.123Z',
	'.123456+02:00',
);

describe('parseDate', () => {
	it.each([
		['2026-01-31', '2026-01-31'],
		['2024-02-29', '2024-02-29'],
		['2000-02-29', '2000-02-29'],
		['2026-03-29T23:59:59-11:00', '2026-03-29'],
		['2026-03-29T00:00:00+14:00', '2026-03-29'],
		['2026-03-29T00:00:00', '2026-03-29'],
		['2026-03-29T00:00:00.000Z', '2026-03-29'],
		['2026-03-29 12:00:00', '2026-03-29'],
		['20260329', '2026-03-29'],
		[' 2026-03-29 ', '2026-03-29'],
		['20260329T101500', '2026-03-29'],
		['2026-03-29+01:00', '2026-03-29'],
		['2026-03-29Z', '2026-03-29'],
		['2026/03/29', '2026-03-29'],
		['2026.03.29', '2026-03-29'],
		['29.03.2026', '2026-03-29'],
		['01.02.2026', '2026-02-01'],
		['1.2.2026', '2026-02-01'],
		['01.02.2026 10:15', '2026-02-01'],
		['29/03/2026', '2026-03-29'],
		['03/29/2026', '2026-03-29'],
		['29-03-2026', '2026-03-29'],
		['03/03/2026', '2026-03-03'],
		['2026/03/29T10:15:00', '2026-03-29'],
		['29.03.2026, 10:15', '2026-03-29'],
		['29.03.2026T10:15', '2026-03-29'],
		['29/3/2026 10:15', '2026-03-29'],
		['3/29/2026', '2026-03-29'],
		['12/31/2026', '2026-12-31'],
		['31-12-2026', '2026-12-31'],
		['0001-01-01', '0001-01-01'],
		['9999-12-31', '9999-12-31'],
	])('reads %j as %s', (written, date) => {
		expect(parseDate(written)).toBe(date);
	});

	it.each([
		'',
		'date',
		'2026-02-29',
		'2100-02-29',
		'2026-02-30',
		'2024-02-30',
		'2026-04-31',
		'2026-06-31',
		'2026-09-31',
		'2026-11-31',
		'2026-01-32',
		'2026-13-01',
		'2026-00-01',
		'2026-01-00',
		'0000-01-01',
		'2026-1-1',
		'26-01-01',
		'01/02/2026',
		'01-02-2026',
		'31.02.2026',
		'30/02/2026',
		'01.02.26',
		'01.02.2026x',
		'2026/1/1',
		'20260101T',
		'2026-01-01+1',
		'2026-01-01x',
		'x2026-01-01',
		'202601011',
		'2026010',
		'a20260101',
		'20260101a',
		'20261301',
		'20260329T',
		'20260329Tx',
		'x20260329',
		'x2026/03/29',
		'2026/03/29x',
		'x29.03.2026',
		'x29/03/2026',
		'29/03/2026x',
		'29/03/26',
		'129/03/2026',
		'29/003/2026',
		'32/01/2026',
		'13/13/2026',
		'0/29/2026',
		'00.03.2026',
		'29.13.2026',
		'2026-03-29+1:00',
		'2026-03-29+01:00x',
		'2026-03-29Zx',
		"yyyy-MM-dd'T'HH:mm:ss",
	])('finds no date in %j', (written) => {
		expect(parseDate(written)).toBeUndefined();
	});

	it.each([null, undefined, 20260101, new Date(0), {}, []])('finds no date in %p', (written) => {
		expect(parseDate(written)).toBeUndefined();
	});

	it.each(['01', '03', '05', '07', '08', '10', '12'])('gives month %s its 31st', (month) => {
		expect(parseDate(`2026-${month}-31`)).toBe(`2026-${month}-31`);
	});

	it.each(['04', '06', '09', '11'])('gives month %s its 30th', (month) => {
		expect(parseDate(`2026-${month}-30`)).toBe(`2026-${month}-30`);
	});

	it('keeps the date that stands there, whatever time and zone follow', () => {
		fc.assert(
			fc.property(realDates, times, zones, (date, time, zone) => {
				expect(parseDate(date)).toBe(date);
				expect(parseDate(`${date}T${time}${zone}`)).toBe(date);
				expect(parseDate(date.replaceAll('-', ''))).toBe(date);
			}),
		);
	});

	it('only gives real dates', () => {
		fc.assert(
			fc.property(fc.nat(9999), fc.nat(99), fc.nat(99), (year, month, day) => {
				const written = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
				const instant = Date.parse(`${written}T00:00:00Z`);
				const isReal =
					year > 0 &&
					!Number.isNaN(instant) &&
					new Date(instant).toISOString().slice(0, 10) === written;
				expect(parseDate(written)).toBe(isReal ? written : undefined);
			}),
		);
	});
});

describe('lastDayMeant', () => {
	it.each([
		['2023-02-29', '2023-02-28'],
		['2023-02-30', '2023-02-28'],
		['2023-02-31', '2023-02-28'],
		['2024-02-30', '2024-02-29'],
		['2100-02-29', '2100-02-28'],
		['2026-04-31', '2026-04-30'],
		['2026-11-31', '2026-11-30'],
		['20230230', '2023-02-28'],
		['2023/02/30', '2023-02-28'],
		['30.02.2023', '2023-02-28'],
		['30/02/2023', '2023-02-28'],
		['02/30/2023', '2023-02-28'],
		[' 2023-02-30T00:00:00+01:00 ', '2023-02-28'],
	])('is for %j %s', (written, date) => {
		expect(parseDate(written)).toBeUndefined();
		expect(lastDayMeant(written)).toBe(date);
	});

	it.each([
		'2023-02-28',
		'2026-01-31',
		'2023-02-32',
		'2026-01-32',
		'2026-13-31',
		'2026-00-31',
		'2026-04-00',
		'0000-02-30',
		'01/02/2026',
		'soon',
		20230230,
		null,
	])('is nothing for %j', (written) => {
		expect(lastDayMeant(written)).toBeUndefined();
	});
});

describe('dateAt', () => {
	it('is the date at the bank: midnight in Oslo is the evening before in UTC', () => {
		const midnight = Date.parse('2026-07-01T00:00:00+02:00');
		expect(dateAt(midnight, 'Europe/Oslo')).toBe('2026-07-01');
		expect(dateAt(midnight, 'UTC')).toBe('2026-06-30');
	});

	it.each([
		[0, 'UTC', '1970-01-01'],
		[-1, 'UTC', '1969-12-31'],
		[Date.parse('0999-05-05T12:00:00Z'), 'UTC', '0999-05-05'],
		[8.64e15, 'UTC', undefined],
		[Number.NaN, 'UTC', undefined],
		[Infinity, 'UTC', undefined],
		[8.65e15, 'UTC', undefined],
		[-8.65e15, 'UTC', undefined],
	])('of %d in %s is %p', (epochMs, zone, date) => {
		expect(dateAt(epochMs, zone)).toBe(date);
	});

	it('is never wrong by a day over a change of the clocks', () => {
		fc.assert(
			fc.property(realDates, fc.nat(23), (date, hour) => {
				fc.pre(date > '1000-01-01' && date < '9999-12-31');
				const instant = Date.parse(`${date}T${two(hour)}:00:00Z`);
				expect(dateAt(instant, 'UTC')).toBe(date);
			}),
		);
	});
});
