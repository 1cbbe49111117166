import type { LoginFailure, LoginStanding } from '../profile/login';

export type LoginPhase =
	/** An order is to be placed. */
	| 'ordering'
	/** Nobody has opened the app yet: the QR code is shown. */
	| 'waiting'
	| 'opened'
	| 'signing'
	/** The bank says yes; tokens and accounts are to be fetched. */
	| 'finishing'
	/** They are being fetched, by whoever leads the login: who finds it so comes after somebody who died at it. */
	| 'redeeming'
	| 'connected'
	| 'failed';

/** Where a decoupled login stands with us. Plain data: goes into tickets. */
export interface LoginState {
	readonly phase: LoginPhase;
	/** How many orders were placed. */
	readonly orders: number;
	/** Epoch ms of the present order. */
	readonly orderedAt: number;
	/** Calls in a row that the bank did not answer. */
	readonly silences: number;
	/** Only with `failed`. */
	readonly reason?: LoginFailure;
}

export type LoginEvent =
	| { readonly kind: 'ordered'; readonly standing: LoginStanding; readonly at: number }
	| { readonly kind: 'standing'; readonly standing: LoginStanding; readonly at: number }
	/** The bank did not answer, or will be back soon. */
	| { readonly kind: 'silence' }
	/** The bank has sent the browser back. */
	| { readonly kind: 'returned' }
	| { readonly kind: 'redeeming' }
	| { readonly kind: 'connected' }
	| { readonly kind: 'failed'; readonly reason: LoginFailure };

export type LoginAct = 'order' | 'look' | 'finish' | 'recover' | 'end';

export interface LoginLimits {
	/** Orders placed for one login before it is left to the person to start again. */
	readonly orders: number;
	readonly silences: number;
	/** How long one order may take, ms. */
	readonly lastsMs: number;
}

export const loginLimits = { orders: 6, silences: 8 } as const;

export const newLogin: LoginState = { phase: 'ordering', orders: 0, orderedAt: 0, silences: 0 };

const order: readonly LoginPhase[] = [
	'ordering',
	'waiting',
	'opened',
	'signing',
	'finishing',
	'redeeming',
];

const phases = {
	outstanding: 'waiting',
	started: 'opened',
	signing: 'signing',
	complete: 'finishing',
} as const;

export const isOver = ({ phase }: LoginState): boolean =>
	phase === 'connected' || phase === 'failed';

export function nextAct(state: LoginState): LoginAct {
	if (isOver(state)) return 'end';
	if (state.phase === 'ordering') return 'order';
	if (state.phase === 'redeeming') return 'recover';
	return state.phase === 'finishing' ? 'finish' : 'look';
}

/** A login that is over stays as it is, whatever comes late. */
export function advance(state: LoginState, event: LoginEvent, limits: LoginLimits): LoginState {
	if (isOver(state)) return state;
	switch (event.kind) {
		case 'connected':
			return { ...state, phase: 'connected' };
		case 'failed':
			return failed(state, event.reason);
		case 'silence': {
			const silences = state.silences + 1;
			const phase = state.phase === 'redeeming' ? 'finishing' : state.phase;
			const next = { ...state, phase, silences };
			return silences < limits.silences ? next : failed(next, 'bank-error');
		}
		case 'returned':
			return state.phase === 'waiting' ? { ...state, phase: 'finishing' } : state;
		case 'redeeming':
			return { ...state, phase: 'redeeming' };
		case 'ordered':
			return stand(
				{ ...state, phase: 'waiting', orders: state.orders + 1, orderedAt: event.at, silences: 0 },
				event.standing,
				event.at,
				limits,
			);
		case 'standing':
			// Of an order that is over: the next one is still to be placed.
			if (state.phase === 'ordering') return state;
			return stand({ ...state, silences: 0 }, event.standing, event.at, limits);
	}
}

function stand(
	state: LoginState,
	{ state: standing, reason }: LoginStanding,
	at: number,
	limits: LoginLimits,
): LoginState {
	if (standing === 'failed') {
		const unopened = reason === 'not-opened' || (reason === 'expired' && state.phase === 'waiting');
		if (unopened && state.orders < limits.orders) return { ...state, phase: 'ordering' };
		return failed(state, reason ?? 'refused');
	}
	const phase = phases[standing];
	if (phase !== 'finishing' && at - state.orderedAt > limits.lastsMs) {
		return failed(state, 'expired');
	}
	// An answer that was overtaken by a later one does not take a login back.
	return order.indexOf(phase) > order.indexOf(state.phase) ? { ...state, phase } : state;
}

const failed = (state: LoginState, reason: LoginFailure): LoginState => ({
	...state,
	phase: 'failed',
	reason,
});
