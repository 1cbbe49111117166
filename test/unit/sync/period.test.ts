import fc from 'fast-check';
import { addDays } from '../../../lib/models/dates';
import { endsNow, periodOf } from '../../../lib/sync/period';

const days = fc
	.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

describe('addDays', () => {
	it('counts over leap days and year ends', () => {
		expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
		expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
		expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
	});

	it('is undone by its opposite', () => {
		fc.assert(
			fc.property(days, fc.integer({ min: -4000, max: 4000 }), (date, count) => {
				expect(addDays(addDays(date, count), -count)).toBe(date);
			}),
		);
	});
});

describe('periodOf', () => {
	it('takes the whole calendar month before this one', () => {
		expect(periodOf({ kind: 'lastMonth' }, '2026-03-31')).toEqual({
			dateFrom: '2026-02-01',
			dateTo: '2026-02-28',
		});
		expect(periodOf({ kind: 'lastMonth' }, '2026-01-15')).toEqual({
			dateFrom: '2025-12-01',
			dateTo: '2025-12-31',
		});
	});

	it('starts this month on its first and ends it today', () => {
		expect(periodOf({ kind: 'thisMonth' }, '2026-03-01')).toEqual({
			dateFrom: '2026-03-01',
			dateTo: '2026-03-01',
		});
	});

	it('counts last days back from today, today included', () => {
		expect(periodOf({ kind: 'lastDays', days: 30 }, '2026-03-31')).toEqual({
			dateFrom: '2026-03-01',
			dateTo: '2026-03-31',
		});
	});

	it('reads until today where no end is given', () => {
		expect(periodOf({ kind: 'dates', dateFrom: '2026-03-01' }, '2026-03-31')).toEqual({
			dateFrom: '2026-03-01',
			dateTo: '2026-03-31',
		});
	});

	it.each([
		[{ kind: 'dates', dateFrom: '2026-03-10', dateTo: '2026-03-01' }, 'From', /later than To/],
		[{ kind: 'dates', dateFrom: '2026-04-01' }, 'From', /still to come/],
		[{ kind: 'dates', dateFrom: '2026-03-01', dateTo: '2026-04-01' }, 'To', /still to come/],
		[{ kind: 'lastDays', days: 0 }, 'Days', /at least 1/],
		[{ kind: 'lastDays', days: 1.5 }, 'Days', /whole number/],
	] as const)('refuses %j, naming the field', (choice, field, message) => {
		expect(() => periodOf(choice, '2026-03-31')).toThrow(
			expect.objectContaining({
				code: 'invalid-input',
				message: expect.stringMatching(message),
				details: expect.objectContaining({ field }),
			}),
		);
	});

	it('never ends before it begins, and never in the future', () => {
		fc.assert(
			fc.property(
				days,
				fc.oneof(
					fc.constant({ kind: 'lastMonth' } as const),
					fc.constant({ kind: 'thisMonth' } as const),
					fc.record({
						kind: fc.constant('lastDays' as const),
						days: fc.integer({ min: 1, max: 900 }),
					}),
				),
				(today, choice) => {
					const { dateFrom, dateTo } = periodOf(choice, today);
					expect(dateFrom <= dateTo && dateTo <= today).toBe(true);
				},
			),
		);
	});
});

describe('endsNow', () => {
	it.each([
		[{ kind: 'lastDays', days: 3 }, '2026-03-31', true],
		[{ kind: 'thisMonth' }, '2026-02-27', true],
		[{ kind: 'thisMonth' }, '2026-02-28', false],
		[{ kind: 'thisMonth' }, '2028-02-28', true],
		[{ kind: 'thisMonth' }, '2028-02-29', false],
		[{ kind: 'thisMonth' }, '2026-12-31', false],
		[{ kind: 'lastMonth' }, '2026-03-01', false],
		[{ kind: 'dates', dateFrom: '2026-03-01' }, '2026-03-31', true],
		[{ kind: 'dates', dateFrom: '2026-03-01', dateTo: '2026-03-31' }, '2026-03-31', false],
	] as const)('of %j on %s: %s', (choice, today, expected) => {
		expect(endsNow(choice, today)).toBe(expected);
	});
});
