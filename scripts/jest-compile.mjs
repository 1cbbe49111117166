/**
 * Before integration tests: compiles our sources file by file, for what runs in a thread of its own. A thread is
 * started from a file by Node itself, which knows nothing of jest's transforms.
 */
import { buildSync } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './install/bundle.mjs';
import { projectFolder } from './install/project.mjs';

const sourcesIn = (folder) =>
	readdirSync(join(projectFolder, folder), { recursive: true })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(projectFolder, folder, name));

export default () => {
	const { outputFiles } = buildSync({
		entryPoints: [...sourcesIn('lib'), ...sourcesIn('nodes')],
		outbase: projectFolder,
		outdir: join(projectFolder, '.cache', 'jest'),
		platform: 'node',
		format: 'cjs',
		target: 'node24',
		sourcemap: 'inline',
		logLevel: 'error',
		write: false,
	});
	writeWhole(outputFiles);
};
