/**
 * `npm run bench`: every bench in turn, or the named one with its own arguments, then docs/benchmarks.md from all
 * that is in bench/results:
 *
 *     npm run bench -- client 100000 --runs=5
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeReport } from './report';

const notBenches = new Set(['index', 'results', 'report']);

export function main(): number {
	const [name, ...rest] = process.argv.slice(2);
	const all = readdirSync('bench')
		.filter((file) => file.endsWith('.ts'))
		.map((file) => file.slice(0, -3))
		.filter((each) => !notBenches.has(each));
	if (name === 'report') {
		writeReport();
		return 0;
	}
	if (name !== undefined && !existsSync(join('bench', `${name}.ts`))) {
		process.stdout.write(`There is no bench called ${name}. There are: ${all.join(', ')}\n`);
		return 2;
	}
	for (const each of name === undefined ? all : [name]) {
		process.stdout.write(`\n${each}\n`);
		const run = ['scripts/run-typescript.mjs', join('bench', `${each}.ts`), ...rest];
		const { status } = spawnSync(process.execPath, run, { stdio: 'inherit' });
		if (status !== 0) return status ?? 1;
	}
	writeReport();
	return 0;
}
