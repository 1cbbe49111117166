import type { BankErrorCode } from '../errors';
import type { HttpAnswer, HttpRequest } from '../http/port';
import type { Account, AccountNumber } from '../models/account';
import type { Balance } from '../models/balance';
import type { Consent } from '../models/consent';
import type { Token } from '../models/token';
import type { TransactionRow } from '../models/transaction';
import type { ClientIdentity, Environment, Hosts } from './hosts';
import type { ConsentFirstLogin, DecoupledLogin } from './login';

/** Who may use the bank's API: shown in the picker and the README. */
export type Access =
	/** Anyone: nothing real behind it. */
	| 'anyone'
	/** The bank lets customers read their own accounts without a licence. */
	| 'own-accounts'
	/** A PSD2 licence (AISP) and its certificates are needed. */
	| 'psd2-licence';

/** Authorisation code (RFC 6749 §4.1) with PKCE (RFC 7636). */
export interface OAuth2Redirect {
	readonly scope: string;
	/** Where the client secret goes at the token endpoint. */
	readonly clientAuthentication: 'header' | 'body';
	/** Extra query of the authorize URL, e.g. `bic=…`. */
	readonly authorizeQuery?: string;
}

export interface Limits {
	/** Reads per rolling 24 h without the account holder, per consent, account and endpoint (RTS Art. 36(5)(b)). */
	readonly unattendedPerDay: number;
	/** Shortest gap between two calls of one connection, ms. */
	readonly minimumGapMs?: number;
	/** How many days back an unattended listing may go (RTS Art. 10a). */
	readonly unattendedDays?: number;
	/** Pages of one listing before the client refuses to go on. Default 10,000. */
	readonly maximumPages?: number;
}

/** What a call may carry besides its own parameters. */
export interface CallContext {
	readonly consentId?: string;
	/** Present only while the account holder is actively asking. */
	readonly psuIpAddress?: string;
}

export interface AccountParameters extends CallContext {
	readonly account: AccountReference;
}

/** How a bank's path names an account, and how its rows may. */
export interface AccountReference extends AccountNumber {
	/** `Account.resourceId` as the bank gave it. */
	readonly resourceId: string;
	readonly currency?: string;
	readonly ownerName?: string;
}

/** `both` is booked and pending; `information` what moved no money: plans, standing orders, refused rows. */
export type BookingStatus = 'booked' | 'pending' | 'both' | 'information' | 'all';

export interface TransactionParameters extends AccountParameters {
	readonly bookingStatus: BookingStatus;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateFrom?: string;
	/** Inclusive, `YYYY-MM-DD`. */
	readonly dateTo?: string;
}

/** One answer's worth of models, and the request for the next page where there is one. */
export interface Page<Model> {
	readonly items: readonly Model[];
	readonly next?: HttpRequest;
	/** What the answer says of the listing's end, beside `next`: where the last page is, and how many there are. */
	readonly last?: string;
	readonly pages?: number;
}

/**
 * One thing a bank can be asked: how to ask, and how to read the answer. Pure both ways.
 * `read` throws only `unreadable-answer`; it sees successful answers (2xx) only.
 */
export interface Endpoint<Parameters, Model> {
	readonly ask: (parameters: Parameters) => HttpRequest;
	readonly read: (answer: HttpAnswer, parameters: Parameters) => Page<Model>;
}

export interface TokenRenewal {
	/** To the token host: its path is relative to that URL. */
	readonly ask: (client: ClientIdentity, refreshToken: string) => HttpRequest;
	/** `receivedAt` in epoch ms. */
	readonly read: (answer: HttpAnswer, receivedAt: number) => Token;
}

export type ConsentParameters = CallContext & { readonly consentId: string };

/** What can be done to a consent that was given; costs none of the day's reads. */
export interface ConsentCalls {
	readonly status: {
		readonly ask: (parameters: ConsentParameters) => HttpRequest;
		readonly read: (answer: HttpAnswer) => Consent;
	};
	/** Any 2xx answer means it is done. */
	readonly revoke: { readonly ask: (parameters: ConsentParameters) => HttpRequest };
}

/** A refused answer in our words. No code: judge by the HTTP status alone. */
export interface BankRefusal {
	/** The status that the answer tells of itself, where it came with 2xx. */
	readonly status?: number;
	readonly code?: BankErrorCode;
	readonly bankCode?: string;
	readonly bankText?: string;
	/** How long to wait, where the bank says so in its words only and in no header. */
	readonly retryAfterMs?: number;
	/** What to do next, where that says more than the code does. */
	readonly nextStep?: string;
	/** The request field the bank complains about. */
	readonly field?: string;
}

/** Everything particular to one bank, as a value. A function only where data cannot say it. */
export interface BankProfile {
	/** Kebab-case, equal to the file name; saved in workflows, never renamed. */
	readonly id: string;
	readonly name: string;
	/** ISO 3166-1 alpha-2; absent for a bank of no country. */
	readonly country?: string;
	/** IANA name of the zone that its calendar keeps; absent: somewhere in Europe. */
	readonly timeZone?: string;
	readonly access: Access;
	/** Where the facts come from, and when they were last compared (`YYYY-MM-DD`). */
	readonly docs: { readonly url: string; readonly checked: string };
	/** Absent environment: the bank has none. */
	readonly hosts: { readonly [environment in Environment]?: Hosts };
	readonly redirect?: OAuth2Redirect;
	/** The login in the account holder's own app (BankID). */
	readonly decoupled?: DecoupledLogin;
	/** The login by redirect with a consent made before it, which n8n's Connect button can't do. */
	readonly consentFirst?: ConsentFirstLogin;
	readonly renewal?: TokenRenewal;
	readonly consent?: ConsentCalls;
	readonly limits: Limits;
	readonly accounts: Endpoint<CallContext, Account>;
	readonly account?: Endpoint<AccountParameters, Account>;
	readonly balances: Endpoint<AccountParameters, Balance>;
	readonly transactions: Endpoint<TransactionParameters, TransactionRow>;
	/** The bank's codes in ours; they outrank the HTTP status. Of a 2xx answer: empty, unless it is a refusal all the same. */
	readonly refusal: (answer: HttpAnswer) => BankRefusal;
}
