import { loginLimits } from '../../lib/login/script';
import { loginOf, methodsOf } from '../support/bank-under-test';
import type { Suite } from './test-bank';

const hourMs = 3_600_000;

export function testLogins({ profile, at }: Suite): void {
	const failed = (reason: unknown) => ({ phase: 'failed', reason });

	describe.each(methodsOf(profile))('%s', (method) => {
		const isApp = method === 'decoupled';

		it('ends connected, with all that is needed to read', async () => {
			const { state, accounts } = await at().login(method);
			expect(state).toMatchObject({ phase: 'connected' });
			expect(accounts?.length).toBeGreaterThan(1);
			expect(at().vault.stored()).toMatchObject({ loggedInAt: expect.any(Number) as number });
			const [page] = [...(await collect(at().client({}).accounts()))];
			expect(page?.length).toBe(accounts?.length);
		});

		it('leaves nothing secret in the record of a login that is over', async () => {
			const over = await at().login(method);
			expect(over).toMatchObject({ facts: {} });
			expect(over).not.toHaveProperty('token');
			expect(over.visitor).not.toHaveProperty('personalNumber');
		});

		it('ends when the account holder cancels', async () => {
			const { state } = await at().login(method, { does: 'cancel' });
			expect(state).toMatchObject(failed('cancelled'));
			expect(at().vault.text).toBeUndefined();
		});

		it('ends when nobody comes', async () => {
			if (isApp) {
				const { state } = await at().login(method, { does: 'nothing' });
				expect(state.phase).toBe('failed');
				expect(['expired', 'not-opened']).toContain(state.reason);
				expect(state.orders).toBeLessThanOrEqual(loginLimits.orders);
			} else {
				// What the bank gave on the way back is good for minutes.
				const begun = await at().begin(method);
				const query = await at().visit(at().addressOf(begun) ?? '', {});
				at().clock.pass(hourMs);
				const over = await at().drive(begun, query);
				expect(over?.state.phase).toBe('failed');
			}
			expect(at().vault.text).toBeUndefined();
		});

		it('lets only who shares an account take a connection over', async () => {
			await at().login(method);
			const before = at().vault.text;
			const { state } = await at().login(method, { person: 'prova' });
			expect(state).toMatchObject(failed('other-accounts'));
			expect(at().vault.text).toBe(before);
			const again = await at().login(method);
			expect(again).toMatchObject({ state: { phase: 'connected' }, isRenewal: true });
		});

		it('is made of calls that the bank knows', async () => {
			await at().login(method);
			const strange = at()
				.log()
				.filter(({ endpoint, status = 0 }) => endpoint === 'unknown' || status >= 500);
			expect(strange).toEqual([]);
		});

		it('names each of its calls in the audit log', async () => {
			await at().login(method);
			expect(at().records.length).toBeGreaterThan(1);
			expect(at().records.filter(({ operation }) => operation === '')).toEqual([]);
		});

		if (!isApp) {
			it('takes what the browser brings once', async () => {
				const begun = await at().begin(method);
				const query = await at().visit(at().addressOf(begun) ?? '', {});
				const over = await at().drive(begun, query);
				expect(over?.state.phase).toBe('connected');
				const calls = at().log().length;
				expect((await at().drive(begun, query))?.state.phase).toBe('connected');
				expect(at().log()).toHaveLength(calls);
			});
		}

		if (isApp) {
			it('shows that it waits for the app, however often it looks', async () => {
				const begun = await at().begin(method);
				const seen = new Set<string | undefined>([begun.standing?.state]);
				at().clock.meanwhile = async () => {
					seen.add((await at().read(begun.reference))?.standing?.state);
				};
				await at().drive(begun);
				at().clock.meanwhile = undefined;
				expect([...seen].filter((state) => state !== undefined)).not.toEqual([]);
				for (const state of seen) {
					expect([undefined, 'busy', 'outstanding', 'failed']).toContain(state);
				}
			});
		}

		if (loginOf(profile, method).device === 'asked') {
			it.each(['this', 'other'] as const)('shows the app on %s device', async (device) => {
				const begun = await at().begin(method, { device });
				const led = await at().lead(at().opened({}), begun);
				expect(led.state.phase).toBe('connected');
			});
		}
	});
}

export async function collect<Value>(pages: AsyncIterable<Value>): Promise<Value[]> {
	const all: Value[] = [];
	for await (const page of pages) all.push(page);
	return all;
}
