import type { HttpAnswer, HttpRequest } from '../http/port';
import type { Token } from '../models/token';
import type { ClientIdentity, Hosts, Texts } from './hosts';

/** What the bank gave on the way, by name. Secret: sealed between calls, never shown. */
export type Facts = Texts;

export type Language = 'en' | 'sv';

/** Who stands behind a call: the account holder's token, the client's own (the fact `clientToken`), or nobody's. */
export type As = 'person' | 'client' | 'nobody';

/** What a call may say. */
export interface Context {
	readonly client: ClientIdentity;
	readonly hosts: Hosts;
	readonly constants: Texts;
	/** By the id of the profile's choices. */
	readonly choices: Texts;
	/** What the calls before it gave, or what the login has kept. */
	readonly facts: Facts;
	readonly token?: Token;
	readonly consentId?: string;
	/** Present only while the account holder is there. */
	readonly psuIpAddress?: string;
	readonly psuUserAgent?: string;
	/** For the bank's own words. */
	readonly language: Language;
	/** Names the person before the login; only where the bank wants it. */
	readonly personalNumber?: string;
	/** Where the app is: on the device that shows the page, or on another one. */
	readonly device?: 'this' | 'other';
	/** As registered at the bank. */
	readonly redirectUri: string;
	/** Names the login in the redirect (RFC 6749 §4.1.1). */
	readonly state: string;
	/** PKCE (RFC 7636). */
	readonly codeVerifier: string;
	/** Another one each time: for what may be said once only, as the `jti` of a client assertion (RFC 7523). */
	readonly nonce: string;
	/** Epoch ms. */
	readonly now: number;
}

/** One call that is none of the reading ones. Pure both ways. */
export interface Call<Result> {
	/** For the audit log. */
	readonly operation: string;
	/**
	 * Name of a host, or which one it is in this login; the path is relative to it. A whole URL that came out of an
	 * answer (`_links`) must be below it.
	 */
	readonly at: string | ((context: Context) => string);
	/** Default `nobody`. As the `client` after the login, and where nothing has brought its token: it is fetched first. */
	readonly as?: As;
	readonly ask: (context: Context) => HttpRequest;
	/** Statuses besides 2xx that `read` is given: 302 where the answer is its `Location`, 409, … */
	readonly reads?: readonly number[];
	/** Throws `unreadable-answer` naming the field. */
	readonly read: (answer: HttpAnswer, context: Context) => Result;
}

/** What a call of a login brings. */
export interface Gain {
	readonly facts?: Facts;
	/** The account holder's tokens, in the form of RFC 6749 §5.1. */
	readonly token?: Readonly<Record<string, unknown>>;
	readonly consentId?: string;
	/** Last day on which the accounts may be read, `YYYY-MM-DD`. */
	readonly validUntil?: string;
}
