import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../scripts/process/ports';

export interface Redis {
	readonly port: number;
	readonly url: string;
	/** Deletes the keys of this pattern. */
	forget(pattern: string): void;
	stop(): Promise<void>;
}

export const hasRedis = () => spawnSync('redis-server', ['--version']).status === 0;

/** Debian's redis-server on a port of its own, with nothing kept. */
export async function startRedis(): Promise<Redis> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'psd2-redis-'));
	const server = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
		{ stdio: 'ignore' },
	);
	while (!(await answers(port))) await pause(50);
	return {
		port,
		url: `redis://127.0.0.1:${port}`,
		forget(pattern) {
			const script =
				"for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end";
			spawnSync('redis-cli', ['-p', String(port), 'EVAL', script, '0', pattern]);
		},
		async stop() {
			server.kill();
			await once(server, 'exit');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const answers = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.on('connect', () => resolve(true));
		socket.on('error', () => resolve(false));
		socket.on('connect', () => socket.destroy());
	});
