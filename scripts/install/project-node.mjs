import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { projectFolder, projectNode } from './project.mjs';

/**
 * Runs a program on the project's Node 24 with this terminal, gives its exit code. Ctrl-C reaches it
 * directly, so this process only waits; other signals are passed on.
 */
export function runOnProjectNode(commandArguments) {
	const child = spawn(projectNode, commandArguments, {
		cwd: projectFolder,
		env: { ...process.env, PATH: [dirname(projectNode), process.env.PATH].join(delimiter) },
		stdio: 'inherit',
	});
	const ignore = () => {};
	const pass = () => child.kill('SIGTERM');
	process.on('SIGINT', ignore);
	process.on('SIGTERM', pass);
	process.on('SIGHUP', pass);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
}
