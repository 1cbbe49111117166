import type { Call, Context, Gain, Language } from './call';

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

export interface AppLinks {
	readonly computer: string;
	/** The address to come back to is appended, URL-encoded. */
	readonly phone: string;
}

/** Where a login stands at the bank, in one closed set whatever the bank calls it. */
export interface LoginStanding extends Gain {
	/** `busy`: no order was placed, as another one of the same person was in the way; the next one may be. */
	readonly state: 'busy' | 'outstanding' | 'started' | 'signing' | 'complete' | 'failed';
	/** Only with `failed`. */
	readonly reason?: LoginFailure;
	/** The app's own word for it, e.g. BankID's hintCode. */
	readonly hint?: string;
	/** The bank's own words to the account holder. */
	readonly message?: string;
	/** Text of the QR code of this moment; absent once the app is open. */
	readonly qr?: string;
	/** The QR code where the bank draws it itself: a PNG in base64. */
	readonly qrPicture?: string;
	/** Open the app on the device they are followed on. */
	readonly links?: AppLinks;
	/** How long the bank wants us to wait before asking again. */
	readonly pollMs?: number;
}

/**
 * Goes on by itself. `not-yet`: the bank wants to be asked again in a moment. A failure ends the login, as where the
 * consent that the person was asked for was rejected and the browser came back without a word of it.
 */
export interface CallStep {
	readonly call: Call<Gain | LoginFailure | 'not-yet'>;
	/**
	 * It brings the client's own token (the fact `clientToken`), and is made again where the bank refuses that later.
	 * It needs none of the login's facts: after the login calls as the client begin with it.
	 */
	readonly isClientToken?: true;
}

/** The browser goes to the bank and comes back. */
export interface VisitStep {
	/** The bank's address to go to. `undefined`: this time nobody need go there. */
	readonly visit: (context: Context) => string | undefined;
	/**
	 * From the query it comes back with. A query that an earlier visit of the login has ended with is none: that page was
	 * loaded twice. So two visits that both come back without a code need addresses of their own to come back to.
	 */
	readonly back: (query: Readonly<Record<string, string | undefined>>) => Gain | LoginFailure;
}

/** The person acts in an app, away from the page. */
export interface AppStep {
	/** Places an order; again where nobody opened the last one. Absent: an earlier call has placed the only one. */
	readonly order?: Call<LoginStanding>;
	readonly look: Call<LoginStanding>;
	/** The QR code of this moment where the bank draws it at an address of its own: a PNG in base64. */
	readonly picture?: Call<string>;
	/** Between two looks, where the bank doesn't say. */
	readonly pollMs: number;
	/** How long one order may take altogether. */
	readonly lastsMs: number;
}

export type Step = CallStep | VisitStep | AppStep;

export interface Person {
	readonly asked: 'optional' | 'required';
	/** Regular expression of a whole number or name; absent: a Swedish personal number. */
	readonly pattern?: string;
	/** What the page asks for; absent: the personal number. */
	readonly label?: Readonly<Record<Language, string>>;
}

/** One way to log in: its steps in their order. What waits for a person is a step like any other. */
export interface Login {
	readonly how: 'app' | 'redirect';
	/** Decides the words of the page. `bank`: the bank's own app. */
	readonly app?: 'bankid' | 'bank';
	/** Absent: the bank doesn't want to know who it is before. */
	readonly person?: Person;
	/** `asked`: the order differs for an app on this device and one on another. */
	readonly device?: 'asked';
	/** A login in an app whose calls name the redirect address too: it must be known where there is no page. */
	readonly redirectUri?: 'named';
	readonly steps: readonly Step[];
}
