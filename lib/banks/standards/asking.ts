import type { HttpRequest } from '../../http/port';
import type { Page } from '../profile';
import { linkOf, nextPath } from './next-link';

/** A GET for JSON; headers that hold `undefined` are left out. */
export function get(
	path: string,
	query: HttpRequest['query'] = {},
	headers: HttpRequest['headers'] = {},
): HttpRequest {
	const set = Object.entries(headers).filter(([, value]) => value !== undefined);
	return {
		method: 'GET',
		path,
		query,
		headers: { accept: 'application/json', ...Object.fromEntries(set) },
	};
}

export function segment(id: string): string {
	return encodeURIComponent(id);
}

/** A page, with the request for the next one where the answer links to it. */
export function pageOf<Model>(
	items: readonly Model[],
	link: unknown,
	asked: HttpRequest,
): Page<Model> {
	const next = linkOf(link);
	if (next === undefined) return { items };
	return { items, next: get(nextPath(next, asked.path), {}, asked.headers) };
}
