import type { RedisClientType } from '@redis/client';
import { BankError } from '../errors';
import { networkReason } from '../http/network-reason';
import { errorCode, settle } from '../outcome';
import { TimeUpError, within } from '../within';
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
	/** For each call, connecting included. Default 5 s: a workflow that can't reach its store says so soon. */
	readonly timeoutMs?: number;
}

interface Connection {
	readonly client: RedisClientType;
	readonly ready: Promise<unknown>;
	/** Under way. */
	commands: number;
}

export interface RedisStore extends Store {
	close(): Promise<void>;
}

/** For n8n in queue mode: one Redis for all machines. Connects at the first use. */
export function createRedisStore(
	url: string,
	{ prefix = 'psd2:', timeoutMs = 5_000 }: RedisStoreOptions = {},
): RedisStore {
	let opened: Promise<Connection> | undefined;

	async function open(): Promise<Connection> {
		const { createClient } = await import('@redis/client');
		const client: RedisClientType = createClient({
			url,
			disableOfflineQueue: true,
			// A store that is away fails the call; the next call connects anew.
			socket: { connectTimeout: timeoutMs, reconnectStrategy: false },
		});
		client.on('error', () => undefined);
		return { client, ready: client.connect(), commands: 0 };
	}

	/** The next call connects anew, and whoever still waits for this connection is told that it is over. */
	function leave(left: Promise<Connection>): void {
		if (opened === left) opened = undefined;
		const end = ({ client }: Connection) => {
			// Destroyed while it connects, it would do so all the same.
			client.on('connect', () => client.destroy());
			client.destroy();
		};
		void left.then(end, () => undefined);
	}

	async function run<Value>(command: (client: RedisClientType) => Promise<Value>): Promise<Value> {
		opened ??= open();
		const used = opened;
		let client: RedisClientType | undefined;
		const work = async () => {
			const connection = await used;
			client = connection.client;
			await connection.ready;
			return await kept(connection, command);
		};
		const outcome = await settle(within(timeoutMs, work));
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (error instanceof TimeUpError || client?.isReady !== true) leave(used);
		throw refused(error) ?? unreachable(error);
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
			const used = opened;
			opened = undefined;
			if (used === undefined) return;
			const { client } = await used;
			await settle(within(timeoutMs, () => client.close()));
			client.destroy();
		},
	};
}

/** An idle connection must not keep a process that is done alive; a command under way must. */
async function kept<Value>(
	connection: Connection,
	command: (client: RedisClientType) => Promise<Value>,
): Promise<Value> {
	const { client } = connection;
	connection.commands += 1;
	client.ref();
	const outcome = await settle(command(client));
	connection.commands -= 1;
	if (connection.commands === 0) client.unref();
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

/** Redis takes whole milliseconds above zero. */
const lifeMs = (ttlMs: number) => Math.max(1, Math.ceil(ttlMs));

/** The cause is left out: it may hold the URL with its password. */
function unreachable(error: unknown): BankError {
	const code = error instanceof TimeUpError ? undefined : errorCode(error);
	const why = code === undefined ? '' : `: ${networkReason(code)}`;
	return new BankError('storage-failed', `The Redis store does not answer${why}`, {
		field: 'PSD2_REDIS_URL',
		nextStep: 'Check that Redis is running and that PSD2_REDIS_URL leads to it',
	});
}

const refusals: Readonly<Record<string, string>> = {
	NOAUTH: 'it wants a password',
	WRONGPASS: 'the user or the password is wrong',
	NOPERM: 'the user may not do what is needed',
	OOM: 'it is full',
	READONLY: 'it is a read-only copy of another one',
	MISCONF: "it can't write to its disk",
	LOADING: 'it has only just started',
};

/** Redis answers a refusal with a word of its own at the beginning. */
function refused(error: unknown): BankError | undefined {
	const [word = ''] = (error instanceof Error && /^[A-Z]+/.exec(error.message)) || [];
	const why = refusals[word];
	if (why === undefined) return undefined;
	return new BankError('storage-failed', `The Redis store refuses: ${why}`, {
		field: 'PSD2_REDIS_URL',
		nextStep: 'Correct PSD2_REDIS_URL, or mend that Redis',
	});
}
