import { join } from 'node:path';
import type { Clock } from '../http/port';
import { settle } from '../outcome';
import { within } from '../within';
import { digest } from './digest';
import {
	forgottenMs,
	readIfThere,
	realFiles,
	replaceFile,
	storageError,
	watchLock,
	type Files,
} from './replace-file';
import type { Store } from './store';

export interface FileStoreOptions {
	readonly path: string;
	readonly clock: Clock;
	readonly files?: Files;
	/** For each call, waiting for others included. Default 60 s. */
	readonly timeoutMs?: number;
}

interface Entry {
	readonly value: string;
	/** Epoch ms by the clock of who wrote it. */
	readonly writtenAt: number;
	readonly ttlMs: number;
}

/** How many writes between two looks for expired files. */
const sweepEvery = 200;

/** A file a key, named by its digest, readable by its owner only. For all processes on one machine. */
export function createFileStore({
	path,
	clock,
	files = realFiles,
	timeoutMs = 60_000,
}: FileStoreOptions): Store {
	/** A disk that hangs (a network drive that is gone) fails the call; nothing is committed after it. */
	const inTime = async <Value>(work: () => Promise<Value>): Promise<Value> => {
		const outcome = await settle(within(timeoutMs, work));
		if ('error' in outcome) throw storageError(outcome.error);
		return outcome.value;
	};
	let writes = 0;
	let folder: Promise<unknown> | undefined;
	let locks = new Map<string, ReturnType<typeof watchLock>>();
	const lifeOf = createLives(clock);
	const fileOf = (key: string) => join(path, digest(key));
	const live = (file: string, written: string | undefined) => {
		if (written === undefined) return undefined;
		const entry = parse(written);
		if (entry === undefined) return undefined;
		return lifeOf(file, written, entry) > clock.now() ? entry.value : undefined;
	};
	const serialize = (value: string, ttlMs?: number) =>
		`${ttlMs === undefined ? 'never' : `${clock.now()} ${Math.ceil(ttlMs)}`}\n${value}`;

	async function compareAndSet(
		key: string,
		fits: (current: string | undefined) => boolean,
		next: string | undefined,
		ttlMs: number | undefined,
	): Promise<boolean> {
		await ready();
		let done = false;
		const file = fileOf(key);
		await replaceFile(file, {
			clock,
			files,
			decide: (written) => {
				done = fits(live(file, written));
				if (!done) return 'leave';
				return next === undefined ? 'remove' : { write: serialize(next, ttlMs) };
			},
		});
		return done;
	}

	async function ready(): Promise<void> {
		folder ??= files.mkdir(path, { recursive: true, mode: 0o700 });
		const made = await settle(folder);
		if ('error' in made) {
			folder = undefined;
			throw storageError(made.error);
		}
		writes += 1;
		if (writes % sweepEvery === 1) await sweep();
	}

	/** A store that can't tidy up still stores. */
	async function sweep(): Promise<void> {
		const listed = await settle(files.readdir(path));
		const names = 'value' in listed ? listed.value : [];
		for (const name of names.filter((found) => /^[0-9a-f]{32}$/.test(found))) {
			const file = join(path, name);
			const expired = (written: string | undefined) =>
				written !== undefined && live(file, written) === undefined;
			const written = await settle(readIfThere(file, files));
			if (!('value' in written) || !expired(written.value)) continue;
			const decide = (current: string | undefined) => (expired(current) ? 'remove' : 'leave');
			await settle(replaceFile(file, { clock, files, decide }));
		}
		const options = { clock, files, patienceMs: forgottenMs };
		locks = new Map(
			names
				.filter((found) => /^[0-9a-f]{32}\.lock$/.test(found))
				.map((name) => [name, locks.get(name) ?? watchLock(join(path, name), options)]),
		);
		for (const lock of locks.values()) await lock.removedStale();
	}

	return {
		get: (key) =>
			inTime(async () => {
				const file = fileOf(key);
				return live(file, await readIfThere(file, files));
			}),
		set: async (key, value, ttlMs) => {
			await inTime(() => compareAndSet(key, () => true, value, ttlMs));
		},
		delete: async (key) => {
			await inTime(() => compareAndSet(key, () => true, undefined, undefined));
		},
		compareAndSet: (key, expected, next, ttlMs) =>
			inTime(() => compareAndSet(key, (current) => current === expected, next, ttlMs)),
	};
}

/**
 * Until when an entry lives, epoch ms. What a clock that was ahead has written (or ours, before it was set back)
 * lives for its time from when we first saw it: a lease is not held for hours, nor broken before its time.
 */
function createLives(clock: Pick<Clock, 'now'>) {
	const shortened = new Map<string, { readonly written: string; readonly until: number }>();
	return (file: string, written: string, { writtenAt, ttlMs }: Entry): number => {
		const known = shortened.get(file);
		const before = known?.written === written ? known.until : Number.POSITIVE_INFINITY;
		const until = Math.min(before, writtenAt + ttlMs, clock.now() + ttlMs);
		if (until < writtenAt + ttlMs) shortened.set(file, { written, until });
		else shortened.delete(file);
		return until;
	};
}

/** A file that a crash left half written holds nothing. */
function parse(written: string): Entry | undefined {
	const end = written.indexOf('\n');
	const life = written.slice(0, Math.max(end, 0));
	const value = written.slice(end + 1);
	if (life === 'never') return { value, writtenAt: 0, ttlMs: Number.POSITIVE_INFINITY };
	const [, writtenAt, ttlMs] = /^(\d+) (\d+)$/.exec(life) ?? [];
	return writtenAt === undefined || ttlMs === undefined
		? undefined
		: { value, writtenAt: Number(writtenAt), ttlMs: Number(ttlMs) };
}
