/** `npm run test:e2e`: installs what is missing, packs the package, then runs jest against a real n8n. */
import { ensureProject } from './install/project.mjs';
import { runOnProjectNode } from './install/project-node.mjs';
import { ensureRuntime } from './install/runtime.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	await ensureRuntime();
	return runOnProjectNode([
		'node_modules/jest/bin/jest.js',
		'--config=test/e2e/jest.config.js',
		// Each file starts an n8n of its own.
		'--runInBand',
		...process.argv.slice(2),
	]);
});
