import { redactUrl } from './url';

/** Everything else is masked whole: a header that nobody thought of may carry a secret. */
const plainHeaders = new Set([
	'accept',
	'aspsp-sca-approach',
	'cache-control',
	'connection',
	'content-encoding',
	'content-length',
	'content-type',
	'date',
	'retry-after',
	'server',
	'transfer-encoding',
	'user-agent',
	'x-rate-limit-limit',
	'x-rate-limit-remaining',
	'x-rate-limit-reset',
	'x-request-id',
]);

export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) => {
			if (value === undefined) return [];
			const lower = name.toLowerCase();
			if (lower === 'location') return [[lower, redactUrl(String(value))]];
			return [[lower, plainHeaders.has(lower) ? String(value) : '…']];
		}),
	);
}
