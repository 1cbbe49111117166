import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Raw samples with what they were taken on: bench/results/<name>.json. */
export async function writeResults(name: string, samples: readonly unknown[]): Promise<void> {
	const folder = join('bench', 'results');
	mkdirSync(folder, { recursive: true });
	const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
	const [cpu] = cpus();
	const machine = {
		cpu: cpu?.model,
		cores: cpus().length,
		memoryGigabytes: Math.round(totalmem() / 1e9),
		node: process.version,
	};
	const taken = new Date().toISOString();
	const text = JSON.stringify({ taken, commit, machine, samples }, undefined, '\t');
	writeFileSync(join(folder, `${name}.json`), `${text}\n`);
}
