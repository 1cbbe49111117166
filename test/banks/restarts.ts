import type { Http } from '../../lib/http/port';
import type { LoginRecord } from '../../lib/login/record';
import { settle } from '../../lib/outcome';
import type { Store } from '../../lib/store/store';
import { methodsOf, type BankUnderTest, type Method } from '../support/bank-under-test';
import type { Suite } from './test-bank';

/** More than any login writes or asks. */
const most = 40;

/**
 * A login is led by a process that dies, and by another one from what is left in the store. Nothing is lost but what
 * the bank gives once and nobody had stored: then it ends as interrupted, and nothing is kept.
 */
export function testRestarts({ profile, at }: Suite): void {
	describe.each(methodsOf(profile))('%s', (method) => {
		it('after any step, the login goes on where it was', async () => {
			const ends: string[] = [];
			for (let writes = 1; writes < most; writes += 1) {
				await at().reset();
				const left = await died(at(), method, { writes });
				if (left === undefined || left === 'nothing') break;
				const wasRedeeming = left.state.phase === 'redeeming';
				const hadStored = at().vault.writes > 0;
				const { state } = await at().lead(at().opened({}), left);
				const expected = wasRedeeming && !hadStored ? 'interrupted' : 'connected';
				expect([writes, state.reason ?? state.phase]).toEqual([writes, expected]);
				expect(at().vault.writes).toBe(expected === 'connected' ? 1 : 0);
				ends.push(expected);
			}
			expect(ends.filter((end) => end === 'connected').length).toBeGreaterThan(1);
			expect(ends.length).toBeLessThan(most - 1);
		});

		it('in the middle of any call, it ends whole or not at all', async () => {
			let ends = 0;
			for (let calls = 1; calls < most; calls += 1) {
				await at().reset();
				const left = await died(at(), method, { calls });
				if (left === undefined) break;
				ends += 1;
				if (left === 'nothing') continue;
				const { state } = await at().lead(at().opened({}), left);
				expect(at().vault.writes).toBe(state.phase === 'connected' ? 1 : 0);
				if (state.phase !== 'connected') expect(state.reason).toBeDefined();
			}
			expect(ends).toBeGreaterThan(1);
			expect(ends).toBeLessThan(most - 1);
		});

		it('after the tokens were stored, the login is known as connected', async () => {
			const left = await died(at(), method, { stored: true });
			if (left === undefined || left === 'nothing') throw new Error('it did not die');
			expect(left.state.phase).toBe('redeeming');
			const { state, accounts } = await at().lead(at().opened({}), left);
			expect(state.phase).toBe('connected');
			expect(accounts?.length).toBeGreaterThan(1);
			expect(at().vault.writes).toBe(1);
		});
	});
}

interface Death {
	/** After so many writes of the login's record. */
	readonly writes?: number;
	/** When the bank has answered so many calls, before anybody hears it. */
	readonly calls?: number;
	/** As soon as the login is stored. */
	readonly stored?: true;
}

/** What is left in the store, of a login that had got so far; `undefined`: it was over before. */
async function died(
	bank: BankUnderTest,
	method: Method,
	death: Death,
): Promise<LoginRecord | 'nothing' | undefined> {
	const life = { isOver: false, writes: 0, calls: 0, reference: '' };
	const alive = () => {
		if (life.isOver) throw new Error('the process is dead');
	};
	const store = (inner: Store): Store => ({
		get: async (key) => (alive(), await inner.get(key)),
		delete: async (key) => (alive(), await inner.delete(key)),
		compareAndSet: async (...args) => (alive(), await inner.compareAndSet(...args)),
		set: async (key, ...rest) => {
			alive();
			await inner.set(key, ...rest);
			const [, reference] = /^login\/([^/]+)$/.exec(key) ?? [];
			if (reference === undefined) return;
			life.reference = reference;
			life.writes += 1;
			if (life.writes === death.writes) life.isOver = true;
		},
	});
	const http =
		(inner: Http): Http =>
		async (...args) => {
			alive();
			const answer = await inner(...args);
			life.calls += 1;
			if (life.calls === death.calls) life.isOver = true;
			alive();
			return answer;
		};
	bank.vault.heard = () => {
		if (death.stored) life.isOver = true;
	};
	const mortal = bank.opened({ store, http });
	await settle(mortal.begin(method).then((begun) => bank.lead(mortal, begun)));
	bank.vault.heard = undefined;
	bank.clock.meanwhile = undefined;
	if (!life.isOver) return undefined;
	// Whoever comes after waits until nobody leads it any more.
	bank.lapse();
	return (await bank.read(life.reference)) ?? 'nothing';
}
