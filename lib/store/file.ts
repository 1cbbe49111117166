import { join } from 'node:path';
import type { Clock } from '../http/port';
import { settle } from '../outcome';
import { digest } from './digest';
import { readIfThere, realFiles, replaceFile, storageError, type Files } from './replace-file';
import type { Store } from './store';

export interface FileStoreOptions {
	readonly path: string;
	readonly clock: Clock;
	readonly files?: Files;
}

interface Entry {
	readonly value: string;
	/** Epoch ms. */
	readonly expiresAt: number;
}

/** How many writes between two looks for expired files. */
const sweepEvery = 200;

/** A file a key, named by its digest, readable by its owner only. For all processes on one machine. */
export function createFileStore({ path, clock, files = realFiles }: FileStoreOptions): Store {
	let writes = 0;
	let folder: Promise<unknown> | undefined;
	const fileOf = (key: string) => join(path, digest(key));
	const live = (written: string | undefined) => {
		const entry = written === undefined ? undefined : parse(written);
		return entry !== undefined && entry.expiresAt > clock.now() ? entry.value : undefined;
	};
	const serialize = (value: string, ttlMs?: number) =>
		`${ttlMs === undefined ? 'never' : clock.now() + ttlMs}\n${value}`;

	async function compareAndSet(
		key: string,
		fits: (current: string | undefined) => boolean,
		next: string | undefined,
		ttlMs: number | undefined,
	): Promise<boolean> {
		await ready();
		let done = false;
		await replaceFile(fileOf(key), {
			clock,
			files,
			decide: (written) => {
				done = fits(live(written));
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
		const names = await settle(files.readdir(path));
		for (const name of 'value' in names ? names.value : []) {
			if (!/^[0-9a-f]{32}$/.test(name)) continue;
			const file = join(path, name);
			const expired = (written: string | undefined) =>
				written !== undefined && live(written) === undefined;
			const written = await settle(readIfThere(file, files));
			if (!('value' in written) || !expired(written.value)) continue;
			const decide = (current: string | undefined) => (expired(current) ? 'remove' : 'leave');
			await settle(replaceFile(file, { clock, files, decide }));
		}
	}

	return {
		get: async (key) => live(await readIfThere(fileOf(key), files)),
		set: async (key, value, ttlMs) => {
			await compareAndSet(key, () => true, value, ttlMs);
		},
		delete: async (key) => {
			await compareAndSet(key, () => true, undefined, undefined);
		},
		compareAndSet: (key, expected, next, ttlMs) =>
			compareAndSet(key, (current) => current === expected, next, ttlMs),
	};
}

/** A file that a crash left half written holds nothing. */
function parse(written: string): Entry | undefined {
	const end = written.indexOf('\n');
	const expiry = written.slice(0, Math.max(end, 0));
	if (expiry === 'never') {
		return { value: written.slice(end + 1), expiresAt: Number.POSITIVE_INFINITY };
	}
	return /^\d+$/.test(expiry)
		? { value: written.slice(end + 1), expiresAt: Number(expiry) }
		: undefined;
}
