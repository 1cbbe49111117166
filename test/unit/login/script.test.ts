import fc from 'fast-check';
import {
	advance,
	isOver,
	loginLimits,
	newLogin,
	nextAct,
	type LoginEvent,
	type LoginPhase,
	type LoginState,
} from '../../../lib/login/script';
import { loginFailures, type LoginStanding } from '../../../lib/profile/login';
import type { Standing } from '../../../lib/login/script';

const limits = { ...loginLimits, lastsMs: 180_000, tail: 1 };
const start = 1_000_000;

const standing = (state: LoginStanding['state'], reason?: LoginStanding['reason']) =>
	({ state, ...(reason === undefined ? {} : { reason }) }) satisfies Standing;
const says = (
	state: LoginStanding['state'],
	reason?: LoginStanding['reason'],
	at = start,
): LoginEvent => ({ kind: 'standing', standing: standing(state, reason), at });
const ordered = (at = start): LoginEvent => ({
	kind: 'ordered',
	standing: standing('outstanding'),
	at,
});
const silence: LoginEvent = { kind: 'silence' };
const redeeming: LoginEvent = { kind: 'redeeming' };

const after = (...events: readonly LoginEvent[]) =>
	events.reduce((state, event) => advance(state, event, limits), newLogin);

const phaseTable: ReadonlyArray<readonly [string, readonly LoginEvent[], LoginPhase, string]> = [
	['nothing yet', [], 'ordering', 'order'],
	['an order', [ordered()], 'waiting', 'look'],
	['the app is open', [ordered(), says('started')], 'opened', 'look'],
	['the code is asked for', [ordered(), says('started'), says('signing')], 'signing', 'look'],
	['the bank says yes', [ordered(), says('signing'), says('complete')], 'finishing', 'finish'],
	['straight to yes', [ordered(), says('complete')], 'finishing', 'finish'],
	['stored', [ordered(), says('complete'), { kind: 'connected' }], 'connected', 'end'],
	['tokens asked for', [ordered(), says('complete'), redeeming], 'redeeming', 'recover'],
	['tokens later', [ordered(), says('complete'), redeeming, silence], 'finishing', 'finish'],
	[
		'a status after that',
		[ordered(), says('complete'), redeeming, says('signing')],
		'redeeming',
		'recover',
	],
	['sent back by the bank', [ordered(), { kind: 'returned' }], 'finishing', 'finish'],
	[
		'sent back twice',
		[ordered(), { kind: 'returned' }, redeeming, { kind: 'returned' }],
		'redeeming',
		'recover',
	],
	['nobody opened it', [ordered(), says('failed', 'not-opened')], 'ordering', 'order'],
	['expired while unopened', [ordered(), says('failed', 'expired')], 'ordering', 'order'],
	['expired while open', [ordered(), says('started'), says('failed', 'expired')], 'failed', 'end'],
	['cancelled', [ordered(), says('failed', 'cancelled')], 'failed', 'end'],
	['an answer overtaken', [ordered(), says('signing'), says('outstanding')], 'signing', 'look'],
	['a silence', [ordered(), silence], 'waiting', 'look'],
	[
		'another order in the way',
		[{ kind: 'ordered', standing: standing('busy'), at: start }],
		'ordering',
		'order',
	],
	['silences with an answer', [ordered(), silence, says('started'), silence], 'opened', 'look'],
	['too long', [ordered(), says('started', undefined, start + 180_001)], 'failed', 'end'],
	[
		'yes at the last moment',
		[ordered(), says('complete', undefined, start + 999_999)],
		'finishing',
		'finish',
	],
];

it.each(phaseTable)('%s', (_name, events, phase, act) => {
	const state = after(...events);
	expect(state.phase).toBe(phase);
	expect(nextAct(state, 'app')).toBe(act);
});

it('gives up after so many orders that nobody opened', () => {
	const unopened = Array.from({ length: limits.orders }, () => [
		ordered(),
		says('failed', 'not-opened'),
	]).flat();
	expect(after(...unopened.slice(0, -1)).phase).toBe('waiting');
	expect(after(...unopened)).toMatchObject({ phase: 'failed', reason: 'not-opened' });
});

it('gives up after so many silences in a row', () => {
	const silences = Array.from({ length: limits.silences }, () => silence);
	expect(after(ordered(), ...silences.slice(1)).phase).toBe('waiting');
	expect(after(ordered(), ...silences)).toMatchObject({ phase: 'failed', reason: 'bank-error' });
});

