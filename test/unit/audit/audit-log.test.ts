import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
		expect(await verify()).toEqual({ records: 8, chains: 2, findings: [] });
	});

	it('is found unbroken after a crash between record and head', async () => {
		const sink = open();
		await sink(record(1));
		const head = await readFile(`${path}.head`, 'utf8');
		await sink(record(2));
		await writeFile(`${path}.head`, head);
		expect((await verify()).findings).toEqual([]);
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

	it('shows a record taken over from a log with another key', async () => {
		const lines = await fiveRecords();
		const { findings } = await verify(lines, `${key}-other`);
		expect(findings.filter(({ line }) => line !== undefined)).toHaveLength(5);
	});

	it('shows a chain that is gone as a whole', async () => {
		await fiveRecords();
		await open()(record(1));
		const first = (JSON.parse((await read())[0] ?? '') as { chain: string }).chain;
		const { findings } = await verify((await read()).filter((line) => !line.includes(first)));
		expect(findings).toEqual([{ problem: `The end of chain ${first} is missing: records 1 to 5` }]);
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

	it('says so when it cannot be written', async () => {
		await writeFile(join(folder, 'logs'), 'a file where the folder should be');
		await expect(open()(record(1))).rejects.toMatchObject({
			code: 'storage-failed',
			details: { field: 'PSD2_AUDIT_LOG' },
		});
	});

	it('is checked by a command that prints the line and exits 1', async () => {
		const command = (file: string) =>
			spawnSync(process.execPath, ['scripts/run-typescript.mjs', 'scripts/audit-verify.ts', file], {
				cwd: resolve(__dirname, '../../..'),
				env: { ...process.env, PSD2_AUDIT_KEY: key },
				encoding: 'utf8',
			});
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
	});
});
