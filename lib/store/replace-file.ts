import * as nodeFiles from 'node:fs/promises';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { errorCode, settle } from '../outcome';

/** The part of `node:fs/promises` in use; a test puts faults in its place. */
export type Files = Pick<
	typeof nodeFiles,
	'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'stat' | 'unlink'
>;

export const realFiles: Files = nodeFiles;

/** A lock that nobody touched for so long was left behind by a process that died. */
const staleMs = 10_000;
/** After this a process may no longer commit: others are about to take its lock for a dead one's. */
const longestHoldMs = staleMs / 2;
const longestPollMs = 15;
/** Longer than it takes to find a dead process's lock dead: what stands then, nobody can take. */
const longestWaitMs = 3 * staleMs;

/** The file's next content, or what else becomes of it. */
export type Decision = { readonly write: string } | 'remove' | 'leave';

/** The lock while `decide` works. */
export interface Hold {
	/** Throws where it took so long that others take the lock for a dead one's: before what they can't see is done. */
	check(): void;
}

export interface ReplaceOptions {
	readonly clock: Clock;
	readonly files?: Files;
	readonly decide: (current: string | undefined, hold: Hold) => Decision | Promise<Decision>;
}

/**
 * Reads a file, decides, replaces it: one at a time over all processes on this machine. As git does it: the lock
 * is the next file itself, made only where there is none, and renaming it commits and unlocks in one step.
 */
export async function replaceFile(
	path: string,
	{ clock, files = realFiles, decide }: ReplaceOptions,
): Promise<void> {
	const lock = `${path}.lock`;
	const handle = await acquire(lock, clock, files);
	const lockedAt = clock.now();
	const hold: Hold = {
		check: () => {
			if (clock.now() - lockedAt > longestHoldMs) throw tooSlow();
		},
	};
	const outcome = await settle(
		(async (): Promise<void> => {
			const decision = await decide(await readIfThere(path, files), hold);
			if (typeof decision === 'object') await handle.writeFile(decision.write);
			await handle.close();
			hold.check();
			if (typeof decision === 'object') return files.rename(lock, path);
			if (decision === 'remove') await unlinkIfThere(path, files);
			await unlinkIfThere(lock, files);
		})(),
	);
	if ('value' in outcome) return;
	await settle(handle.close());
	if (clock.now() - lockedAt <= longestHoldMs) await settle(files.unlink(lock));
	throw storageError(outcome.error);
}

/** `undefined` where there is none. */
export async function readIfThere(path: string, files: Files): Promise<string | undefined> {
	const outcome = await settle(files.readFile(path, 'utf8'));
	if ('value' in outcome) return outcome.value;
	if (errorCode(outcome.error) === 'ENOENT') return undefined;
	throw storageError(outcome.error);
}

async function acquire(lock: string, clock: Clock, files: Files) {
	// Two that wait for the same dead process must not find it dead at the same moment.
	const watch = watchLock(lock, { clock, files, patienceMs: staleMs * (1 + Math.random() / 2) });
	let giveUpAt = Number.POSITIVE_INFINITY;
	for (;;) {
		const outcome = await settle(files.open(lock, 'wx', 0o600));
		if ('value' in outcome) return outcome.value;
		if (errorCode(outcome.error) !== 'EEXIST') throw storageError(outcome.error);
		// A clock that is set back must not make the wait hours long.
		giveUpAt = Math.min(giveUpAt, clock.now() + longestWaitMs);
		if (clock.now() >= giveUpAt) throw failed('its lock stays taken', outcome.error);
		if (!(await watch.removedStale())) await clock.sleep(1 + Math.random() * longestPollMs);
	}
}

/** Longer than anybody waits for a lock: what is older, nobody waits for. */
export const forgottenMs = 6 * staleMs;

/** Tells a dead process's lock by its not changing while we look, whatever the clocks of others say. */
export function watchLock(
	lock: string,
	{ clock, files, patienceMs }: { clock: Clock; files: Files; patienceMs: number },
) {
	let seen = '';
	let since = clock.now();
	const look = async () => {
		const outcome = await settle(files.stat(lock));
		return 'value' in outcome ? `${outcome.value.ino} ${outcome.value.mtimeMs}` : undefined;
	};
	return {
		async removedStale(): Promise<boolean> {
			const now = await look();
			if (now === undefined) return true;
			if (now !== seen) {
				seen = now;
				since = clock.now();
				return false;
			}
			// A clock that is set back begins to count anew, instead of for hours.
			since = Math.min(since, clock.now());
			if (clock.now() - since < patienceMs) return false;
			const removed = await settle(unlinkIfThere(lock, files));
			return 'value' in removed;
		},
	};
}

async function unlinkIfThere(path: string, files: Files): Promise<void> {
	const outcome = await settle(files.unlink(path));
	if ('error' in outcome && errorCode(outcome.error) !== 'ENOENT') throw outcome.error;
}

const reasons: Readonly<Record<string, string>> = {
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EROFS: 'the disk is read-only',
	EACCES: 'this process may not write there',
	EPERM: 'this process may not write there',
	ENOTDIR: 'its folder is a file',
	EISDIR: 'a folder stands in its place',
	EEXIST: 'a file stands in the place of its folder',
	ENOENT: 'its folder is gone',
	EMFILE: 'this process has too many files open',
	ENFILE: 'this machine has too many files open',
	ETIMEDOUT: 'it is too slow',
};

const tooSlow = () => Object.assign(new Error('held for too long'), { code: 'ETIMEDOUT' });

export function storageError(error: unknown): BankError {
	return error instanceof BankError ? error : failed(storageReason(error), error);
}

/** Why a file could not be written, for the end of a sentence. */
export function storageReason(error: unknown): string {
	if (error instanceof BankError && error.details.cause !== undefined) {
		return storageReason(error.details.cause);
	}
	const code = errorCode(error);
	return reasons[code ?? ''] ?? code ?? 'the reason is not known';
}

const failed = (why: string, cause?: unknown) =>
	new BankError('storage-failed', `The store can't be written: ${why}`, {
		field: 'PSD2_STORE_PATH',
		nextStep: 'Free disk space, or point PSD2_STORE_PATH to a folder that n8n may write to',
		...(cause === undefined ? {} : { cause }),
	});