it.each(loginFailures)('keeps the reason %s', (reason) => {
	expect(after(ordered(), { kind: 'failed', reason })).toMatchObject({ phase: 'failed', reason });
});

describe('steps', () => {
	const kinds = ['call', 'app', 'visit', 'call'] as const;
	const act = (state: LoginState) => nextAct(state, kinds[state.step]);
	const at = (...events: readonly LoginEvent[]) =>
		events.reduce((state, event) => advance(state, event, { ...limits, tail: 3 }), newLogin);
	const called: LoginEvent = { kind: 'called' };
	const visiting: LoginEvent = { kind: 'visiting', at: start };
	const returned: LoginEvent = { kind: 'returned' };
	const yes = says('complete');

	it.each<[string, readonly LoginEvent[], string, number]>([
		['a call first', [], 'call', 0],
		['then the order', [called], 'order', 1],
		['looked at', [called, ordered()], 'look', 1],
		['then the visit', [called, ordered(), yes], 'visit', 2],
		['which is waited for', [called, ordered(), yes, visiting], 'wait', 2],
		['a late word of the order', [called, ordered(), yes, yes], 'visit', 2],
		['then the tokens', [called, ordered(), yes, visiting, returned], 'finish', 3],
		['back twice', [called, ordered(), yes, visiting, returned, returned], 'finish', 3],
		['a call that fails is made again', [silence], 'call', 0],
	])('%s', (_name, events, expected, step) => {
		const state = at(...events);
		expect(state.step).toBe(step);
		expect(act(state)).toBe(expected);
	});
});

describe('whatever happens', () => {
	const states = fc.constantFrom<LoginStanding['state'][]>(
		'outstanding',
		'started',
		'signing',
		'complete',
		'failed',
	);
	const reasons = fc.constantFrom(...loginFailures);
	const at = fc.integer({ min: start, max: start + 400_000 });
	const events: fc.Arbitrary<LoginEvent> = fc.oneof(
		fc.record({
			kind: fc.constantFrom<('ordered' | 'standing')[]>('ordered', 'standing'),
			standing: fc.record({ state: states, reason: reasons }),
			at,
		}),
		fc.constant(silence),
		fc.constant<LoginEvent>({ kind: 'connected' }),
		fc.record({ kind: fc.constant('failed' as const), reason: reasons }),
	);

	it('a login that is over stays as it is', () => {
		fc.assert(
			fc.property(fc.array(events, { maxLength: 30 }), (happened) => {
				let state: LoginState = newLogin;
				for (const event of happened) {
					const next = advance(state, event, limits);
					if (isOver(state)) expect(next).toBe(state);
					state = next;
				}
			}),
		);
	});

	it('places no more orders than allowed, and finishes only after the bank has said yes', () => {
		fc.assert(
			fc.property(fc.array(events, { maxLength: 60 }), (happened) => {
				let state: LoginState = newLogin;
				let saidYes = false;
				for (const event of happened) {
					// As the driver does: an order only where it is the next act.
					if (event.kind === 'ordered' && nextAct(state, 'app') !== 'order') continue;
					if (event.kind === 'connected' && nextAct(state, 'app') !== 'finish') continue;
					saidYes ||= 'standing' in event && event.standing.state === 'complete';
					state = advance(state, event, limits);
					if (state.phase === 'finishing' || state.phase === 'connected')
						expect(saidYes).toBe(true);
					expect(state.orders).toBeLessThanOrEqual(limits.orders);
					expect(state.phase === 'failed').toBe(state.reason !== undefined);
				}
			}),
		);
	});

	it('an app that was opened is not taken back to the QR code without a new order', () => {
		fc.assert(
			fc.property(fc.array(events, { maxLength: 30 }), (happened) => {
				let state: LoginState = newLogin;
				for (const event of happened) {
					const next = advance(state, event, limits);
					if (nextAct(state, 'app') === 'order' && nextAct(next, 'app') !== 'order')
						expect(['ordered', 'silence', 'connected', 'failed']).toContain(event.kind);
					if (next.phase === 'waiting' && state.phase !== 'waiting')
						expect(event.kind).toBe('ordered');
					state = next;
				}
			}),
		);
	});
});
