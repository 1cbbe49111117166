import { spawn } from 'node:child_process';

/** A reason to stop that the person at the keyboard can act on: printed as it is, without a stack. */
export class SetupError extends Error {
	name = 'SetupError';
}

/** Runs a script's main function; a `SetupError` ends it with its sentence and exit code 1. */
export async function runMain(main) {
	try {
		process.exitCode = (await main()) ?? 0;
	} catch (error) {
		// By name: a TypeScript bundle brings a class of its own.
		process.stderr.write(`\n${error.name === 'SetupError' ? error.message : error.stack}\n`);
		process.exitCode = 1;
	}
}

const heartbeatMs = 15_000;

/**
 * Runs a command, quiet while it works and complete when it fails. npm prints nothing for minutes
 * outside a terminal, so a line every 15 s says how far it is.
 */
export async function runQuietly(command, options) {
	const { title, arguments: commandArguments, folder, environment = {}, progress } = options;
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	process.stdout.write(`${title} …\n`);
	const child = spawn(command, commandArguments, {
		cwd: folder,
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (output += chunk));
	const heartbeat = setInterval(() => {
		process.stdout.write(`  ${seconds()}${progress ? `, ${progress()}` : ''}\n`);
	}, heartbeatMs);
	const exit = await new Promise((resolve) => {
		child.once('error', (error) => resolve({ error }));
		child.once('close', (code) => resolve({ code }));
	});
	clearInterval(heartbeat);
	if (exit.code === 0) process.stdout.write(`  done in ${seconds()}\n`);
	return { ok: exit.code === 0, output: exit.error ? String(exit.error) : output };
}
