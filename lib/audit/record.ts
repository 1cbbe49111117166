import { BankError, type BankErrorCode } from '../errors';
import { redact } from '../http/redact';
import { settle } from '../outcome';

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
export interface AuditSink {
	(record: AuditRecord): void | Promise<void>;
	/** Asked before a call is sent: throws where its record could not be written. Absent: it always can. */
	ready?(): Promise<void>;
}

/** Throws where a call's record could not be written now. */
export async function askReady(sink: AuditSink): Promise<void> {
	const asked = await settle(begun(() => sink.ready?.()));
	if ('error' in asked) throw unrecorded(asked.error);
}

/** Why the record could not be written; `undefined`: it was. */
export async function writeTo(
	sink: AuditSink,
	record: AuditRecord,
): Promise<BankError | undefined> {
	const written = await settle(begun(() => sink(record)));
	return 'error' in written ? unrecorded(written.error) : undefined;
}

/** Also what is thrown at once becomes a failure of the promise. */
const begun = async (work: () => void | Promise<void>) => await work();

function unrecorded(error: unknown): BankError {
	if (error instanceof BankError) return error;
	return new BankError(
		'storage-failed',
		`The call could not be recorded: ${redact(String(error))}`,
		{
			field: 'PSD2_AUDIT_LOG',
			nextStep: 'Mend what PSD2_AUDIT_LOG leads to, then run again',
		},
	);
}
