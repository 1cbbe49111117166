import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from './setup-error';

export interface ChildSettings {
	/** What it is, for messages: "n8n", "the sandbox bank". */
	readonly title: string;
	readonly command: string;
	readonly arguments: readonly string[];
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
	/** Everything it prints. */
	readonly logFile: string;
	/** Asked again and again until true. */
	readonly isReady: () => Promise<boolean>;
	/** Milliseconds. */
	readonly patience: number;
	/** Ends the process whenever it fires, also while it starts. */
	readonly signal: AbortSignal | undefined;
}

export interface Child {
	readonly pid: number;
	/** Resolves when the process has ended, however that came about. */
	readonly ended: Promise<void>;
	stop(): Promise<void>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a server and waits until it answers. One that ends or stays silent is stopped, with its last words. */
export async function startChild(settings: ChildSettings): Promise<Child> {
	mkdirSync(dirname(settings.logFile), { recursive: true });
	const log = createWriteStream(settings.logFile);
	await once(log, 'open');
	const child = spawn(settings.command, settings.arguments, {
		cwd: settings.folder,
		env: settings.environment,
		stdio: ['ignore', log, log],
		signal: settings.signal,
	});
	const running = { value: true };
	const ended = new Promise<void>((resolve) => {
		const finish = () => {
			running.value = false;
			log.end();
			resolve();
		};
		child.once('exit', finish);
		// Other errors, such as an interruption, still end with `exit`.
		child.on('error', () => child.pid === undefined && finish());
	});
	const stop = async () => {
		if (running.value) child.kill('SIGTERM');
		const killer = setTimeout(() => child.kill('SIGKILL'), 20_000);
		await ended;
		clearTimeout(killer);
	};
	const giveUpAt = Date.now() + settings.patience;
	while (!(await settings.isReady().catch(() => false))) {
		if (running.value && Date.now() < giveUpAt) {
			await pause(250);
			continue;
		}
		const reason = running.value ? 'did not become ready' : 'ended while starting';
		await stop();
		throw new SetupError(
			`${settings.title} ${reason}. The end of ${settings.logFile}:\n\n${tail(settings.logFile)}`,
		);
	}
	return { pid: child.pid ?? 0, ended, stop };
}

function tail(file: string) {
	return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
