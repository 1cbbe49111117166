import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/command';
import { projectFolder } from '../process/project';

const folder = join(projectFolder, '.cache', 'package');

/** Builds this package and packs it as it would be published; gives the tarball's path. */
export async function packPackage(): Promise<string> {
	await run('Building the package', 'npm', ['run', 'build']);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const printed = await run('Packing the package', 'npm', [
		'pack',
		'--json',
		`--pack-destination=${folder}`,
	]);
	const [{ filename }] = JSON.parse(printed) as [{ filename: string }];
	return join(folder, filename);
}

/** Installs the tarball as the docs of n8n tell administrators to, replacing what was there. */
export async function installPackage(n8nHome: string, tarball: string): Promise<void> {
	const nodes = join(n8nHome, '.n8n', 'nodes');
	await rm(nodes, { recursive: true, force: true });
	await mkdir(nodes, { recursive: true });
	await writeFile(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	const settings = ['--omit=dev', '--omit=peer', '--no-package-lock', '--ignore-scripts'];
	const quiet = ['--no-audit', '--no-fund'];
	await run(
		'Installing the package into n8n',
		'npm',
		['install', tarball, ...settings, ...quiet],
		nodes,
	);
}
