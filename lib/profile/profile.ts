import type { HttpAnswer } from '../http/port';
import type { Account } from '../models/account';
import type { Balance } from '../models/balance';
import type { Consent } from '../models/consent';
import type { TransactionRow } from '../models/transaction';
import type { Call, Gain } from './call';
import type { Choice } from './choice';
import type { BankEnvironment, Connect, Environment, KeysNeeded } from './hosts';
import type { Limits } from './limits';
import type { Login } from './login';
import type { AccountParameters, CallContext, Endpoint, TransactionParameters } from './reading';
import type { BankRefusal } from './refusal';
import type { Wire } from './wire';

/** Who may use the bank's API: shown in the picker and the README. */
export type Access =
	/** Anyone: nothing real behind it. */
	| 'anyone'
	/** The bank lets customers read their own accounts without a licence. */
	| 'own-accounts'
	/** A PSD2 licence (AISP) and its certificates are needed. */
	| 'psd2-licence';

export interface ClientText {
	/** In `ClientIdentity.others`, and saved with the credential: letters and digits, never renamed. */
	readonly id: string;
	/** The field of the credential. */
	readonly name: string;
	readonly description?: string;
	/** Hidden while it is typed. */
	readonly secret?: true;
}

/** What the bank calls what the credential asks for, where it is none of the usual. */
export interface ClientFields {
	/** Default `Client ID`; `false`: the bank gives none, the keys say who calls. */
	readonly id?: string | false;
	/** Whether the bank gives a secret. */
	readonly secret: 'required' | 'none';
	/** What else the bank gives: the key of a subscription. All are required. */
	readonly others?: readonly ClientText[];
}

/** A bank of which only the family is known: the user types where it is. */
export interface Typed {
	readonly connect: Connect;
	readonly keys: KeysNeeded;
}

export interface Renewal {
	/** `Context.token` is the one to be renewed. Its `Gain` has the new tokens. */
	readonly call: Call<Gain>;
	/** Where the bank gives new tokens to whoever it knows; default: it takes the refresh token. */
	readonly without?: 'refresh-token';
}

/** What can be done to a consent that was given; costs none of the day's reads. */
export interface ConsentCalls {
	readonly status?: Call<Consent>;
	/** Any 2xx answer means it is done. */
	readonly revoke?: Call<void>;
}

/**
 * What n8n's credential test asks for: paths below `api`, otherwise as `accounts` asks. A name in braces stands for a choice of
 * the credential, a kept fact, or `{consentId}`.
 */
export interface Probe {
	readonly path: string;
	/** Instead, where the login has a consent. */
	readonly ofConsent?: string;
}

/** Everything particular to one bank, as a value. A function only where data cannot say it. */
export interface BankProfile {
	/** Kebab-case, equal to the file name; saved in workflows, never renamed. */
	readonly id: string;
	readonly name: string;
	/** ISO 3166-1 alpha-2; absent for a bank of no country, or several. */
	readonly country?: string;
	/** IANA name of the zone that its calendar keeps; absent: somewhere in Europe. */
	readonly timeZone?: string;
	readonly access: Access;
	/** Where the facts come from, and when they were last compared (`YYYY-MM-DD`). */
	readonly docs: { readonly url: string; readonly checked: string };
	/** What a user needs before anything works, for the README. */
	readonly needs?: string;
	/** Absent environment: the bank has none. */
	readonly environments: { readonly [environment in Environment]?: BankEnvironment };
	readonly typed?: Typed;
	readonly client?: ClientFields;
	readonly choices?: readonly Choice[];
	readonly wire?: Wire;
	/** The first is offered first. Empty: n8n's Connect button only. */
	readonly logins: readonly Login[];
	/** Absent: a login that has run out is made again. */
	readonly renewal?: Renewal;
	/** Facts of the login that are needed after it. */
	readonly keep?: readonly string[];
	readonly consent?: ConsentCalls;
	readonly limits: Limits;
	readonly accounts: Endpoint<CallContext, Account>;
	readonly account?: Endpoint<AccountParameters, Account>;
	readonly balances: Endpoint<AccountParameters, Balance>;
	readonly transactions: Endpoint<TransactionParameters, TransactionRow>;
	readonly probe?: Probe;
	/**
	 * The bank's codes in ours; they outrank the HTTP status. Of a 2xx answer: empty, unless it is a refusal all the
	 * same. `operation`: as in the audit log.
	 */
	readonly refusal: (answer: HttpAnswer, operation: string) => BankRefusal;
}
