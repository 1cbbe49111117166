import type { HttpAnswer } from './port';

type Headers = HttpAnswer['headers'];

/**
 * Families of `-limit`, `-remaining`, `-reset` headers whose reset is in seconds left.
 * Swedbank sends the first (its PSD2 documentation, "X-Rate-Limit-*"), GoCardless the others.
 */
const resetFamilies = [
	'x-rate-limit',
	'http_x_ratelimit',
	'http_x_ratelimit_account_success',
	'x-ratelimit',
];

/** As seconds left this would be 31 years: some gateways write epoch seconds instead. */
const epochSeconds = 1e9;

/** When the bank says to come back, in epoch milliseconds; `undefined` where it does not say. */
export function readRetryAt(headers: Headers, now: number): number | undefined {
	return retryAfter(headers['retry-after'], now) ?? limitReset(headers, now);
}

/** RFC 9110 §10.2.3: seconds or an HTTP-date. */
function retryAfter(written: string | undefined, now: number): number | undefined {
	const value = written?.trim();
	if (value === undefined) return undefined;
	if (/^\d{1,10}(\.\d+)?$/.test(value)) return now + Math.ceil(Number(value) * 1000);
	if (!/^[A-Z][a-z]{2,8},? /.test(value)) return undefined;
	const date = Date.parse(/GMT|UTC/.test(value) ? value : `${value} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(date, now);
}

/** The latest reset among the limits that are used up. */
function limitReset(headers: Headers, now: number): number | undefined {
	const resets = resetFamilies.flatMap((family) => {
		const separator = family.includes('_') ? '_' : '-';
		const remaining = headers[`${family}${separator}remaining`]?.trim();
		const reset = headers[`${family}${separator}reset`]?.trim();
		if (reset === undefined || !/^\d{1,13}$/.test(reset)) return [];
		if (remaining !== undefined && Number(remaining) > 0) return [];
		const seconds = Number(reset);
		return [seconds < epochSeconds ? now + seconds * 1000 : Math.max(seconds * 1000, now)];
	});
	return resets.length === 0 ? undefined : Math.max(...resets);
}
