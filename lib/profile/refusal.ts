import type { BankErrorCode } from '../errors';

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
