import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
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
		const impatient = {
			now: clock.now,
			sleep: async (ms: number) => {
				clock.pass(2_000);
				await systemClock.sleep(ms);
			},
		};
		const store = createFileStore({ path, clock: impatient });
		await store.set('a', '1');
		const [name = ''] = await readdir(path);
		await writeFile(join(path, `${name}.lock`), 'half wri');
		await utimes(join(path, `${name}.lock`), 0, 0);
		expect(await store.compareAndSet('a', '1', '2')).toBe(true);
		expect(await store.get('a')).toBe('2');
		expect(await readdir(path)).toEqual([name]);
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
