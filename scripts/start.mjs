/** `npm start [-- --once]`: installs what is missing, then goes on in TypeScript on Node 24. */
import { ensureProject } from './install/project.mjs';
import { runOnProjectNode } from './install/project-node.mjs';
import { ensureRuntime } from './install/runtime.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	await ensureRuntime();
	return runOnProjectNode([
		'scripts/run-typescript.mjs',
		'scripts/start/main.ts',
		...process.argv.slice(2),
	]);
});
