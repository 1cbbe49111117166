import type { HttpRequest } from './port';

/** The path with a query; blanks as `%20`. */
export function urlWith(path: string, query: HttpRequest['query']): string {
	const pairs = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) {
		if (value !== undefined) pairs.append(name, String(value));
	}
	if (pairs.size === 0) return path;
	return `${path}${path.includes('?') ? '&' : '?'}${pairs.toString().replaceAll('+', '%20')}`;
}
