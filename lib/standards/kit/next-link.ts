import { settleSync } from '../../outcome';
import { unreadable } from '../../models/unreadable';
import { flagOf, recordOf, textOf } from './fields';

/** Where an answer says that it goes on, and what it says of its end. */
export interface Onward {
	/** Link to the next page, as the bank writes it. */
	readonly next?: string;
	/** Link to the last page. */
	readonly last?: string;
	/** How many pages there are. */
	readonly pages?: number;
}

/**
 * A link as banks write it: `{ href }`, the bare string, or either in a list of one. Absent where it is empty; one
 * that can't be read is refused: the rows behind it would be lost without a word.
 */
export function linkOf(link: unknown, path = 'next'): string | undefined {
	const [one, ...more] = [link].flat();
	const fields = recordOf(one);
	const written = fields === undefined ? one : (fields['href'] ?? fields['url']);
	if (typeof written === 'string' && more.length === 0) return textOf(written);
	const isEmpty = written === undefined || written === null || written === false;
	const isNamed = fields !== undefined && ('href' in fields || 'url' in fields);
	const isAbsent = isEmpty && (fields === undefined || isNamed || Object.keys(fields).length === 0);
	if (more.length > 0 || !isAbsent) throw unreadable(path, 'is not a link');
	return undefined;
}

const relations = {
	next: /^next(?:[_-]?(?:page|link))?$/i,
	last: /^last(?:[_-]?page)?$/i,
} as const;

/** One relation among an answer's links: named, or a list of `{ rel, href }` (mBank). */
export function linkIn(links: unknown, relation: keyof typeof relations): string | undefined {
	const named = Array.isArray(links)
		? links.map((link: unknown) => [textOf(recordOf(link)?.['rel']) ?? '', link] as const)
		: Object.entries(recordOf(links) ?? {});
	return named
		.filter(([name]) => relations[relation].test(name))
		.map(([, link]) => linkOf(withoutRelation(link), relation))
		.find((link) => link !== undefined);
}

const withoutRelation = (link: unknown) => {
	const { rel, ...rest } = recordOf(link) ?? {};
	return rel === undefined ? link : rest;
};

/** RFC 8288: `link: </v1/accounts?page=2>; rel="next"`. */
export function nextLinkInHeader(written = ''): string | undefined {
	const next = written
		.split(/,\s*(?=<)/)
		.find((link) => /;\s*rel\s*=\s*"?next"?\s*(?:;|$)/i.test(link));
	return /^\s*<([^>]+)>/.exec(next ?? '')?.[1];
}

const linkLists = ['_links', 'links', 'Links'] as const;

/** `holders`: the objects of an answer that links may hang on, the likeliest first. */
export function onwardIn(
	holders: readonly unknown[],
	headers: Readonly<Record<string, string | undefined>>,
): Onward {
	const links = holders.map(recordOf).flatMap((holder) => linkLists.map((name) => holder?.[name]));
	const found = (relation: keyof typeof relations) =>
		links.map((each) => linkIn(each, relation)).find((link) => link !== undefined);
	const next = found('next') ?? nextLinkInHeader(headers['link']);
	if (next === undefined) {
		refuseOtherWays(holders);
		return {};
	}
	const last = found('last');
	return last === undefined ? { next } : { next, last };
}

const keys = /^(?:next[_-]?(?:page[_-]?)?(?:key|token|cursor|id)|continuation[_-]?(?:key|token))$/i;
const flags = /^(?:has[_-]?(?:more|next)(?:[_-]?pages?)?|more[_-]?(?:data|pages|transactions))$/i;
const pageHolders = ['pageInfo', 'pagination', 'paging', 'meta', 'Meta'] as const;

/** Some page by a key or a number that no link carries: to end there in silence would lose the rest. */
function refuseOtherWays(holders: readonly unknown[]): void {
	const all = holders
		.map(recordOf)
		.flatMap((holder) => [
			...Object.entries(holder ?? {}),
			...pageHolders.flatMap((name) => Object.entries(recordOf(holder?.[name]) ?? {})),
		]);
	const way = all.find(
		([name, value]) =>
			(keys.test(name) && textOf(value) !== undefined) ||
			(flags.test(name) && flagOf(value) === true),
	);
	if (way !== undefined)
		throw unreadable(way[0], 'tells of a next page in a way we do not know how to ask for');
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
	const resolved = settleSync(() => new URL(link, `http://bank${asked}`));
	// What is no address is for the client to refuse.
	return 'value' in resolved ? resolved.value.pathname + resolved.value.search : link;
}
