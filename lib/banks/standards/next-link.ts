import { recordOf, textOf } from './fields';

/** A link as banks write it: `{ href }`, or the bare string. */
export function linkOf(link: unknown): string | undefined {
	return textOf(link) ?? textOf(recordOf(link)?.['href']);
}

/** The link to the next page among an answer's links: named, or a list of `{ rel, href }` (mBank). */
export function nextLinkIn(links: unknown): string | undefined {
	if (!Array.isArray(links)) {
		const named = recordOf(links);
		return linkOf(named?.['next']) ?? linkOf(named?.['Next']) ?? linkOf(named?.['nextPage']);
	}
	const next = links.find((link) => /^next(?:page)?$/i.test(textOf(recordOf(link)?.['rel']) ?? ''));
	return linkOf(next);
}

/** RFC 8288: `link: </v1/accounts?page=2>; rel="next"`. */
export function nextLinkInHeader(written = ''): string | undefined {
	const next = written
		.split(/,\s*(?=<)/)
		.find((link) => /;\s*rel\s*=\s*"?next"?\s*(?:;|$)/i.test(link));
	return /^\s*<([^>]+)>/.exec(next ?? '')?.[1];
}

/**
 * The path of the next page, from the link and the path that was asked: absolute URLs and paths stay as they
 * are, `?page=2` and `transactions?page=2` are completed (RFC 3986 §5.2). Links without a first slash that
 * start further up (`v1/accounts/1/transactions?…`, seen at STET banks) count from the top.
 */
export function nextPath(link: string, askedPath: string): string {
	if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('/')) return link;
	const [asked = ''] = askedPath.split('?');
	if (link.startsWith('?')) return asked + link;
	const [path = ''] = link.split('?');
	const query = link.slice(path.length);
	if (asked.endsWith(`/${path}`)) return asked + query;
	const [first = ''] = path.split('/');
	if (asked.startsWith(`/${first}/`)) return `/${link}`;
	const resolved = new URL(link, `http://bank${asked}`);
	return resolved.pathname + resolved.search;
}
