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

/** As seconds left this would be 31 years: some gateways write epoch seconds instead, */
const epochSeconds = 1e9;
/** and some epoch milliseconds, which as seconds would be in the year 5138. */
const epochMilliseconds = 1e11;

/** No limit lasts longer: what is further away is a mistake, beyond what a `Date` holds in the end. */
const furthestMs = 366 * 24 * 60 * 60 * 1000;

/** When the bank says to come back, in epoch milliseconds; `undefined` where it does not say, or nothing sensible. */
export function readRetryAt(headers: Headers, now: number): number | undefined {
	return retryAfter(headers['retry-after'], now) ?? limitReset(headers, now);
}

/** A time to come back at, as far as it makes sense. */
export const sensibleRetryAt = (at: number | undefined, now: number): number | undefined =>
	at !== undefined && at - now <= furthestMs ? Math.max(at, now) : undefined;

/** RFC 9110 §10.2.3: seconds or an HTTP-date. */
function retryAfter(written: string | undefined, now: number): number | undefined {
	const value = written?.trim();
	if (value === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) {
		return sensibleRetryAt(now + Math.ceil(Number(value) * 1000), now);
	}
	if (!/^[A-Z][a-z]{2,8},? /.test(value)) return undefined;
	const date = Date.parse(/GMT|UTC/.test(value) ? value : `${value} GMT`);
	return sensibleRetryAt(date, now);
}

/** The latest reset among the limits that are used up. */
function limitReset(headers: Headers, now: number): number | undefined {
	const resets = resetFamilies.flatMap((family) => {
		const separator = family.includes('_') ? '_' : '-';
		const remaining = headers[`${family}${separator}remaining`]?.trim();
		const reset = headers[`${family}${separator}reset`]?.trim();
		if (reset === undefined || !/^\d+$/.test(reset)) return [];
		if (remaining !== undefined && Number(remaining) > 0) return [];
		return sensibleRetryAt(resetAt(Number(reset), now), now) ?? [];
	});
	return resets.length === 0 ? undefined : Math.max(...resets);
}

function resetAt(written: number, now: number): number {
	if (written < epochSeconds) return now + written * 1000;
	return written < epochMilliseconds ? written * 1000 : written;
}
