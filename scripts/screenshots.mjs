/** `node scripts/screenshots.mjs`: takes the pictures of the docs again, from the real editor. */
import { ensureProject } from './install/project.mjs';
import { runOnProjectNode } from './install/project-node.mjs';
import { ensureRuntime } from './install/runtime.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	await ensureRuntime();
	return runOnProjectNode(['scripts/run-typescript.mjs', 'scripts/docs/screenshots.ts']);
});
