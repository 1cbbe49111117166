import fc from 'fast-check';
import { statusFor } from '../../../lib/client/statuses';
import { partsOf } from '../../../lib/client/windows';
import { addDays } from '../../../lib/models/dates';
import type { BookingStatus } from '../../../lib/profile/reading';

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));

const daysIn = (from: string, to: string): string[] => {
	const days: string[] = [];
	for (let each = from; each <= to; each = addDays(each, 1)) days.push(each);
	return days;
};

it('has each day in one part only and leaves none out, no part longer than the bank takes', () => {
	fc.assert(
		fc.property(
			day,
			fc.integer({ min: 0, max: 500 }),
			fc.integer({ min: 1, max: 120 }),
			(dateFrom, length, days) => {
				const dateTo = addDays(dateFrom, length);
				const parts = partsOf({ dateFrom, dateTo }, { window: { days } }, dateTo);
				const all = parts.flatMap((part) => daysIn(part.dateFrom ?? '', part.dateTo ?? ''));
				expect(all).toEqual(daysIn(dateFrom, dateTo));
				for (const part of parts)
					expect(daysIn(part.dateFrom ?? '', part.dateTo ?? '').length).toBeLessThanOrEqual(days);
			},
		),
	);
});

it.each([
	['no beginning', {}, { days: 7 }, [{}]],
	['no window', { dateFrom: '2026-01-01' }, undefined, [{ dateFrom: '2026-01-01' }]],
	[
		'no end: the last part has none either',
		{ dateFrom: '2026-01-01' },
		{ days: 7 },
		[{ dateFrom: '2026-01-01', dateTo: '2026-01-07' }, { dateFrom: '2026-01-08' }],
	],
	['a beginning to come', { dateFrom: '2026-02-01' }, { days: 7 }, [{ dateFrom: '2026-02-01' }]],
])('%s', (_name, period, window, parts) => {
	const limits = window === undefined ? {} : { window };
	expect(partsOf(period, limits, '2026-01-10')).toEqual(parts);
});

it.each<[BookingStatus, BookingStatus[] | undefined, object | undefined]>([
	['booked', undefined, { asked: 'booked', missing: [] }],
	['booked', ['booked', 'pending'], { asked: 'booked', missing: [] }],
	['booked', ['both'], { asked: 'both', wanted: ['booked'], missing: [] }],
	['both', ['all'], { asked: 'all', wanted: ['booked', 'pending'], missing: [] }],
	['both', ['booked'], { asked: 'booked', wanted: ['booked', 'pending'], missing: ['pending'] }],
	['pending', ['booked'], undefined],
	['all', ['both'], { asked: 'both', missing: ['information'] }],
])('%s where the bank takes %j', (wanted, statuses, expected) => {
	const choice = statusFor(wanted, statuses === undefined ? {} : { statuses });
	const shown = choice && { ...choice, ...(choice.wanted && { wanted: [...choice.wanted] }) };
	if (expected === undefined) expect(shown).toBeUndefined();
	else expect(shown).toMatchObject(expected);
});
