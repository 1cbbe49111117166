import { BankError } from '../errors';
import { settleSync } from '../outcome';

/** The URL of a request that a profile asked for: its path below the API base. */
export function firstUrl(api: string, path: string): string {
	const url = settleSync(() => new URL(`${api}${path}`));
	if ('value' in url && !climbs(path) && isBelow(api, url.value)) return `${api}${path}`;
	throw new BankError('invalid-input', "The account id can't be part of an address", {
		field: 'account',
		nextStep: 'Pick an account from the list: it shows the accounts of this connection',
	});
}

/**
 * The URL of a link that came out of an answer: absolute, from the host's root, from the API base or relative to
 * the page it came with. It carries the token, so it must stay on the bank's own origin and below the API base.
 */
export function linkedUrl(api: string, current: string, link: string, bank: string): string {
	const url = settleSync(() => new URL(fromRoot(api, link), current));
	if ('value' in url && !climbs(link) && isBelow(api, url.value)) {
		url.value.hash = '';
		return url.value.toString();
	}
	throw new BankError(
		'unreadable-answer',
		`${bank} points to a page outside its own interface; it was not followed`,
		{
			field: 'next',
			nextStep: "Report it with the bank's name. Nothing was sent to the other address",
		},
	);
}

function fromRoot(api: string, link: string): string {
	const { pathname } = new URL(api);
	const base = pathname === '/' ? '' : pathname;
	if (!link.startsWith('/') || /^\/[/\\]/.test(link)) return link;
	return base !== '' && link.startsWith(`${base}/`) ? link : `${api}${link}`;
}

function isBelow(api: string, { origin, pathname, username, password }: URL): boolean {
	const base = new URL(api);
	const below = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
	return origin === base.origin && username === '' && password === '' && pathname.startsWith(below);
}

/** Also escaped, which `URL` leaves to the server to decode, or with blanks between, which `URL` takes out. */
function climbs(path: string): boolean {
	const [before = ''] = path.replace(/[\t\n\r]/g, '').split(/[?#]/, 1);
	return /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\]|%2f|%5c)/i.test(before);
}
