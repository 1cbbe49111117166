/**
 * How long an export takes and how far it raises a process's peak memory, beside the floor: the same rows
 * as bare XML through zlib at the same level into a file.
 *
 *     npm run bench -- export 100000 1000000 --only=floor,xlsx --runs=3
 *
 * Each sample is a process of its own. Growth is its peak resident set over what it held before it
 * loaded anything of ours; the making of the invented rows is in both, the floor's and ours.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { compressionLevel, measure, type Sample } from './export/measure';
import { writeResults } from './results';

const everything = ['floor', 'xlsx', 'csv', 'camt053', 'ofx', 'mt940'];

export async function main(): Promise<void> {
	const [first, ...rest] = process.argv.slice(2);
	if (first === '--sample') {
		const [what = '', rows = '', file = ''] = rest;
		process.stdout.write(JSON.stringify(await measure(what, Number(rows), file)));
		return;
	}
	await compare(process.argv.slice(2));
}

async function compare(words: readonly string[]): Promise<void> {
	const sizes = words.filter((word) => /^\d+$/.test(word)).map(Number);
	const only = setting(words, 'only')?.split(',') ?? everything;
	const runs = Number(setting(words, 'runs') ?? 3);
	process.stdout.write(`zlib level ${compressionLevel}, median of ${runs}\n`);
	const all: Sample[] = [];
	for (const rows of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
		// Taken in turn, so that a busy moment of the machine falls on all of them.
		const samples: Sample[] = [];
		for (let run = 0; run < runs; run += 1) {
			for (const what of only) samples.push(await sampleInOwnProcess(what, rows));
		}
		all.push(...samples);
		const floor = median(samples.filter(({ what }) => what === 'floor'));
		for (const what of only)
			report(median(samples.filter((sample) => sample.what === what)), floor);
	}
	await writeResults('export', all);
}

const setting = (words: readonly string[], name: string): string | undefined =>
	words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

async function sampleInOwnProcess(what: string, rows: number): Promise<Sample> {
	const folder = await mkdtemp(path.join(tmpdir(), 'psd2-export-'));
	const file = path.join(folder, 'out');
	const call = ['-e', 'require(process.argv[1]).main()', process.argv[1] ?? ''];
	const { stdout } = await promisify(execFile)(process.execPath, [
		...call,
		'--sample',
		what,
		String(rows),
		file,
	]);
	await rm(folder, { recursive: true });
	return JSON.parse(stdout) as Sample;
}

function median(samples: readonly Sample[]): Sample | undefined {
	return [...samples].sort((a, b) => a.seconds - b.seconds)[Math.floor(samples.length / 2)];
}

function report(sample: Sample | undefined, floor: Sample | undefined): void {
	if (sample === undefined) return;
	const {
		what,
		rows,
		seconds,
		cpuSeconds,
		mainThreadSeconds,
		growthMegabytes,
		fileMegabytes,
		longestBlockMs,
	} = sample;
	const ratio =
		floor === undefined
			? ''
			: `${(seconds / floor.seconds).toFixed(2)} × floor (cpu ${(cpuSeconds / floor.cpuSeconds).toFixed(2)})`;
	process.stdout.write(
		[
			what.padEnd(8),
			`${rows} rows`.padStart(14),
			`${seconds.toFixed(2)} s`.padStart(9),
			`${cpuSeconds.toFixed(2)} s cpu (main thread ${mainThreadSeconds.toFixed(2)})`.padStart(33),
			`+${growthMegabytes.toFixed(0)} MB`.padStart(9),
			`${fileMegabytes.toFixed(1)} MB file`.padStart(14),
			`blocked ≤ ${longestBlockMs.toFixed(0)} ms`.padStart(17),
			ratio,
		].join('  ') + '\n',
	);
}
