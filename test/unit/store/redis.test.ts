import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../lib/http/clock';
import { createRedisStore } from '../../../lib/store/redis';
import { realClock } from '../../support/real-clock';
import { storeContract } from './store-contract';

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

const env = realClock();
const installed = spawnSync('redis-server', ['--version'], { env }).status === 0;

describe('redis store', () => {
	if (!installed) {
		it('is tried only where redis-server is installed', () => {
			process.stdout.write(
				'redis-server is not installed here: the Redis store was not tried (Debian: apt install redis-server)\n',
			);
			expect(installed).toBe(false);
		});
		return;
	}

	let server: ChildProcess;
	let folder: string;
	let url: string;
	let run = 0;

	beforeAll(async () => {
		const port = await freePort();
		folder = mkdtempSync(join(tmpdir(), 'psd2-redis-'));
		url = `redis://127.0.0.1:${port}`;
		const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
		server = spawn('redis-server', options, { env, stdio: ['ignore', 'pipe', 'ignore'] });
		await new Promise<void>((resolve) =>
			server.stdout?.on('data', (text: Buffer) => {
				if (text.includes('Ready to accept connections')) resolve();
			}),
		);
	});
	afterAll(async () => {
		server.kill('SIGCONT');
		server.kill();
		await new Promise((resolve) => server.on('exit', resolve));
		rmSync(folder, { recursive: true });
	});

	storeContract(async () => {
		const store = createRedisStore(url, { prefix: `test-${(run += 1)}:` });
		return { store, pass: (ms) => systemClock.sleep(ms), close: () => store.close() };
	});

	const command = (...words: string[]) =>
		spawnSync('redis-cli', ['-u', url, ...words], { env, encoding: 'utf8' });

	it('connects again after its connection was cut', async () => {
		const store = createRedisStore(url, { prefix: 'again:' });
		await store.set('a', '1');
		command('client', 'kill', 'type', 'normal', 'skipme', 'yes');
		const later = async (): Promise<string | undefined> =>
			store.get('a').catch(async () => {
				await systemClock.sleep(5);
				return later();
			});
		expect(await later()).toBe('1');
		await store.close();
	});

	it.each(['before', 'after'])(
		'gives up on a Redis that is stopped, %s it had connected',
		async (when) => {
			const store = createRedisStore(url, { prefix: 'stopped:', timeoutMs: 500 });
			if (when === 'after') await store.set('a', '1');
			server.kill('SIGSTOP');
			const calls = Array.from({ length: 3 }, () => store.get('a'));
			for (const outcome of await Promise.allSettled(calls)) {
				expect(outcome).toMatchObject({
					reason: { code: 'storage-failed', message: 'The Redis store does not answer' },
				});
			}
			server.kill('SIGCONT');
			await store.set('a', '2');
			expect(await store.get('a')).toBe('2');
			await store.close();
		},
	);

	it('says what Redis refuses', async () => {
		command('config', 'set', 'requirepass', 'planted-password');
		const error: unknown = await createRedisStore(url)
			.get('a')
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ message: 'The Redis store refuses: it wants a password' });
		const { pathname, port } = new URL(url);
		const wrong = createRedisStore(`redis://:wrong@127.0.0.1:${port}${pathname}`);
		await expect(wrong.get('a')).rejects.toThrow('the user or the password is wrong');
		command('-a', 'planted-password', 'config', 'set', 'requirepass', '');
	});
});

describe('redis store without Redis', () => {
	it.each(['redis', 'rediss'])(
		'gives up on a server that takes the connection and says nothing (%s)',
		async (protocol) => {
			const server = createServer((socket) => void socket.on('error', () => undefined).resume());
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const { port } = server.address() as AddressInfo;
			const store = createRedisStore(`${protocol}://127.0.0.1:${port}`, { timeoutMs: 500 });
			const refused = { code: 'storage-failed', message: 'The Redis store does not answer' };
			await expect(store.get('a')).rejects.toMatchObject(refused);
			await expect(store.set('a', '1')).rejects.toMatchObject(refused);
			await store.close();
			// Resolves when no connection is left.
			await new Promise((resolve) => server.close(resolve));
		},
	);

	it('says which setting leads nowhere, without the password in it', async () => {
		const store = createRedisStore(`redis://user:planted-password@127.0.0.1:${await freePort()}`);
		const error: unknown = await store.get('a').catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			code: 'storage-failed',
			message: 'The Redis store does not answer: the connection was refused',
			details: { field: 'PSD2_REDIS_URL' },
		});
		expect(JSON.stringify(error)).not.toContain('planted-password');
	});
});
