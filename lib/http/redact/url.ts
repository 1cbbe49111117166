import { settleSync } from '../../outcome';

const written = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\\]+/gi;

/** Path segments that are never an id: versions and the words that the standards use. */
const plain =
	/^(?:v\d+(?:\.\d+)*|psd2|xs2a|berlingroup|open-?banking|nextgenpsd2|sandbox|api|apis|accounts?|card-accounts|balances?|transactions?|consents?|status|authorisations?|authorizations?|authorize|oauth2?|token|login|details|aisp?|payments|identity)$/i;

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
		.map((segment) => (segment === '' || plain.test(segment) ? segment : '…'))
		.join('/');
	const query = [...searchParams].map(([name, value]) =>
		plainQuery.has(name) && /^[A-Za-z0-9-]{1,10}$/.test(value)
			? `${name}=${value}`
			: `${safe(name)}=…`,
	);
	return `${protocol}//${host}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

const safe = (name: string) => (/^[A-Za-z_-]{1,24}$/.test(name) ? name : '…');

export function maskUrls(text: string): string {
	return text.replace(written, (url) => redactUrl(url));
}
