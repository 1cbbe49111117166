import { randomUUID } from 'node:crypto';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { settle } from '../outcome';
import type { Store } from './store';

export interface LeaseOptions {
	readonly clock: Clock;
	/** How long a dead owner keeps others waiting; longer than the work takes. */
	readonly ttlMs: number;
	/** How long to wait for another owner before giving up with `storage-failed`. */
	readonly waitMs: number;
	/** Default 50 ms. */
	readonly pollMs?: number;
	readonly signal?: AbortSignal;
}

export interface Lease {
	/** False when the lease ran out and somebody else may work. Ask before what can't be undone. */
	isHeld(): Promise<boolean>;
	/** Another `ttlMs` from now; false when it had run out. */
	extend(): Promise<boolean>;
}

/** The lease if nobody has it, without waiting. Give it back with `release`. */
export async function tryLease(
	store: Store,
	key: string,
	ttlMs: number,
): Promise<(Lease & { release(): Promise<void> }) | undefined> {
	const storeKey = `lease/${key}`;
	const owner = randomUUID();
	if (!(await store.compareAndSet(storeKey, undefined, owner, ttlMs))) return undefined;
	return {
		isHeld: async () => (await store.get(storeKey)) === owner,
		extend: () => store.compareAndSet(storeKey, owner, owner, ttlMs),
		release: async () => {
			await settle(store.compareAndSet(storeKey, owner, undefined));
		},
	};
}

/** Does `work` while nobody else in any process does work under the same key. */
export async function withLease<Value>(
	store: Store,
	key: string,
	{ clock, ttlMs, waitMs, pollMs = 50, signal }: LeaseOptions,
	work: (lease: Lease) => Promise<Value>,
): Promise<Value> {
	const storeKey = `lease/${key}`;
	const owner = randomUUID();
	let giveUpAt = clock.now() + waitMs;
	while (!(await store.compareAndSet(storeKey, undefined, owner, ttlMs))) {
		// A clock that is set back must not make the wait hours long.
		giveUpAt = Math.min(giveUpAt, clock.now() + waitMs);
		if (clock.now() >= giveUpAt) throw busy(waitMs);
		await clock.sleep(Math.min(pollMs, Math.max(1, giveUpAt - clock.now())), signal);
	}
	const outcome = await settle(
		work({
			isHeld: async () => (await store.get(storeKey)) === owner,
			extend: () => store.compareAndSet(storeKey, owner, owner, ttlMs),
		}),
	);
	// Fails where it ran out: then it is no longer ours to give back, and it ends by itself.
	await settle(store.compareAndSet(storeKey, owner, undefined));
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

const busy = (waitMs: number) =>
	new BankError(
		'storage-failed',
		`Another process has been working on the same connection for over ${Math.round(waitMs / 1000)} s`,
		{ nextStep: 'Run again; if it stays, restart n8n' },
	);
