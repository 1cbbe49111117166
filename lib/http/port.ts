import type { Asking } from './subject';

/** What the rest of `lib` knows of HTTP: plain data in, plain data out. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface HttpRequest {
	readonly method: HttpMethod;
	/** Path below the bank's API base (`/v1/accounts`), or an absolute URL that came out of an answer. */
	readonly path: string;
	/** `undefined` values are left out. */
	readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
	readonly headers?: Readonly<Record<string, string | undefined>>;
	/** JSON body. */
	readonly body?: unknown;
	/** Form body (`application/x-www-form-urlencoded`). */
	readonly form?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON where the bank sent JSON, else the text; of a picture its bytes in base64. */
	readonly body: unknown;
}

/** What came over the wire, as it came. */
export interface WireAnswer {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

export interface SendOptions extends Asking {
	/** In bytes, after decompression. Default 64 MiB. */
	readonly largestAnswer?: number;
	readonly signal?: AbortSignal;
}

/** Puts one request on the wire. Any status is an answer; rejects with a `BankError`. */
export type Http = (request: HttpRequest, options: SendOptions) => Promise<WireAnswer>;

/** Time as a port: production waits, tests write down how long. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Rejects with a `cancelled` BankError when the signal fires. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
