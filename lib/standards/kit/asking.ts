import type { HttpRequest } from '../../http/port';
import type { TransactionStatus } from '../../models/transaction';
import type { BookingStatus, Page } from '../../profile/reading';
import { type Onward, nextPath } from './next-link';

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
	{ next, last, pages }: Onward,
	asked: HttpRequest,
): Page<Model> {
	if (next === undefined) return { items };
	return {
		items,
		next: { ...asked, path: nextPath(next, asked.path), query: {} },
		...(last !== undefined && { last: nextPath(last, asked.path) }),
		...(pages !== undefined && { pages }),
	};
}

/**
 * Not every bank keeps to the status that was asked for (Swedbank's sandbox sends both): a pending row that nobody asked
 * for would come again, under another id, when it is booked; a standing order would be taken for a payment.
 */
export function isAsked(status: TransactionStatus, asked: BookingStatus): boolean {
	if (asked === 'all') return true;
	return asked === 'both' ? status !== 'information' : status === asked;
}
