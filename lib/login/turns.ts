import { settle } from '../outcome';

const last = new Map<string, Promise<unknown>>();

/** One after another in this process, in the order of asking: the lease then waits for other processes only. */
export async function inTurn<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
	const before = last.get(key) ?? Promise.resolve();
	const mine = before.then(work);
	const ended = settle(mine);
	last.set(key, ended);
	await ended;
	if (last.get(key) === ended) last.delete(key);
	return await mine;
}
