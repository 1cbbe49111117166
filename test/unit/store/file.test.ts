import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { systemClock } from '../../../lib/http/clock';
import { createFileStore } from '../../../lib/store/file';
import { realFiles, type Files } from '../../../lib/store/replace-file';
import { storeContract } from './store-contract';

/** Real waits between tries, while the store's idea of the time can be moved. */
const movableClock = () => {
	let ahead = 0;
	return {
		now: () => systemClock.now() + ahead,
		sleep: systemClock.sleep,
		pass: (ms: number) => {
			ahead += ms;
		},
	};
};

/** Two seconds go by at each look at somebody's lock. */
const hurried = (clock: ReturnType<typeof movableClock>) => ({
	now: clock.now,
	sleep: async (ms: number) => {
		clock.pass(2_000);
		await systemClock.sleep(ms);
	},
});

const hourMs = 60 * 60 * 1000;

describe('file store', () => {
	let path: string;

	beforeEach(async () => {
		path = join(await mkdtemp(join(tmpdir(), 'psd2-store-')), 'inside', 'psd2');
	});
	afterEach(() => rm(join(path, '..', '..'), { recursive: true }));

	storeContract(async () => {
		const clock = movableClock();
		return { store: createFileStore({ path, clock }), pass: async (ms) => clock.pass(ms) };
	});

	const open = (files?: Files) =>
		createFileStore({ path, clock: systemClock, ...(files === undefined ? {} : { files }) });

	it('names files by digest and lets only the owner read them', async () => {
		await open().set('refresh/credential-7', 'value');
		const [name = ''] = await readdir(path);
		expect(name).toMatch(/^[0-9a-f]{32}$/);
		expect((await stat(join(path, name))).mode & 0o777).toBe(0o600);
		expect((await stat(path)).mode & 0o777).toBe(0o700);
	});

	it('is seen by another store on the same folder', async () => {
		await open().set('a', '1');
		expect(await open().get('a')).toBe('1');
	});

	it('counts right when four processes count at once', async () => {
		const script = join(path, '..', 'counting-process.cjs');
		buildSync({
			entryPoints: [join(__dirname, 'counting-process.ts')],
			outfile: script,
			bundle: true,
			platform: 'node',
		});
		const processes = Array.from({ length: 4 }, () => {
			const child = spawn(process.execPath, [script, path, '50'], { stdio: 'inherit' });
			return new Promise((resolve) => child.on('exit', resolve));
		});
		expect(await Promise.all(processes)).toEqual([0, 0, 0, 0]);
		expect(await open().get('counter')).toBe('200');
		expect(await readdir(path)).toHaveLength(1);
	}, 30_000);

	it('takes the lock of a process that died', async () => {
		const clock = movableClock();
		const store = createFileStore({ path, clock: hurried(clock) });
		await store.set('a', '1');
		const [name = ''] = await readdir(path);
		await writeFile(join(path, `${name}.lock`), 'half wri');
		await utimes(join(path, `${name}.lock`), 0, 0);
		expect(await store.compareAndSet('a', '1', '2')).toBe(true);
		expect(await store.get('a')).toBe('2');
		expect(await readdir(path)).toEqual([name]);
	});

	it('takes the lock of a process that was killed while it wrote', async () => {
		const script = join(path, '..', 'dying-process.cjs');
		buildSync({
			entryPoints: [join(__dirname, 'dying-process.ts')],
			outfile: script,
			bundle: true,
			platform: 'node',
		});
		const child = spawn(process.execPath, [script, path], { stdio: 'inherit' });
		const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
		expect(signal).toBe('SIGKILL');
		const [name = ''] = await readdir(path);
		expect(name).toMatch(/^[0-9a-f]{32}\.lock$/);
		const clock = movableClock();
		const store = createFileStore({ path, clock: hurried(clock) });
		expect(await store.get('a')).toBeUndefined();
		expect(await store.compareAndSet('a', undefined, '2')).toBe(true);
		expect(await readdir(path)).toEqual([name.replace('.lock', '')]);
	});

	it('gives up on a lock that can not be removed', async () => {
		const clock = movableClock();
		const store = createFileStore({ path, clock: hurried(clock) });
		await store.set('a', '1');
		const [name = ''] = await readdir(path);
		await mkdir(join(path, `${name}.lock`));
		await expect(store.set('a', '2')).rejects.toMatchObject({
			code: 'storage-failed',
			message: "The store can't be written: its lock stays taken",
		});
		expect(await store.get('a')).toBe('1');
	});

	it('gives up on a lock that others keep taking', async () => {
		const clock = movableClock();
		await createFileStore({ path, clock }).set('a', '1');
		let time = 0;
		const taken = Object.assign(new Error('taken'), { code: 'EEXIST' });
		const files: Files = {
			...realFiles,
			open: (file, ...rest) =>
				String(file).endsWith('.lock') ? Promise.reject(taken) : realFiles.open(file, ...rest),
			stat: (async () => ({ ino: (time += 1), mtimeMs: time })) as never,
		};
		const store = createFileStore({ path, clock: hurried(clock), files });
		await expect(store.set('a', '2')).rejects.toThrow('its lock stays taken');
	});

	it.each(['open', 'mkdir'] as const)('gives up on a disk that hangs in %s', async (call) => {
		const hangs = () => new Promise<never>(() => undefined);
		const files: Files = { ...realFiles, [call]: hangs };
		const store = createFileStore({ path, clock: systemClock, files, timeoutMs: 5 });
		await expect(store.set('a', '2')).rejects.toMatchObject({
			code: 'storage-failed',
			message: "The store can't be written: it is too slow",
		});
	});

	it('takes a dead lock also when the clock is set back while it looks', async () => {
		const clock = movableClock();
		await createFileStore({ path, clock }).set('a', '1');
		const [name = ''] = await readdir(path);
		await writeFile(join(path, `${name}.lock`), '');
		let looks = 0;
		const setBack = {
			now: clock.now,
			sleep: async () => {
				looks += 1;
				clock.pass(looks === 2 ? -5 * hourMs : 2_000);
			},
		};
		await createFileStore({ path, clock: setBack }).set('a', '2');
		expect(looks).toBeLessThan(20);
	});

	it('removes a lock that a dead process left where nobody writes any more', async () => {
		const clock = movableClock();
		const store = createFileStore({ path, clock });
		await store.set('a', '1');
		const left = `${'0'.repeat(32)}.lock`;
		await writeFile(join(path, left), '');
		for (let index = 0; index < 400; index += 1) await store.set('a', '1');
		expect(await readdir(path)).toContain(left);
		clock.pass(60_000);
		for (let index = 0; index < 200; index += 1) await store.set('a', '1');
		expect(await readdir(path)).not.toContain(left);
	});

	describe('with what a clock wrote that was hours ahead', () => {
		const start = async () => {
			const ahead = movableClock();
			ahead.pass(5 * hourMs);
			const clock = movableClock();
			const writer = createFileStore({ path, clock: ahead });
			await writer.set('a', 'theirs', 10_000);
			return { ahead, writer, clock, store: createFileStore({ path, clock }) };
		};

		it('keeps it for as long as it was meant to live, counted from the first look', async () => {
			const { clock, store } = await start();
			expect(await store.get('a')).toBe('theirs');
			clock.pass(9_000);
			expect(await store.compareAndSet('a', undefined, 'ours')).toBe(false);
			clock.pass(2_000);
			expect(await store.get('a')).toBeUndefined();
			expect(await store.compareAndSet('a', undefined, 'ours', 10_000)).toBe(true);
		});

		it('does not bring it back to life when the time comes that it was written for', async () => {
			const { clock, store } = await start();
			await store.get('a');
			clock.pass(5 * hourMs + 1_000);
			expect(await store.get('a')).toBeUndefined();
		});

		it('gives it its whole life again when its owner extends it', async () => {
			const { ahead, clock, writer, store } = await start();
			await store.get('a');
			clock.pass(9_000);
			ahead.pass(9_000);
			await writer.compareAndSet('a', 'theirs', 'theirs', 10_000);
			clock.pass(2_000);
			expect(await store.get('a')).toBe('theirs');
		});

		it('tidies it up as well', async () => {
			const { clock, store } = await start();
			for (let index = 0; index < 200; index += 1) await store.set('b', '1');
			clock.pass(11_000);
			for (let index = 0; index < 200; index += 1) await store.set('b', '1');
			expect(await readdir(path)).toHaveLength(1);
		});

		it('is safe when the clock that is set back is our own', async () => {
			const { ahead, writer } = await start();
			ahead.pass(-5 * hourMs);
			expect(await writer.get('a')).toBe('theirs');
			ahead.pass(-hourMs);
			expect(await writer.get('a')).toBe('theirs');
			ahead.pass(11_000);
			expect(await writer.get('a')).toBeUndefined();
		});
	});

	it('says so when the disk is full, and harms nothing', async () => {
		await open().set('a', 'before');
		const full: Files = {
			...realFiles,
			open: async (...parameters) => {
				const handle = await realFiles.open(...parameters);
				handle.writeFile = async () => {
					throw Object.assign(new Error('write'), { code: 'ENOSPC' });
				};
				return handle;
			},
		};
		await expect(open(full).set('a', 'after')).rejects.toMatchObject({
			code: 'storage-failed',
			message: "The store can't be written: the disk is full",
			details: { field: 'PSD2_STORE_PATH' },
		});
		expect(await open().get('a')).toBe('before');
		expect(await readdir(path)).toHaveLength(1);
	});

	it('says so when its folder is a file', async () => {
		const file = join(path, '..', '..', 'file');
		await writeFile(file, '');
		const store = createFileStore({ path: join(file, 'psd2'), clock: systemClock });
		await expect(store.set('a', '1')).rejects.toMatchObject({ code: 'storage-failed' });
		await expect(store.get('a')).rejects.toMatchObject({ code: 'storage-failed' });
	});

	it('takes a half-written file for none', async () => {
		const store = open();
		await store.set('a', '1');
		const [name = ''] = await readdir(path);
		await writeFile(join(path, name), '17');
		expect(await store.get('a')).toBeUndefined();
		expect(await store.compareAndSet('a', undefined, '2')).toBe(true);
	});

	it('tidies up what has expired', async () => {
		const clock = movableClock();
		const store = createFileStore({ path, clock });
		await store.set('kept', '1');
		for (let index = 0; index < 30; index += 1) await store.set(`old-${index}`, '1', 10);
		clock.pass(20);
		for (let index = 0; index < 200; index += 1) await store.set('kept', String(index));
		expect(await readdir(path)).toHaveLength(1);
		expect(await readFile(join(path, (await readdir(path))[0] ?? ''), 'utf8')).toBe('never\n199');
	});
});
