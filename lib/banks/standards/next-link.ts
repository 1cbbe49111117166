import { recordOf, textOf } from './fields';

/** A link as banks write it: `{ href }`, or the bare string. */
export function linkOf(link: unknown): string | undefined {
	return textOf(link) ?? textOf(recordOf(link)?.['href']);
}

/**
 * The path of the next page, from the link and the path that was asked: absolute URLs and paths stay as they
 * are, `?page=2` and `transactions?page=2` are completed (RFC 3986 §5.2). Links without a first slash that
 * start further up (`v1/accounts/1/transactions?…`, seen at STET banks) mean the same resource again.
 */
export function nextPath(link: string, askedPath: string): string {
	if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('/')) return link;
	const [asked = ''] = askedPath.split('?');
	if (link.startsWith('?')) return asked + link;
	const queryStart = link.indexOf('?');
	const path = queryStart < 0 ? link : link.slice(0, queryStart);
	const query = queryStart < 0 ? '' : link.slice(queryStart);
	if (`${asked}/`.includes(`/${path}/`)) return asked + query;
	const resolved = new URL(link, `http://bank${asked}`);
	return resolved.pathname + resolved.search;
}
