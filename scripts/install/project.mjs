import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, nodeBinary } from './packages.mjs';
import { requireNode } from './requirements.mjs';

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const projectNode = nodeBinary(projectFolder);

/** What `npm test` and the build need. */
export async function ensureProject() {
	requireNode();
	await installPackages(projectFolder, {
		title: 'Installing the packages of this project (0.7 GB, about a minute)',
		gigabytes: 1.5,
	});
}
