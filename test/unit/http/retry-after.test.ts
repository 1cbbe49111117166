import { readRetryAt } from '../../../lib/http/retry-after';

const now = Date.UTC(2026, 0, 15, 8);

const twoLimits = { 'x-rate-limit-reset': '63072000', 'x-ratelimit-reset': '60' };

describe('when the bank says to come back', () => {
	it.each([
		['120', 120],
		['0', 0],
		['1.5', 1.5],
		[' 5 ', 5],
		['Thu, 15 Jan 2026 08:00:30 GMT', 30],
		['Thursday, 15-Jan-26 08:00:30 GMT', 30],
		['Thu Jan 15 08:00:30 2026', 30],
		['Thu, 15 Jan 2026 07:00:00 GMT', 0],
	])('reads Retry-After %j', (written, seconds) => {
		expect(readRetryAt({ 'retry-after': written }, now)).toBe(now + seconds * 1000);
	});

	it.each(['', 'soon', '-5', '2026-01-15', '1e9'])('makes nothing of Retry-After %j', (written) => {
		expect(readRetryAt({ 'retry-after': written }, now)).toBeUndefined();
	});

	it.each([
		['Swedbank', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '40' }, 40],
		['a bank that leaves the rest out', { 'x-rate-limit-reset': '40' }, 40],
		[
			'GoCardless',
			{
				http_x_ratelimit_remaining: '58',
				http_x_ratelimit_reset: '20',
				http_x_ratelimit_account_success_remaining: '0',
				http_x_ratelimit_account_success_reset: '43000',
			},
			43_000,
		],
		['a gateway with epoch seconds', { 'x-ratelimit-reset': String(now / 1000 + 60) }, 60],
		['a gateway with epoch milliseconds', { 'x-ratelimit-reset': String(now + 60_000) }, 60],
		['a limit of two years beside one of a minute', twoLimits, 60],
	])('reads the reset of %s', (_who, headers, seconds) => {
		expect(readRetryAt(headers as unknown as Record<string, string>, now)).toBe(
			now + seconds * 1000,
		);
	});

	it.each([
		'31622401',
		'9999999999',
		'9'.repeat(400),
		'Fri, 31 Dec 9999 23:59:59 GMT',
		'Sat, 13 Sep 275760 00:00:00 GMT',
		'Sat, 13 Sep 999999 00:00:00 GMT',
		'NaN',
		'Infinity',
	])('makes nothing of a time that no limit lasts: Retry-After %j', (written) => {
		expect(readRetryAt({ 'retry-after': written }, now)).toBeUndefined();
	});

	it.each([
		'99999999',
		'9999999999',
		'9999999999999',
		'8640000000000001',
		'9'.repeat(400),
		'-1',
		'x',
	])('makes nothing of a reset of %j', (written) => {
		expect(readRetryAt({ 'x-rate-limit-reset': written }, now)).toBeUndefined();
	});

	it('ignores the reset of a limit that is not used up', () => {
		const headers = { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': '40' };
		expect(readRetryAt(headers, now)).toBeUndefined();
	});

	it('takes Retry-After before all others', () => {
		expect(readRetryAt({ 'retry-after': '3', 'x-rate-limit-reset': '40' }, now)).toBe(now + 3_000);
	});

	it('knows nothing without headers', () => {
		expect(readRetryAt({}, now)).toBeUndefined();
	});
});
