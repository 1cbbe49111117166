import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectFolder } from './project';
import { SetupError } from './setup-error';

/** Runs a short command to its end and gives what it printed; its last words where it fails. */
export async function run(
	title: string,
	command: string,
	commandArguments: readonly string[],
	folder = projectFolder,
): Promise<string> {
	try {
		const { stdout } = await promisify(execFile)(command, commandArguments, {
			cwd: folder,
			maxBuffer: 64 * 1024 * 1024,
		});
		return stdout;
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
		throw new SetupError(`${title} failed (${command} ${commandArguments.join(' ')}):\n\n${words}`);
	}
}
