import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { ensureProject, projectFolder, projectNode } from './project.mjs';
import { ensureRuntime } from './runtime.mjs';
import { runMain } from './step.mjs';

/**
 * What every npm script does: installs what is missing, then runs a program on the project's Node 24 with
 * the arguments of the command line. `withN8n` installs a pinned n8n too: that of `runtime`, or of the folder named.
 */
export function launch(program, { withN8n = false } = {}) {
	return runMain(async () => {
		await ensureProject();
		const runtime = withN8n === true ? 'runtime' : withN8n;
		if (runtime) await ensureRuntime(runtime);
		const environment = runtime ? { PSD2_N8N_RUNTIME: runtime } : {};
		return runOnProjectNode([...program, ...process.argv.slice(2)], environment);
	});
}

export const typescript = (file) => ['scripts/run-typescript.mjs', file];
export const jest = 'node_modules/jest/bin/jest.js';

/** Ctrl-C reaches the program directly, so this process only waits; other signals are passed on. */
function runOnProjectNode(programArguments, environment) {
	const child = spawn(projectNode, programArguments, {
		cwd: projectFolder,
		env: {
			...process.env,
			...environment,
			PATH: [dirname(projectNode), process.env.PATH].join(delimiter),
		},
		stdio: 'inherit',
	});
	process.on('SIGINT', () => {});
	for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
}
