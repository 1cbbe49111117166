/**
 * Runs a TypeScript file of this project: `node scripts/run-typescript.mjs <file> [arguments]`, and its
 * exported `main` where it has one. Bundled first: Node alone neither finds imports without an ending
 * nor knows all of the syntax.
 */
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { writeWhole } from './install/bundle.mjs';
import { projectFolder } from './install/project.mjs';
import { runMain } from './install/step.mjs';

const [, , source] = process.argv;
const name = relative(projectFolder, source).replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '');
const bundle = join(projectFolder, '.cache', 'run', `${name}.cjs`);

const { outputFiles } = await build({
	entryPoints: [source],
	outfile: bundle,
	bundle: true,
	packages: 'external',
	platform: 'node',
	format: 'cjs',
	target: 'node24',
	sourcemap: 'inline',
	logLevel: 'error',
	write: false,
});
writeWhole(outputFiles);
process.argv.splice(1, 2, bundle);
const { main } = createRequire(import.meta.url)(bundle);
if (main) await runMain(main);
