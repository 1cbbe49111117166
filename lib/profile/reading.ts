import type { HttpAnswer, HttpRequest } from '../http/port';
import type { AccountNumber } from '../models/account';
import type { Texts } from './hosts';

/** What a call may carry besides its own parameters. */
export interface CallContext {
	readonly consentId?: string;
	/** What the login has kept (`BankProfile.keep`). */
	readonly kept?: Texts;
	/** Of the bank's environment. */
	readonly constants?: Texts;
	/** By the id of the profile's choices. */
	readonly choices?: Texts;
	/** Whether the login is so young that everything may be read (`limits.freshMinutes`). */
	readonly isFresh?: boolean;
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
	/** Further requests of the same listing, before `next`: details of what was only named, another status. */
	readonly more?: readonly HttpRequest[];
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
	/** `asked`: the request that is answered, where a listing makes several. */
	readonly read: (answer: HttpAnswer, parameters: Parameters, asked?: HttpRequest) => Page<Model>;
}
