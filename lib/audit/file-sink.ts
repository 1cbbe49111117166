import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { errorCode, settle } from '../outcome';
import { replaceFile, storageReason } from '../store/replace-file';
import { firstPrev, readHead, toHead, toLine } from './chain';
import type { AuditRecord, AuditSink } from './record';

export interface FileSinkOptions {
	/** The log; its head stands beside it as `<path>.head`. */
	readonly path: string;
	readonly key: string;
	readonly clock: Clock;
}

/**
 * Appends records to a file as one keyed chain per process. The record is written before the head, so that a
 * crash between the two leaves a head that lags by one and never one that claims too much.
 */
export function createFileSink({ path, key, clock }: FileSinkOptions): AuditSink {
	const chain = randomUUID();
	let seq = 0;
	let prev = firstPrev(key, chain);
	let queue: Promise<unknown> = Promise.resolve();

	async function write(record: AuditRecord): Promise<void> {
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		await replaceFile(`${path}.head`, {
			clock,
			decide: async (current) => {
				const heads = current === undefined ? {} : readHead(key, current);
				if (heads === undefined) throw otherKey();
				const next = { chain, seq: seq + 1, prev, ...record };
				const { line, mac } = toLine(key, next);
				await append(path, line);
				seq = next.seq;
				prev = mac;
				return { write: toHead(key, { ...heads, [chain]: { seq, mac } }) };
			},
		});
	}

	return async (record) => {
		const written = settle(queue.then(() => write(record)));
		queue = written;
		const outcome = await written;
		if ('error' in outcome) throw unwritten(outcome.error);
	};
}

/** A whole line or none: a full disk must not leave half a record. */
async function append(path: string, line: string): Promise<void> {
	const before = await settle(stat(path));
	if ('error' in before && errorCode(before.error) !== 'ENOENT') throw before.error;
	const size = 'value' in before ? before.value.size : 0;
	const start = size === 0 || (await endsWithNewline(path, size)) ? '' : '\n';
	const outcome = await settle(appendFile(path, `${start}${line}\n`, { mode: 0o600 }));
	if ('value' in outcome) return;
	await settle(truncate(path, size));
	throw outcome.error;
}

/** False after a crash in the middle of a line: the next record must not become part of it. */
async function endsWithNewline(path: string, size: number): Promise<boolean> {
	const handle = await open(path, 'r');
	const outcome = await settle(handle.read(Buffer.alloc(1), 0, 1, size - 1));
	await handle.close();
	if ('error' in outcome) throw outcome.error;
	return outcome.value.buffer[0] === 0x0a;
}

const otherKey = () =>
	new BankError(
		'settings-invalid',
		'The audit log was begun with another PSD2_AUDIT_KEY, or its head was changed',
		{
			field: 'PSD2_AUDIT_KEY',
			nextStep:
				'Set the key that the log was begun with, or begin a new log with another PSD2_AUDIT_LOG',
		},
	);

function unwritten(error: unknown): BankError {
	if (error instanceof BankError && error.code === 'settings-invalid') return error;
	return new BankError(
		'storage-failed',
		`The audit log can't be written: ${storageReason(error)}. No call is made without its record`,
		{
			field: 'PSD2_AUDIT_LOG',
			nextStep: 'Free disk space, or point PSD2_AUDIT_LOG to a file that n8n may write',
			cause: error,
		},
	);
}
