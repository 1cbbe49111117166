import type { HttpRequest } from './port';

export interface Payload {
	/** Every byte as it goes on the wire: it may be signed. */
	readonly data: string;
	/** Its `Content-Type`, unless the request has one. */
	readonly type: string;
}

export function payloadOf({ form, body }: Pick<HttpRequest, 'form' | 'body'>): Payload | undefined {
	if (form !== undefined) {
		const data = new URLSearchParams(form).toString();
		return { data, type: 'application/x-www-form-urlencoded' };
	}
	return body === undefined ? undefined : { data: JSON.stringify(body), type: 'application/json' };
}
