/** `npm test`: installs what is missing, then runs jest (unit, contract, integration, recorded). */
import { ensureProject } from './install/project.mjs';
import { runOnProjectNode } from './install/project-node.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	return runOnProjectNode(['node_modules/jest/bin/jest.js', ...process.argv.slice(2)]);
});
