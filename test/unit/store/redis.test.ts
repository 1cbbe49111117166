import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../lib/http/clock';
import { createRedisStore } from '../../../lib/store/redis';
import { storeContract } from './store-contract';

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

const installed = spawnSync('redis-server', ['--version']).status === 0;

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
		server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
		await new Promise<void>((resolve) =>
			server.stdout?.on('data', (text: Buffer) => {
				if (text.includes('Ready to accept connections')) resolve();
			}),
		);
	});
	afterAll(async () => {
		server.kill();
		await new Promise((resolve) => server.on('exit', resolve));
		rmSync(folder, { recursive: true });
	});

	storeContract(async () => {
		const store = createRedisStore(url, { prefix: `test-${(run += 1)}:` });
		return { store, pass: (ms) => systemClock.sleep(ms), close: () => store.close() };
	});

	const command = (...words: string[]) =>
		spawnSync('redis-cli', ['-u', url, ...words], { encoding: 'utf8' });

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

	it('gives up on a Redis that hangs, and goes on when it is back', async () => {
		const store = createRedisStore(url, { prefix: 'hangs:', timeoutMs: 100 });
		await store.set('a', '1');
		command('client', 'pause', '400', 'all');
		await expect(store.get('a')).rejects.toMatchObject({
			code: 'storage-failed',
			message: 'The Redis store does not answer',
		});
		await systemClock.sleep(500);
		expect(await store.get('a')).toBe('1');
		await store.close();
	});
});

describe('redis store without Redis', () => {
	it('says which setting leads nowhere, without the password in it', async () => {
		const store = createRedisStore(`redis://user:planted-password@127.0.0.1:${await freePort()}`);
		const error: unknown = await store.get('a').catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			code: 'storage-failed',
			message: 'The Redis store does not answer (ECONNREFUSED)',
			details: { field: 'PSD2_REDIS_URL' },
		});
		expect(JSON.stringify(error)).not.toContain('planted-password');
	});
});
