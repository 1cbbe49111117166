import { settleSync } from '../../outcome';
import { wholeOf, type Reading } from './reading';

/** Path segments that are never an id: versions and the words that the standards use. */
const plainSegment =
	/^(?:v\d+(?:\.\d+)*|psd2|xs2a|berlin-?group|open-?banking|nextgenpsd2|sandbox|apis?|accounts?|card-accounts|balances?|transactions?|consents?|status|authori[sz]ations?|authorize|oauth2?|token|login|details|aisp?|payments|identity)$/i;

/** Query values that say nothing about a person. */
const plainQuery = new Set([
	'bookingStatus',
	'dateFrom',
	'dateTo',
	'page',
	'pageIndex',
	'itemsPerPage',
	'limit',
	'withBalance',
]);

/** Origin, known words and known parameters stay; ids, keys, user and fragment go. */
export function redactUrl(url: string): string {
	const parsed = settleSync(() => new URL(url));
	if (!('value' in parsed)) return '…';
	const { protocol, host, pathname, searchParams } = parsed.value;
	const path = pathname
		.split('/')
		.map((segment) => (segment === '' || plainSegment.test(segment) ? segment : '…'))
		.join('/');
	const query = [...searchParams].map(([name, value]) =>
		plainQuery.has(name) && /^(?:[a-z]{1,10}|\d{1,5}|\d{4}-\d{2}-\d{2})$/.test(value)
			? `${name}=${value}`
			: `${/^[A-Za-z_-]{1,24}$/.test(name) ? name : '…'}=…`,
	);
	return `${protocol}//${host}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

const written = String.raw`\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\\]+`;

/** Masks the URLs of a text as URLs, and what stands between them by `mask`. */
export function maskAround(text: string, mask: (between: string) => string): string {
	return text
		.split(new RegExp(`(${written})`, 'gi'))
		.map((part, index) => (index % 2 === 1 ? redactUrl(part) : mask(part)))
		.join('');
}

/** Masks URLs that are escaped in the text. */
export const maskUrls = (reading: Reading): Reading =>
	reading.maskEach(new RegExp(written, 'gi'), (match) => wholeOf(match, redactUrl(match[0])));
