import type { RedisClientType } from '@redis/client';
import { BankError } from '../errors';
import { errorCode, settle } from '../outcome';
import type { Store } from './store';

/**
 * One step in the server, so that nobody comes between the look and the write.
 * ARGV: 1 whether a value is expected, it; 3 whether one follows, it; 5 its life in ms, 0 for ever.
 */
const compareAndSetScript = `
local current = redis.call('GET', KEYS[1])
local expected = ARGV[1] == '1' and ARGV[2] or false
if current ~= expected then return 0 end
if ARGV[3] == '0' then redis.call('DEL', KEYS[1]) return 1 end
if ARGV[5] == '0' then redis.call('SET', KEYS[1], ARGV[4])
else redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5]) end
return 1`;

export interface RedisStoreOptions {
	/** What its keys begin with. Default `psd2:`. */
	readonly prefix?: string;
	/** For connecting and for each command. Default 5 s: a workflow that can't reach its store says so soon. */
	readonly timeoutMs?: number;
}

export interface RedisStore extends Store {
	close(): Promise<void>;
}

/** For n8n in queue mode: one Redis for all machines. Connects at the first use. */
export function createRedisStore(
	url: string,
	{ prefix = 'psd2:', timeoutMs = 5_000 }: RedisStoreOptions = {},
): RedisStore {
	let connection: Promise<RedisClientType> | undefined;
	let commands = 0;
	const forget = () => {
		connection = undefined;
	};

	async function connect(): Promise<RedisClientType> {
		const { createClient } = await import('@redis/client');
		const client: RedisClientType = createClient({
			url,
			disableOfflineQueue: true,
			// A store that is away fails the call; the next call connects anew.
			socket: { connectTimeout: timeoutMs, reconnectStrategy: false },
		});
		client.on('error', forget);
		client.on('end', forget);
		await client.connect();
		return client;
	}

	async function run<Value>(command: (client: RedisClientType) => Promise<Value>): Promise<Value> {
		connection ??= connect();
		const connected = await settle(connection);
		if ('error' in connected) {
			forget();
			throw unreachable(connected.error);
		}
		const client = connected.value;
		// An idle connection must not keep a process that is done alive; a command under way must.
		commands += 1;
		client.ref();
		const late = AbortSignal.timeout(timeoutMs);
		const outcome = await settle(Promise.race([command(client), rejectedBy(late)]));
		commands -= 1;
		if (commands === 0) client.unref();
		if ('value' in outcome) return outcome.value;
		if (late.aborted) {
			client.destroy();
			forget();
		}
		throw unreachable(outcome.error);
	}

	return {
		get: (key) => run(async (client) => (await client.get(prefix + key)) ?? undefined),
		set: (key, value, ttlMs) =>
			run(async (client) => {
				if (ttlMs === undefined) await client.set(prefix + key, value);
				else {
					const expiration = { type: 'PX', value: lifeMs(ttlMs) } as const;
					await client.set(prefix + key, value, { expiration });
				}
			}),
		delete: (key) =>
			run(async (client) => {
				await client.del(prefix + key);
			}),
		compareAndSet: (key, expected, next, ttlMs) =>
			run(async (client) => {
				const changed = await client.eval(compareAndSetScript, {
					keys: [prefix + key],
					arguments: [
						expected === undefined ? '0' : '1',
						expected ?? '',
						next === undefined ? '0' : '1',
						next ?? '',
						ttlMs === undefined ? '0' : String(lifeMs(ttlMs)),
					],
				});
				return changed === 1;
			}),
		async close() {
			const open = connection;
			forget();
			if (open !== undefined) await settle(open.then((client) => client.close()));
		},
	};
}

const rejectedBy = (signal: AbortSignal) =>
	new Promise<never>((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});

/** Redis takes whole milliseconds above zero. */
const lifeMs = (ttlMs: number) => Math.max(1, Math.ceil(ttlMs));

/** The cause is left out: it may hold the URL with its password. */
function unreachable(error: unknown): BankError {
	const code = errorCode(error) ?? '';
	const why = /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : '';
	return new BankError('storage-failed', `The Redis store does not answer${why}`, {
		field: 'PSD2_REDIS_URL',
		nextStep: 'Check that Redis is running and that PSD2_REDIS_URL leads to it',
	});
}
