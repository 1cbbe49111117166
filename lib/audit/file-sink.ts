import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { errorCode, settle } from '../outcome';
import { replaceFile, storageReason, type Hold } from '../store/replace-file';
import {
	firstPrev,
	linesOf,
	readHead,
	readLine,
	sharedIn,
	toHead,
	toLine,
	type SharedChain,
} from './chain';
import type { AuditRecord, AuditSink } from './record';

export interface FileSinkOptions {
	/** The log; its head stands beside it as `<path>.head`. */
	readonly path: string;
	readonly key: string;
	readonly clock: Clock;
}

/** Where the log goes on. */
interface Standing {
	readonly shared: SharedChain;
	/** Whether the log has records that its head does not know. */
	readonly isAhead: boolean;
	/** Ends in the middle of a line, as after a crash: the next record must not become part of it. */
	readonly isBroken: boolean;
}

/**
 * Appends records to a file as one keyed chain, whichever process writes. The head is begun before the log, and a
 * record is written before the head tells of it: a crash between the two leaves a head that lags by one, which the
 * next writer makes up for, and never one that claims too much.
 */
export function createFileSink({ path, key, clock }: FileSinkOptions): AuditSink {
	/** Goes into the log before anything else does, as soon as that can be written again. */
	const waiting: AuditRecord[] = [];
	/** Where this process left the log: one that was put back from earlier shows a gap. */
	let last: SharedChain | undefined;
	let isWritten = true;
	let queue: Promise<unknown> = Promise.resolve();

	async function write(): Promise<void> {
		isWritten = false;
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		for (let isLast = false; !isLast; ) {
			await replaceFile(`${path}.head`, {
				clock,
				decide: async (current, hold) => {
					const heads = current === undefined ? {} : readHead(key, current);
					if (heads === undefined) throw otherKey();
					const known = sharedIn(heads);
					const standing = known && (await standingOf(known));
					// Begun, or brought up, before anything is added: the head never lags by more than one.
					const isReady = standing !== undefined && !standing.isAhead;
					isLast = isReady && waiting.length <= 1;
					const { name, end } = isReady
						? await append(standing, hold)
						: (standing?.shared ?? (await begin(current === undefined)));
					return { write: toHead(key, { ...heads, [name]: end }) };
				},
			});
		}
		isWritten = true;
	}

	async function begin(isNew: boolean): Promise<SharedChain> {
		let size = await sizeOf(path);
		if (isNew && size !== undefined) throw headGone();
		if (size !== undefined && (await isBroken(path, size))) {
			await appendWhole(path, '\n', size);
			size += 1;
		}
		const name = last?.name ?? randomUUID();
		const { seq, mac } = last?.end ?? { seq: 0, mac: firstPrev(key, name) };
		return { name, end: { seq, mac, size: size ?? 0 } };
	}

	async function standingOf({ name, end: known }: SharedChain): Promise<Standing> {
		const size = (await sizeOf(path)) ?? 0;
		let { seq, mac } = known;
		if (size > known.size) {
			const added = createReadStream(path, { start: known.size, encoding: 'utf8' });
			for await (const line of linesOf(added)) {
				const record = readLine(key, line);
				if (record?.chain !== name || record.seq !== seq + 1 || record.prev !== mac) continue;
				({ seq, mac } = record);
			}
		}
		if (seq > known.seq) {
			const shared = { name, end: { seq, mac, size: known.size } };
			return { shared, isAhead: true, isBroken: false };
		}
		if (last?.name === name && last.end.seq > seq) ({ seq, mac } = last.end);
		return {
			shared: { name, end: { seq, mac, size } },
			isAhead: false,
			isBroken: size !== known.size && (await isBroken(path, size)),
		};
	}

	/** The record that has waited longest. Where none does, the log is only opened, to see that it can be written. */
	async function append(at: Standing, hold: Hold): Promise<SharedChain> {
		const { name, end } = at.shared;
		const [record] = waiting;
		const next = record && { chain: name, seq: end.seq + 1, prev: end.mac, ...record };
		const made = next && toLine(key, next);
		const text = `${at.isBroken ? '\n' : ''}${made === undefined ? '' : `${made.line}\n`}`;
		// Who has lost the lock must not write: others have gone on from the same record.
		hold.check();
		await appendWhole(path, text, end.size);
		// Another may have come meanwhile.
		if (record !== undefined) waiting.shift();
		const { seq, mac } = { ...end, ...next, ...made };
		last = { name, end: { seq, mac, size: end.size + Buffer.byteLength(text) } };
		return last;
	}

	async function inTurn(isNeeded: () => boolean): Promise<void> {
		const turn = settle(queue.then(async () => (isNeeded() ? await write() : undefined)));
		queue = turn;
		const outcome = await turn;
		if ('error' in outcome) throw unwritten(outcome.error);
	}

	return Object.assign(
		async (record: AuditRecord) => {
			waiting.push(record);
			// Whoever came before may have written it along with his own.
			await inTurn(() => waiting.length > 0 || !isWritten);
		},
		{ ready: () => inTurn(() => true) },
	);
}

async function sizeOf(path: string): Promise<number | undefined> {
	const outcome = await settle(stat(path));
	if ('value' in outcome) return outcome.value.size;
	if (errorCode(outcome.error) === 'ENOENT') return undefined;
	throw outcome.error;
}

/** A whole line or none: a full disk must not leave half a record. */
async function appendWhole(path: string, text: string, size: number): Promise<void> {
	const handle = await open(path, 'a', 0o600);
	const written = await settle(handle.writeFile(text));
	const closed = await settle(handle.close());
	const failed = 'error' in written ? written : 'error' in closed ? closed : undefined;
	if (failed === undefined) return;
	await settle(truncate(path, size));
	throw failed.error;
}

async function isBroken(path: string, size: number): Promise<boolean> {
	if (size === 0) return false;
	const handle = await open(path, 'r');
	const outcome = await settle(handle.read(Buffer.alloc(1), 0, 1, size - 1));
	await handle.close();
	if ('error' in outcome) throw outcome.error;
	return outcome.value.buffer[0] !== 0x0a;
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

const headGone = () =>
	new BankError(
		'settings-invalid',
		'There is an audit log without its head: nothing would show what is missing from it',
		{
			field: 'PSD2_AUDIT_LOG',
			nextStep:
				'Put the file that ends with .head back beside the log, or move the log away: then a new one begins',
		},
	);

function unwritten(error: unknown): BankError {
	if (error instanceof BankError && error.code === 'settings-invalid') return error;
	return new BankError(
		'storage-failed',
		`The audit log can't be written: ${storageReason(error)}. No further call is made until it can`,
		{
			field: 'PSD2_AUDIT_LOG',
			nextStep: 'Free disk space, or point PSD2_AUDIT_LOG to a file that n8n may write',
			cause: error,
		},
	);
}
