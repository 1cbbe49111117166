/** Installs what is missing, nothing otherwise: `node scripts/ensure-installed.mjs [--runtime]`. */
import { ensureProject } from './install/project.mjs';
import { ensureRuntime } from './install/runtime.mjs';
import { runMain } from './install/step.mjs';

await runMain(async () => {
	await ensureProject();
	if (process.argv.includes('--runtime')) await ensureRuntime();
});
