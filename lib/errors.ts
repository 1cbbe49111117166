import { longestQuote, oneLine } from './one-line';

/**
 * Everything that can go wrong, named by what the user must do next.
 *
 * | code                | the user's next step                                            | retried |
 * |---------------------|-----------------------------------------------------------------|---------|
 * | `invalid-input`     | correct the named field                                         | no      |
 * | `settings-invalid`  | correct the named setting or credential field                   | no      |
 * | `login-required`    | log in to the bank again (connect the credential)               | no      |
 * | `consent-required`  | give or renew the consent                                       | no      |
 * | `login-failed`      | start the login again; the reason says what happened            | no      |
 * | `not-permitted`     | ask the bank (or pick another account): the consent lacks this  | no      |
 * | `not-found`         | pick an account of this connection                              | no      |
 * | `request-rejected`  | change what was asked for                                       | no      |
 * | `rate-limited`      | wait until `retryAt`                                            | yes     |
 * | `quota-exceeded`    | wait until `retryAt`: the day's unattended reads are used up    | no      |
 * | `bank-unavailable`  | try again later                                                 | yes     |
 * | `no-answer`         | check the network, try again later                              | yes     |
 * | `unreadable-answer` | report it: the bank sent something we refuse to guess at        | no      |
 * | `storage-failed`    | free disk space or mend the store                               | no      |
 * | `cancelled`         | nothing: the user stopped it                                    | no      |
 */
export const bankErrorCodes = [
	'invalid-input',
	'settings-invalid',
	'login-required',
	'consent-required',
	'login-failed',
	'not-permitted',
	'not-found',
	'request-rejected',
	'rate-limited',
	'quota-exceeded',
	'bank-unavailable',
	'no-answer',
	'unreadable-answer',
	'storage-failed',
	'cancelled',
] as const;

export type BankErrorCode = (typeof bankErrorCodes)[number];

const retryableCodes: ReadonlySet<BankErrorCode> = new Set([
	'rate-limited',
	'bank-unavailable',
	'no-answer',
]);

export interface BankErrorDetails {
	/** The bank's name as the picker shows it. */
	readonly bank?: string;
	/** The input, setting or answer field that is wrong, as the user or the bank names it. */
	readonly field?: string;
	/** HTTP status of the answer. */
	readonly status?: number;
	/** The bank's own code, e.g. `CONSENT_EXPIRED`. */
	readonly bankCode?: string;
	/** The bank's own words, already masked. */
	readonly bankText?: string;
	/** Epoch milliseconds: when it makes sense to try again. */
	readonly retryAt?: number;
	/** X-Request-ID of the attempt, to quote to the bank. */
	readonly requestId?: string;
	/** How many attempts were made. */
	readonly attempts?: number;
	/** What the user should do next, in one sentence. */
	readonly nextStep?: string;
	readonly cause?: unknown;
}

/** Our own words with a bank's code and sentence in them. */
const longestMessage = 4 * longestQuote;

/**
 * The only error that leaves `lib`. Messages are masked by whoever builds them; whatever they quote, they are one line
 * each.
 */
export class BankError extends Error {
	override readonly name = 'BankError';

	readonly retryable: boolean;
	readonly details: BankErrorDetails;

	constructor(
		readonly code: BankErrorCode,
		message: string,
		details: BankErrorDetails = {},
	) {
		super(
			oneLine(message, longestMessage),
			details.cause === undefined ? undefined : { cause: details.cause },
		);
		this.details = presentable(details);
		this.retryable = retryableCodes.has(code);
	}
}

/** What a `Date` can hold, ms on either side of 1970. */
const furthestTime = 8.64e15;

function presentable({ retryAt, ...details }: BankErrorDetails): BankErrorDetails {
	const lines = Object.entries(details).map(([name, value]: [string, unknown]) => [
		name,
		typeof value === 'string' ? oneLine(value) : value,
	]);
	const isTime = retryAt !== undefined && Math.abs(retryAt) <= furthestTime;
	return { ...Object.fromEntries(lines), ...(isTime && { retryAt }) };
}
