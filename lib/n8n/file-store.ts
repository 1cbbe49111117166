import { PassThrough, type Readable, type Writable } from 'node:stream';
import { BankError } from '../errors';
import { errorCode, settle } from '../outcome';
import { storageReason } from '../store/replace-file';
import { within } from '../within';

export interface Storing<Binary, Written> {
	/** n8n's `prepareBinaryData`: drains the sink from the start, so that what is written is on its way at once. */
	readonly store: (sink: Readable) => Promise<Binary>;
	/** Ends the sink when all is written; ends itself when the sink is destroyed. */
	readonly write: (sink: Writable) => Promise<Written>;
	/** How long a store may take to notice that nothing more comes. Default 10 s. */
	readonly patienceMs?: number;
}

/** A file that n8n stores while it is written. Whatever fails, the writing or the store, ends both. */
export async function intoFileStore<Binary, Written>({
	store,
	write,
	patienceMs = 10_000,
}: Storing<Binary, Written>): Promise<{ readonly binary: Binary; readonly written: Written }> {
	const sink = new PassThrough();
	// Its error is told by whoever failed; nobody else may be there to hear it.
	sink.on('error', () => undefined);
	let refusal: BankError | undefined;
	const stored = settle(store(sink));
	void stored.then((outcome) => {
		if (!('error' in outcome)) return;
		refusal = notStored(outcome.error);
		sink.destroy(refusal);
	});
	const written = await settle(write(sink));
	if ('error' in written) {
		const failure = refusal ?? written.error;
		// With an error, also where the writing failed before it took the sink: older n8n waits for nothing else.
		sink.destroy(failure instanceof Error ? failure : new Error('Nothing more comes'));
		await settle(within(patienceMs, () => stored));
		throw failure;
	}
	const binary = await stored;
	if ('error' in binary) throw notStored(binary.error);
	return { binary: binary.value, written: written.value };
}

/** n8n's own words for its database's limit; Node's codes for what it can't hold in one piece. */
function notStored(cause: unknown): BankError {
	const message = cause instanceof Error ? cause.message : '';
	const [, megabytes] = /max size limit of (\d+) MB/.exec(message) ?? [];
	const code = errorCode(cause);
	if (
		megabytes !== undefined ||
		/^ERR_(?:OUT_OF_RANGE|STRING_TOO_LONG|FS_FILE_TOO)/.test(code ?? '')
	) {
		const limit = megabytes === undefined ? '' : ` (${megabytes} MB)`;
		return new BankError(
			'storage-failed',
			`The file is larger than n8n takes into its store for files${limit}`,
			{
				nextStep:
					"Ask for a shorter period or fewer accounts, or raise n8n's N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE",
				cause,
			},
		);
	}
	const reason = code === undefined ? '' : `: ${storageReason(cause)}`;
	return new BankError(
		'storage-failed',
		`The file could not be put into n8n's store for files${reason}`,
		{
			nextStep:
				code === undefined
					? "Check n8n's store for binary data; n8n's log says more"
					: 'Free disk space, or let n8n write to its store for binary data',
			cause,
		},
	);
}
