import { spawn, spawnSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { firstPrev, toHead, toLine } from '../../../lib/audit/chain';
import { createFileSink } from '../../../lib/audit/file-sink';
import type { AuditRecord } from '../../../lib/audit/record';
import { verifyLog } from '../../../lib/audit/verify';
import { systemClock } from '../../../lib/http/clock';

const key = 'a-test-key-of-more-than-32-characters';

const record = (number: number): AuditRecord => ({
	time: `2026-01-15T08:00:0${number}.000Z`,
	workflow: 'wf-1',
	bank: 'plain-bank',
	operation: 'transactions',
	requestId: `00000000-0000-4000-8000-00000000000${number}`,
	attended: false,
	status: 200,
	outcome: 'answered',
	attempt: 1,
	ms: 12,
});

describe('audit log', () => {
	let folder: string;
	let path: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'psd2-audit-'));
		path = join(folder, 'logs', 'audit.jsonl');
	});
	afterEach(() => rm(folder, { recursive: true }));

	const open = (secret = key) => createFileSink({ path, key: secret, clock: systemClock });
	const read = async () => (await readFile(path, 'utf8')).trimEnd().split('\n');
	const verify = async (lines?: readonly string[], secret = key) =>
		verifyLog(lines ?? (await read()), await readFile(`${path}.head`, 'utf8'), secret);

	async function fiveRecords(): Promise<string[]> {
		const sink = open();
		await Promise.all([1, 2, 3, 4, 5].map((number) => sink(record(number))));
		return read();
	}

	it('is a line of JSON a call, in order, for its owner only', async () => {
		const lines = await fiveRecords();
		expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(
			[1, 2, 3, 4, 5].map((number) => ({ ...record(number), seq: number })),
		);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		expect((await stat(`${path}.head`)).mode & 0o777).toBe(0o600);
	});

	it('is found unbroken as it was written, also by two processes at once', async () => {
		const [one, other] = [open(), open()];
		await Promise.all(
			[1, 2, 3, 4].flatMap((number) => [one(record(number)), other(record(number))]),
		);
		expect(await verify()).toEqual({ records: 8, chains: 1, findings: [] });
	});

	it('is found unbroken after a crash between record and head', async () => {
		const sink = open();
		await sink(record(1));
		const head = await readFile(`${path}.head`, 'utf8');
		await sink(record(2));
		await writeFile(`${path}.head`, head);
		expect((await verify()).findings).toEqual([]);
	});

	const command = (file: string) =>
		spawnSync(process.execPath, ['scripts/run-typescript.mjs', 'scripts/audit-verify.ts', file], {
			cwd: resolve(__dirname, '../../..'),
			env: { ...process.env, PSD2_AUDIT_KEY: key },
			encoding: 'utf8',
		});

	const without = (lines: string[], index: number) => lines.filter((_line, at) => at !== index);

	it.each<[string, (lines: string[]) => string[], number | undefined, string]>([
		[
			'an edited record',
			(lines) =>
				lines.map((line, at) => (at === 2 ? line.replace('"status":200', '"status":403') : line)),
			3,
			'was changed, inserted',
		],
		[
			'a record whose JSON is only written differently',
			(lines) => lines.map((line, at) => (at === 2 ? line.replace('"ms":12', '"ms":12.0') : line)),
			3,
			'was changed, inserted',
		],
		[
			'a removed record',
			(lines) => without(lines, 2),
			3,
			'record 3 of its chain before it: removed',
		],
		['a removed first record', (lines) => without(lines, 0), 1, 'record 1 of its chain'],
		['a blanked record', (lines) => lines.map((line, at) => (at === 2 ? '' : line)), 3, 'is empty'],
		[
			'records in another order',
			([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest],
			2,
			'record 2 of its chain before it: removed or moved',
		],
		[
			'a repeated record',
			(lines) => lines.flatMap((line, at) => (at === 1 ? [line, line] : [line])),
			3,
			'moved or repeated',
		],
		[
			'an inserted record',
			(lines) =>
				lines.flatMap((line, at) =>
					at === 1 ? [line, line.replace('"seq":2', '"seq":3')] : [line],
				),
			3,
			'was changed, inserted',
		],
		['a cut-off end', (lines) => lines.slice(0, 3), undefined, 'is missing: records 4 to 5'],
		['an emptied log', () => [], undefined, 'is missing: records 1 to 5'],
		[
			'half a last record',
			(lines) => [...lines.slice(0, 4), (lines[4] ?? '').slice(0, 50)],
			5,
			'was changed',
		],
	])('shows %s, and where', async (_what, tamper, line, problem) => {
		const { findings } = await verify(tamper(await fiveRecords()));
		expect(findings[0]?.line).toBe(line);
		expect(findings[0]?.problem).toContain(problem);
	});

	it('points at one line for one edit', async () => {
		const lines = await fiveRecords();
		const edited = lines.map((line, at) => (at === 1 ? line.replace('"ms":12', '"ms":99') : line));
		expect((await verify(edited)).findings.map(({ line }) => line)).toEqual([2]);
	});

	it('is checked and gone on with, whatever somebody has written into it', async () => {
		const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		const strangers = [
			deep,
			`{"chain":${deep},"mac":"0"}`,
			'null',
			'7',
			'{"chain":null}',
			'\u0000',
		];
		const lines = await fiveRecords();
		const { findings } = await verify([...lines, ...strangers]);
		expect(findings.map(({ line }) => line)).toEqual([6, 7, 8, 9, 10, 11]);
		await appendFile(path, strangers.join('\n'));
		await open()(record(6));
		expect((await verify()).records).toBe(6);
		for (const head of strangers) {
			expect((await verifyLog(lines, head, key)).findings).toEqual([
				{ problem: 'The head file was changed or written with another key' },
			]);
		}
	});

	it('shows a record taken over from a log with another key', async () => {
		const lines = await fiveRecords();
		const { findings } = await verify(lines, `${key}-other`);
		expect(findings.filter(({ line }) => line !== undefined)).toHaveLength(5);
	});

	it('shows lines of two processes that changed places', async () => {
		const [one, other] = [open(), open()];
		for (const number of [1, 2, 3]) {
			await one(record(number));
			await other(record(number));
		}
		const [a = '', b = '', c = '', d = '', ...rest] = await read();
		const { findings } = await verify([a, c, b, d, ...rest]);
		expect(findings[0]).toEqual({
			line: 2,
			problem: expect.stringContaining('record 2 of its chain before it: removed or moved'),
		});
		expect(findings.map(({ line }) => line)).not.toContain(5);
	});

	it('shows records of another log under the same key', async () => {
		await fiveRecords();
		const lines = await read();
		const others = join(folder, 'other.jsonl');
		await createFileSink({ path: others, key, clock: systemClock })(record(7));
		const strange = (await readFile(others, 'utf8')).trimEnd();
		const { findings } = await verify([...lines.slice(0, 2), strange, ...lines.slice(2)]);
		expect(findings).toEqual([
			{ problem: expect.stringMatching(/^The head file knows no chain .*: its records are of/) },
		]);
	});

	it('shows an emptied log whose head is gone', async () => {
		expect((await verifyLog([], undefined, key)).findings).toEqual([
			{
				problem: 'The log is empty and its head file is missing: the end of the log is not proven',
			},
		]);
	});

	it('shows a head that was changed, removed or put back from earlier', async () => {
		const sink = open();
		await sink(record(1));
		const early = await readFile(`${path}.head`, 'utf8');
		await sink(record(2));
		await sink(record(3));
		const lines = await read();
		const head = await readFile(`${path}.head`, 'utf8');
		const problems = async (text: string | undefined) =>
			(await verifyLog(lines, text, key)).findings.map(({ problem }) => problem);
		expect(await problems(head.replace('"seq":3', '"seq":2'))).toEqual([
			'The head file was changed or written with another key',
		]);
		expect(await problems(undefined)).toEqual([
			'The head file is missing: the end of the log is not proven',
		]);
		expect(await problems(early)).toEqual([expect.stringContaining('The head file is older')]);
	});

	it('begins a new line after half a record that a crash left', async () => {
		await open()(record(1));
		await writeFile(path, `${await readFile(path, 'utf8')}{"half`);
		await open()(record(2));
		const { findings } = await verify();
		expect(findings).toEqual([{ line: 2, problem: expect.stringContaining('was changed') }]);
	});

	it('refuses to go on under another key', async () => {
		await open()(record(1));
		await expect(open(`${key}-other`)(record(2))).rejects.toMatchObject({
			code: 'settings-invalid',
			details: { field: 'PSD2_AUDIT_KEY' },
		});
		expect(await read()).toHaveLength(1);
	});

	it('does not go on without its head, as if nothing were missing', async () => {
		await fiveRecords();
		await rm(`${path}.head`);
		const refused = {
			code: 'settings-invalid',
			message: expect.stringContaining('without its head'),
			details: { field: 'PSD2_AUDIT_LOG', nextStep: expect.stringContaining('.head') },
		};
		await expect(open()(record(6))).rejects.toMatchObject(refused);
		expect(await read()).toHaveLength(5);
		await writeFile(path, '');
		await expect(open().ready?.()).rejects.toMatchObject(refused);
		expect(await readFile(path, 'utf8')).toBe('');
	});

	it('shows a gap where log and head were removed, or put back from earlier, while n8n ran', async () => {
		const sink = open();
		await sink(record(1));
		const before = [await readFile(path, 'utf8'), await readFile(`${path}.head`, 'utf8')] as const;
		await sink(record(2));
		await writeFile(path, before[0]);
		await writeFile(`${path}.head`, before[1]);
		await sink(record(3));
		expect((await verify()).findings).toEqual([
			{ line: 2, problem: 'record 2 of its chain before it: removed or moved' },
		]);
		await Promise.all([rm(path), rm(`${path}.head`)]);
		await sink(record(4));
		expect((await verify()).findings).toEqual([
			{ line: 1, problem: 'records 1 to 3 of its chain before it: removed or moved' },
		]);
	});

	it('has every record, also of a call that ends at whichever moment of a look at the log', async () => {
		for (const moment of [1, 2, 3, 4, 5, 6, 7, 8]) {
			let looks = 0;
			let written: void | Promise<void> = undefined;
			const busy = {
				...systemClock,
				now: () => {
					looks += 1;
					if (looks === moment) written = sink(record(moment));
					return systemClock.now();
				},
			};
			const sink = createFileSink({ path, key, clock: busy });
			while (looks < moment) await sink.ready?.();
			await written;
		}
		expect(await verify()).toEqual({ records: 8, chains: 1, findings: [] });
	});

	it('is gone on with after a crash between record and head, by whichever process comes next', async () => {
		const sink = open();
		await sink(record(1));
		const head = await readFile(`${path}.head`, 'utf8');
		await sink(record(2));
		await writeFile(`${path}.head`, head);
		await open()(record(3));
		expect((await read()).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([
			1, 2, 3,
		]);
		expect(await verify()).toEqual({ records: 3, chains: 1, findings: [] });
	});

	it('keeps what could not be written and writes it first, in order', async () => {
		const sink = open();
		await sink(record(1));
		await rm(path);
		await mkdir(path);
		await expect(sink(record(2))).rejects.toMatchObject({ code: 'storage-failed' });
		await expect(sink(record(3))).rejects.toMatchObject({ code: 'storage-failed' });
		await expect(sink.ready?.()).rejects.toMatchObject({ code: 'storage-failed' });
		await rm(path, { recursive: true });
		await sink.ready?.();
		await sink(record(4));
		expect((await read()).map((line) => (JSON.parse(line) as AuditRecord).requestId)).toEqual(
			[2, 3, 4].map((number) => record(number).requestId),
		);
	});

	it('is not written to by a process that has lost its lock', async () => {
		const times = [0, 0, 6_000];
		const stalled = { ...systemClock, now: () => times.shift() ?? 6_000 };
		await open()(record(1));
		const late = createFileSink({ path, key, clock: stalled })(record(2));
		await expect(late).rejects.toMatchObject({
			code: 'storage-failed',
			message: expect.stringContaining('it is too slow'),
		});
		expect(await read()).toHaveLength(1);
	});

	describe('of version 0.1, with a chain for each process', () => {
		const old = (chain: string, count: number) => {
			let prev = firstPrev(key, chain);
			return Array.from({ length: count }, (_, index) => {
				const next = { chain, seq: index + 1, prev, ...record(index + 1) };
				const { line, mac } = toLine(key, next);
				prev = mac;
				return { line, end: { seq: index + 1, mac } };
			});
		};

		async function oldLog(rest = '') {
			const [one, other] = [old('one', 3), old('other', 2)];
			const lines = [one[0], other[0], one[1], one[2], other[1]].map((each) => each?.line ?? '');
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, `${lines.join('\n')}\n${rest}`);
			const [a, b] = [one[2]?.end, other[1]?.end];
			await writeFile(
				`${path}.head`,
				toHead(key, { ...(a && { one: a }), ...(b && { other: b }) }),
			);
			return lines;
		}

		it('is still found as it was written', async () => {
			const lines = await oldLog();
			expect(await verify()).toEqual({ records: 5, chains: 2, findings: [] });
			expect((await verify(without(lines, 4))).findings).toEqual([
				{ problem: 'The end of chain other is missing: record 2' },
			]);
			expect(command(path)).toMatchObject({
				status: 0,
				stdout:
					'5 records in 2 chains, in each all as written; how records of different chains stood to each other is not proven\n',
			});
		});

		it('is gone on with as one chain', async () => {
			await oldLog();
			const [one, another] = [open(), open()];
			for (const number of [6, 7])
				await Promise.all([one(record(number)), another(record(number))]);
			expect(await verify()).toEqual({ records: 9, chains: 3, findings: [] });
			const lines = await read();
			expect(
				(await verify([...lines.slice(0, 6), lines[7] ?? '', lines[6] ?? ''])).findings,
			).not.toEqual([]);
		});

		it('is gone on with on a new line after half a record', async () => {
			await oldLog('{"half');
			await open()(record(6));
			expect((await verify()).findings).toEqual([
				{ line: 6, problem: expect.stringContaining('was changed') },
			]);
			expect((await verify()).records).toBe(6);
		});
	});

	it('is one chain of all processes that write at once', async () => {
		const script = join(folder, 'auditing-process.cjs');
		buildSync({
			entryPoints: [join(__dirname, 'auditing-process.ts')],
			outfile: script,
			bundle: true,
			platform: 'node',
		});
		const run = () =>
			new Promise((done) => {
				spawn(process.execPath, [script, path, key, '60'], { stdio: 'inherit' }).on('exit', done);
			});
		expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
		expect(await verify()).toEqual({ records: 180, chains: 1, findings: [] });
	}, 60_000);

	it('says so when it cannot be written', async () => {
		await writeFile(join(folder, 'logs'), 'a file where the folder should be');
		await expect(open().ready?.()).rejects.toMatchObject({ code: 'storage-failed' });
		await expect(open()(record(1))).rejects.toMatchObject({
			code: 'storage-failed',
			details: { field: 'PSD2_AUDIT_LOG' },
		});
	});

	it('is checked by a command that prints the line and exits 1', async () => {
		const lines = await fiveRecords();
		expect(command(path)).toMatchObject({
			status: 0,
			stdout: '5 records in 1 chain, all as written\n',
		});
		await writeFile(path, `${without(lines, 1).join('\n')}\n`);
		expect(command(path)).toMatchObject({
			status: 1,
			stdout: 'Line 2: record 2 of its chain before it: removed or moved\n',
		});
		expect(command(join(folder, 'none.jsonl')).status).toBe(2);
		await rm(path);
		expect(command(path)).toMatchObject({
			status: 1,
			stdout: expect.stringMatching(/^The end of chain \S+ is missing: records 1 to 5\n$/),
		});
	});
});
