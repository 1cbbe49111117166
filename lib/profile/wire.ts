import type { X509Certificate } from 'node:crypto';
import type { HttpRequest } from '../http/port';
import type { As, Facts } from './call';
import type { ClientIdentity, Hosts, Texts } from './hosts';

type Headers = Readonly<Record<string, string>>;

/** The account holder, while actively asking. */
export interface Holder {
	readonly psuIpAddress: string;
	readonly psuUserAgent?: string;
	readonly language?: string;
}

/** One attempt, about to be sent: the URL is final. */
export interface Sending {
	readonly request: HttpRequest;
	readonly url: string;
	readonly requestId: string;
	/** Epoch ms. */
	readonly now: number;
	readonly client: ClientIdentity;
	readonly hosts: Hosts;
	readonly constants: Texts;
	/** For the audit log. */
	readonly operation: string;
	readonly as: As;
	/** The token of whoever it goes as; absent for `nobody`. */
	readonly accessToken?: string;
	/** Of the login, or kept from it. */
	readonly facts: Facts;
	/** Present only while the account holder is there. */
	readonly holder?: Holder;
}

/** An HTTP signature (draft-cavage-http-signatures), as data. */
export interface HttpSignaturePlan {
	readonly kind: 'http-signature';
	/** What is signed, in this order: header names in lower case, `(request-target)`, `(created)`, `(expires)`. */
	readonly covers: readonly string[];
	/** And these after it, where the request has them. */
	readonly coversIfSent?: readonly string[];
	readonly algorithm: 'RS256' | 'RS512' | 'PS256';
	/** What the parameter `algorithm` says, e.g. `rsa-sha256`. */
	readonly called: string;
	/** Absent: no `Digest` header. */
	readonly digest?: {
		readonly algorithm: 'SHA-256' | 'SHA-512';
		/** `body`: only where there is one; `always`: also of an empty body (Berlin Group 1.3 §12). */
		readonly of: 'body' | 'always';
	};
	/**
	 * Who signed: the client id, the credential's key id, or the certificate's serial number and issuer. A function where
	 * it is written otherwise, or is another one from call to call; `certificate`: absent where the credential has none.
	 */
	readonly keyId:
		| 'client-id'
		| 'key-id'
		| 'serial-and-issuer'
		| ((sending: Sending, certificate: X509Certificate | undefined) => string);
	/** What of the URL is signed as `(request-target)`, where a gateway before the bank rewrites it. Default: path and query. */
	readonly target?: (url: URL) => string;
	/** Seconds between `(created)` and `(expires)`. Default 60. */
	readonly lastsSeconds?: number;
	/** Default `Signature`. */
	readonly header?: 'Signature' | 'Authorization';
	/** The header that carries the certificate, where the bank wants it. */
	readonly certificateHeader?: string;
}

/** A detached JWS (RFC 7515 appendix F) over the body; a request without one is not signed. */
export interface DetachedJwsPlan {
	readonly kind: 'detached-jws';
	readonly algorithm: 'RS256' | 'PS256' | 'ES256';
	/** The header it goes in, e.g. `x-jws-signature`. */
	readonly header: string;
	/** Added to the JOSE header, which has `alg` and the credential's key id as `kid`. */
	readonly claims?: (sending: Sending) => Readonly<Record<string, unknown>>;
}

export type SignPlan = HttpSignaturePlan | DetachedJwsPlan;

/** What every call of the bank has in common on the wire. Applied once an attempt, in this order. */
export interface Wire {
	/**
	 * Name of the header with the request's own UUID; default `X-Request-ID`, `none` where the bank wants none.
	 * `listing`: further pages carry the one of the first.
	 */
	readonly requestId?: string | { readonly header: string; readonly of: 'listing' };
	/** How the bank is told that the account holder is there; default `PSU-IP-Address`. */
	readonly attendance?: (holder: Holder, sending: Sending) => Headers;
	/** Further headers of every call. */
	readonly dress?: (sending: Sending) => Headers;
	/** Default: the access token as a bearer (RFC 6750). `undefined`: no such header. */
	readonly authorization?: (sending: Sending) => string | undefined;
	/** The JSON body, where it carries what others put into headers. Asked where the call has one. */
	readonly body?: (sending: Sending) => unknown;
	/** A function where calls are signed differently; `undefined`: this one is not. */
	readonly sign?: SignPlan | ((sending: Sending) => SignPlan | undefined);
}
