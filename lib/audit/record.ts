import type { BankErrorCode } from '../errors';

/** One call to a bank: who asked for what, and how it ended. Holds nothing secret or personal. */
export interface AuditRecord {
	/** ISO 8601, UTC: when the call began. */
	readonly time: string;
	readonly workflow?: string;
	readonly execution?: string;
	readonly node?: string;
	/** Profile id. */
	readonly bank: string;
	readonly operation: string;
	/** X-Request-ID as sent; absent where n8n itself sends the call (renewal of an OAuth2 token). */
	readonly requestId?: string;
	/** Digest of the consent id. */
	readonly consent?: string;
	readonly attended: boolean;
	/** HTTP status; absent where no answer came. */
	readonly status?: number;
	readonly bankCode?: string;
	readonly outcome: 'answered' | 'redirected' | BankErrorCode;
	/** Counts from 1 within one request for one page. */
	readonly attempt: number;
	readonly ms: number;
	/** Unattended reads left in the rolling day after this one. */
	readonly budgetLeft?: number;
}

/** Where records go. A sink that fails fails the call: what can't be recorded isn't done. */
export type AuditSink = (record: AuditRecord) => void | Promise<void>;
