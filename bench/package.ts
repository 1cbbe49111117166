/**
 * What n8n pays for having the package: how long its nodes and credentials take to load over n8n-workflow alone, in
 * fresh processes taken in turn, and how large the tarball is.
 *
 *     npm run bench -- package --runs=9
 */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { packPackage } from '../scripts/n8n/package';
import { median, writeResults } from './results';

interface Sample {
	readonly what: 'n8n-workflow' | 'with the package' | 'tarball';
	readonly milliseconds?: number;
	readonly megabytes?: number;
}

/** In the order in which n8n does it: every class is made, not only its file read. */
const load = `
	const started = performance.now();
	require('n8n-workflow');
	for (const file of process.argv.slice(1)) {
		for (const Class of Object.values(require(file))) new Class();
	}
	process.stdout.write(String(performance.now() - started));
`;

export async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const runs = Number(words.find((word) => word.startsWith('--runs='))?.slice(7) ?? 9);
	const tarball = await packPackage();
	const { n8n } = JSON.parse(await readFile('package.json', 'utf8')) as {
		n8n: { nodes: readonly string[]; credentials: readonly string[] };
	};
	const files = [...n8n.nodes, ...n8n.credentials].map((file) => path.resolve(file));
	const samples: Sample[] = [];
	for (let run = 0; run < runs; run += 1) {
		samples.push({ what: 'n8n-workflow', milliseconds: await timeToLoad([]) });
		samples.push({ what: 'with the package', milliseconds: await timeToLoad(files) });
	}
	samples.push({ what: 'tarball', megabytes: (await stat(tarball)).size / 1e6 });
	report(samples, files.length);
	await writeResults('package', samples);
}

async function timeToLoad(files: readonly string[]): Promise<number> {
	const { stdout } = await promisify(execFile)(process.execPath, ['-e', load, ...files]);
	return Number(stdout);
}

function report(samples: readonly Sample[], files: number): void {
	const of = (what: Sample['what']) =>
		median(samples.flatMap((one) => (one.what === what ? [one.milliseconds ?? 0] : [])));
	const [alone, together] = [of('n8n-workflow'), of('with the package')];
	const megabytes = samples.at(-1)?.megabytes ?? Number.NaN;
	process.stdout.write(
		`load: n8n-workflow ${alone.toFixed(0)} ms, with ${files} classes ${together.toFixed(0)} ms ` +
			`(+${(together - alone).toFixed(0)} ms)  tarball ${megabytes.toFixed(2)} MB\n`,
	);
}
