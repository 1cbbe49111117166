/**
 * The same transactions into an Excel file in a real n8n, three ways: our export straight from the bank, our
 * transactions as items into our export, and n8n's own HTTP Request → Split Out → Convert to File. Beside them the
 * floor, outside n8n: fetch and JSON.parse of the same pages, then as many rows of bare XML through zlib.
 *
 *     npm run bench -- n8n 10000 100000 --runs=3 --only=straight,built-in
 */
import { packPackage } from '../scripts/n8n/package';
import { openBank } from './bank/open';
import { sampleFloor, type FloorSample } from './n8n/floor';
import { takeSample, type Sample } from './n8n/sample';
import { openStage } from './n8n/stage';
import { ways, type Way } from './n8n/workflows';
import { median, writeResults } from './results';

/** Above these, a way needs more than the machine or Node's heap has. */
const largest: Readonly<Record<Way, number>> = {
	straight: Infinity,
	items: 100_000,
	'built-in': 100_000,
};

export async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const given = words.filter((word) => /^\d+$/.test(word)).map(Number);
	const setting = (name: string) =>
		words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
	const only = setting('only')?.split(',');
	const runs = Number(setting('runs') ?? 3);
	const tarball = await packPackage();
	const samples: (Sample | FloorSample)[] = [];
	for (const size of given.length > 0 ? given : [10_000, 100_000, 1_000_000]) {
		const chosen = ways.filter((way) => only?.includes(way) ?? size <= largest[way]);
		samples.push(...(await sampleSize(size, chosen, runs, tarball)));
	}
	await writeResults('n8n', samples);
}

async function sampleSize(
	size: number,
	chosen: readonly Way[],
	runs: number,
	tarball: string,
): Promise<(Sample | FloorSample)[]> {
	const open = await openBank(size);
	const samples: Sample[] = [];
	const floors: FloorSample[] = [];
	const stage = await openStage(open.bank, tarball);
	try {
		for (let run = 0; run < runs; run += 1) {
			floors.push(await sampleFloor(open.bank));
			for (const way of chosen) {
				const sample = await takeSample(stage, open, way);
				samples.push(sample);
				report(sample);
			}
		}
	} finally {
		await stage.close();
		await open.close();
	}
	const floor = median(floors.map(({ seconds }) => seconds));
	process.stdout.write(`  floor ${floor.toFixed(2)} s\n`);
	for (const way of chosen) summary(samples.filter((sample) => sample.way === way));
	return [...floors, ...samples];
}

function report({
	way,
	rows,
	status,
	seconds,
	growthMegabytes,
	calls,
	connections,
	health,
}: Sample) {
	const took = seconds === undefined ? status : `${seconds.toFixed(2)} s`;
	process.stdout.write(
		`${String(rows).padStart(9)}  ${way.padEnd(8)} ${took.padStart(9)}  +${growthMegabytes.toFixed(0)} MB  ` +
			`${calls} calls on ${connections} connections  ` +
			`health ${health.median.toFixed(0)} ms, longest ${health.longest.toFixed(0)} ms\n`,
	);
}

function summary(samples: readonly Sample[]) {
	const [first] = samples;
	if (first === undefined) return;
	const seconds = median(samples.map((sample) => sample.seconds ?? Number.NaN));
	const growth = median(samples.map(({ growthMegabytes }) => growthMegabytes));
	process.stdout.write(
		`  median of ${samples.length}: ${first.way} ${seconds.toFixed(2)} s, +${growth.toFixed(0)} MB, ` +
			`${Math.round(first.rows / seconds)} rows/s\n`,
	);
}
