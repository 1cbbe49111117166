import type { HttpAnswer, HttpRequest } from '../http/port';
import type { Token } from '../models/token';
import type { ClientIdentity, Hosts } from './hosts';

/** What the bank gave on the way, by name (consent id, code, …). Secret: sealed between calls, never shown. */
export type LoginFacts = Readonly<Record<string, string>>;

export interface LoginContext {
	readonly client: ClientIdentity;
	readonly facts: LoginFacts;
	/** The account holder is there: banks demand his address when a consent is made. */
	readonly psuIpAddress: string;
	/** For the bank's own words. */
	readonly language: 'en' | 'sv';
	/** Names the person before the login; only where the bank wants it. */
	readonly personalNumber?: string;
	/** Last day that the consent should cover, `YYYY-MM-DD`. */
	readonly validUntil: string;
}

/** One call of a login. Pure both ways; `read` sees successful answers (2xx) only. */
export interface LoginStep<Result = LoginFacts> {
	/** For the audit log. */
	readonly operation: string;
	/** Which host; at `token` the path is relative to the token URL. */
	readonly at: 'api' | 'token';
	readonly ask: (context: LoginContext) => HttpRequest;
	readonly read: (answer: HttpAnswer) => Result;
}

export const loginFailures = [
	/** The person pressed cancel. */
	'cancelled',
	/** It took too long. */
	'expired',
	/** Nobody opened the app in time. */
	'not-opened',
	/** Somebody else than the expected person. */
	'wrong-person',
	/** Another login of the same person took over. */
	'replaced',
	/** The person's BankID (or app) can't be used: blocked, expired, too old. */
	'unusable',
	/** The bank said no. */
	'refused',
	/** The bank was down or said something unreadable. */
	'bank-error',
	/** None of the accounts is one of the connection that was to be renewed. */
	'other-accounts',
	/** The tokens could not be stored. */
	'not-stored',
	/** n8n or the workflow was stopped in the middle. */
	'interrupted',
] as const;

export type LoginFailure = (typeof loginFailures)[number];

/** Where a login stands at the bank, in one closed set whatever the bank calls it. */
export interface LoginStanding {
	readonly state: 'outstanding' | 'started' | 'signing' | 'complete' | 'failed';
	/** Only with `failed`. */
	readonly reason?: LoginFailure;
	/** The app's own word for it, e.g. BankID's hintCode. */
	readonly hint?: string;
	/** The bank's own words to the account holder. */
	readonly message?: string;
	/** Text of the QR code of this moment; absent once the app is open. */
	readonly qr?: string;
	/** Opens the app on the same device. */
	readonly autoStartToken?: string;
	/** How long the bank wants us to wait before asking again. */
	readonly pollMs?: number;
	readonly facts: LoginFacts;
}

export interface AppLinks {
	readonly computer: string;
	/** The address to come back to is appended, URL-encoded. */
	readonly phone: string;
}

/** A login that happens in an app, away from the page: BankID, or the bank's own app. */
export interface DecoupledLogin {
	/** Decides the words of the page. */
	readonly app: 'bankid';
	/** Addresses that open the app on the device they are followed on. */
	readonly appLinks: (autoStartToken: string, hosts: Hosts) => AppLinks;
	readonly personalNumber: 'none' | 'optional' | 'required';
	/** A token for the client itself; fetched again where the bank refuses it in the middle. */
	readonly identify?: LoginStep;
	/** Once a login: the consent. */
	readonly prepare: readonly LoginStep[];
	/** Places an order; done again where nobody opened the last one. */
	readonly order: LoginStep<LoginStanding>;
	readonly status: LoginStep<LoginStanding>;
	readonly finish: LoginStep<(receivedAt: number) => Token>;
	/** Between two looks, where the bank doesn't say. */
	readonly pollMs: number;
	/** How long one order may take altogether. */
	readonly lastsMs: number;
}

export interface RedirectContext extends LoginContext {
	/** As registered at the bank. */
	readonly redirectUri: string;
	readonly state: string;
	/** PKCE (RFC 7636), S256. */
	readonly codeVerifier: string;
}

/** A redirect whose authorize URL names a consent that was made before it. */
export interface ConsentFirstLogin {
	readonly identify?: LoginStep;
	readonly prepare: readonly LoginStep[];
	/** Query of the authorize URL. */
	readonly authorize: (context: RedirectContext) => Readonly<Record<string, string>>;
	/** The code of the callback is the fact `code`. */
	readonly finish: {
		readonly operation: string;
		readonly ask: (context: RedirectContext) => HttpRequest;
		readonly read: (answer: HttpAnswer) => (receivedAt: number) => Token;
	};
}
