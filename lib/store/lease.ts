import { randomUUID } from 'node:crypto';
import { BankError } from '../errors';
import { repeat } from '../http/clock';
import type { Clock } from '../http/port';
import { settle } from '../outcome';
import type { Store } from './store';

export interface LeaseOptions {
	readonly clock: Clock;
	/** Default `leaseMs`. */
	readonly ttlMs?: number;
	/** How long to wait for a living owner before giving up with `storage-failed`. */
	readonly waitMs: number;
	/** Default 50 ms. */
	readonly pollMs?: number;
	readonly signal?: AbortSignal;
	readonly beat?: Beat;
}

/** Does `work` every so often until what it gives is called. */
type Beat = (everyMs: number, work: () => Promise<unknown>) => () => void;

export interface Lease {
	/** False when the lease ran out and somebody else may work. Ask before what can't be undone. */
	isHeld(): Promise<boolean>;
	/** Its whole time again from now; false when it had run out. */
	extend(): Promise<boolean>;
}

/** How long an owner that died keeps the others waiting; one that lives extends it meanwhile. */
export const leaseMs = 12_000;
const beatsPerLease = 3;

/** The lease if nobody has it, without waiting. Give it back with `release`. */
export async function tryLease(
	store: Store,
	key: string,
	ttlMs = leaseMs,
	beat: Beat = repeat,
): Promise<(Lease & { release(): Promise<void> }) | undefined> {
	const storeKey = `lease/${key}`;
	const owner = randomUUID();
	if (!(await store.compareAndSet(storeKey, undefined, owner, ttlMs))) return undefined;
	const extend = () => store.compareAndSet(storeKey, owner, owner, ttlMs);
	const stop = beat(ttlMs / beatsPerLease, extend);
	return {
		isHeld: async () => (await store.get(storeKey)) === owner,
		extend,
		release: async () => {
			stop();
			// Fails where it ran out: then it is no longer ours to give back, and it ends by itself.
			await settle(store.compareAndSet(storeKey, owner, undefined));
		},
	};
}

/** Does `work` while nobody else in any process does work under the same key. */
export async function withLease<Value>(
	store: Store,
	key: string,
	{ clock, ttlMs, waitMs, pollMs = 50, signal, beat }: LeaseOptions,
	work: (lease: Lease) => Promise<Value>,
): Promise<Value> {
	let giveUpAt = clock.now() + waitMs;
	let lease = await tryLease(store, key, ttlMs, beat);
	while (lease === undefined) {
		// A clock that is set back must not make the wait hours long.
		giveUpAt = Math.min(giveUpAt, clock.now() + waitMs);
		if (clock.now() >= giveUpAt) throw busy(waitMs);
		await clock.sleep(Math.min(pollMs, Math.max(1, giveUpAt - clock.now())), signal);
		lease = await tryLease(store, key, ttlMs, beat);
	}
	const outcome = await settle(work(lease));
	await lease.release();
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

const busy = (waitMs: number) =>
	new BankError(
		'storage-failed',
		`Another process has been working on the same connection for over ${Math.round(waitMs / 1000)} s`,
		{ nextStep: 'Run again; if it stays, restart n8n' },
	);
