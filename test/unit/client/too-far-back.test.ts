import { otherBank } from '../../../lib/banks/other-bank';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { reachOf, refuseTooFarBack } from '../../../lib/client/too-far-back';
import { TestClock } from '../../support/test-clock';

const at = (instant: string) => new TestClock(Date.parse(instant));

describe('how far back a bank goes while the account holder is away', () => {
	it('is counted in the calendar of the bank', () => {
		const reach = (instant: string) => reachOf({ bank: sandboxBank, clock: at(instant) });
		expect(reach('2028-02-29T23:59:59Z')).toEqual({ days: 90, firstDay: '2027-12-01' });
		expect(reach('2028-03-01T00:00:00Z')).toEqual({ days: 90, firstDay: '2027-12-02' });
	});

	it('is counted where the day begins first in Europe, if nobody knows where the bank is', () => {
		const reach = (instant: string) => reachOf({ bank: otherBank, clock: at(instant) })?.firstDay;
		expect(reach('2026-03-28T21:59:59Z')).toBe('2025-12-28');
		expect(reach('2026-03-28T22:00:00Z')).toBe('2025-12-29');
		expect(reach('2026-03-29T21:00:00Z')).toBe('2025-12-30');
	});

	it('has no end with the account holder there', () => {
		const attended = { psuIpAddress: '203.0.113.7' };
		const clock = at('2026-03-28T12:00:00Z');
		expect(reachOf({ bank: sandboxBank, clock, attended })).toBeUndefined();
		expect(() =>
			refuseTooFarBack({ bank: sandboxBank, clock, attended }, '2001-01-01'),
		).not.toThrow();
	});

	it('leaves the day on which calendars differ to the bank, and refuses what is earlier', () => {
		const asking = { bank: sandboxBank, clock: at('2026-03-31T12:00:00Z') };
		expect(() => refuseTooFarBack(asking, '2025-12-30')).not.toThrow();
		expect(() => refuseTooFarBack(asking, '2025-12-29')).toThrow(/goes back 90 days/);
	});
});
