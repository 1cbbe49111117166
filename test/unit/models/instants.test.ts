import { dateOfInstant } from '../../../lib/models/instants';

const at = (text: string) => Date.parse(text);

describe('dateOfInstant', () => {
	it.each([
		['midnight in Berlin, winter', at('2026-01-31T00:00:00+01:00'), '2026-01-31'],
		['midnight in Berlin, summer', at('2026-07-31T00:00:00+02:00'), '2026-07-31'],
		['midnight in Helsinki', at('2026-01-31T00:00:00+02:00'), '2026-01-31'],
		['midnight in London, summer', at('2026-07-31T00:00:00+01:00'), '2026-07-31'],
		['midnight in UTC', at('2026-01-31T00:00:00Z'), '2026-01-31'],
		['noon', at('2026-01-31T12:34:56.789Z'), '2026-01-31'],
		['seconds', at('2026-01-31T12:00:00Z') / 1000, '2026-01-31'],
		['digits', String(at('2026-01-31T12:00:00Z')), '2026-01-31'],
		['half past ten in the evening', at('2026-01-31T22:30:00Z'), undefined],
		['the last second of a day in Berlin', at('2026-01-31T22:59:59Z'), undefined],
		['just after midnight in Berlin', at('2026-01-31T23:00:00.001Z'), undefined],
		['too small a number', 20260131, undefined],
		['too large a number', 1e14, undefined],
		['a fraction', 1769817600.5, undefined],
		['other text', '1769817600s', undefined],
		['nothing', undefined, undefined],
		['null', null, undefined],
	])('%s', (_name, written, date) => {
		expect(dateOfInstant(written)).toBe(date);
	});
});
