/**
 * What the client (fetch, validate, model, number, paginate) costs beside the floor, a kept-alive fetch and
 * JSON.parse of the same pages, from a bank in a process of its own.
 *
 *     npm run bench -- client 10000 100000 1000000 --runs=5
 *
 * Each sample is a process of its own, floor and client in turn, so that a busy moment of the machine falls on
 * both. Loading our modules is not in the time, but for `client-thread`, which is the client where an export straight
 * from the bank has it: in a thread with limits of its own. Peak memory is mostly V8 not yet having collected; what the client
 * really holds is looked at once more, with a collection every 50 pages.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openBank } from './bank/open';
import type { PrebuiltBank } from './bank/prebuilt';
import { measure, type Sample } from './client/measure';
import { median, writeResults } from './results';

export { inThread } from './client/in-thread';

const readers = ['floor', 'client', 'client-thread'];

export async function main(): Promise<void> {
	const words = process.argv.slice(2);
	if (words[0] === '--sample') {
		const [, what = '', bank = ''] = words;
		process.stdout.write(JSON.stringify(await measure(what, JSON.parse(bank) as PrebuiltBank)));
		return;
	}
	const sizes = words.filter((word) => /^\d+$/.test(word)).map(Number);
	const runs = Number(words.find((word) => word.startsWith('--runs='))?.slice(7) ?? 5);
	const samples: Sample[] = [];
	for (const size of sizes.length > 0 ? sizes : [10_000, 100_000, 200_000, 1_000_000]) {
		const taken = await sampleSize(size, runs);
		samples.push(...taken);
		report(size, taken);
	}
	await writeResults('client', samples);
}

async function sampleSize(size: number, runs: number): Promise<Sample[]> {
	const { bank, close } = await openBank(size);
	const samples: Sample[] = [];
	for (let run = 0; run < runs; run += 1) {
		for (const what of readers) samples.push(await inOwnProcess(what, bank));
	}
	samples.push({ ...(await inOwnProcess('client', bank, ['--expose-gc'])), what: 'client-live' });
	await close();
	return samples;
}

async function inOwnProcess(
	what: string,
	bank: PrebuiltBank,
	flags: readonly string[] = [],
): Promise<Sample> {
	const call = [...flags, '-e', 'require(process.argv[1]).main()', process.argv[1] ?? ''];
	const { stdout } = await promisify(execFile)(process.execPath, [
		...call,
		'--sample',
		what,
		JSON.stringify(bank),
	]);
	return JSON.parse(stdout) as Sample;
}

function report(size: number, samples: readonly Sample[]): void {
	const of = (what: string) => samples.filter((sample) => sample.what === what);
	const floor = median(of('floor').map(({ seconds }) => seconds));
	for (const what of readers) {
		const seconds = median(of(what).map((sample) => sample.seconds));
		const memory = median(of(what).map(({ growthMegabytes }) => growthMegabytes));
		const spread = of(what).map((sample) => sample.seconds.toFixed(2));
		process.stdout.write(
			`${String(size).padStart(9)}  ${what.padEnd(13)} ${seconds.toFixed(2).padStart(7)} s  ` +
				`× ${(seconds / floor).toFixed(2)}  ${Math.round(size / seconds)} rows/s  ` +
				`+${memory.toFixed(0)} MB  (${spread.join(', ')})\n`,
		);
	}
	const live = median(of('client-live').map(({ liveMegabytes = Number.NaN }) => liveMegabytes));
	process.stdout.write(`${String(size).padStart(9)}  client holds ${live.toFixed(0)} MB\n`);
}
