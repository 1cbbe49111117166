import type { Gain } from '../profile/call';
import type { LoginFailure, LoginStanding } from '../profile/login';

/** What the bank said last of an order, without what it brought. */
export type Standing = Omit<LoginStanding, keyof Gain>;

export type StepKind = 'call' | 'visit' | 'app';

export type LoginPhase =
	/** The next step is to be made: a call, an order, or the browser is to be sent to the bank. */
	| 'ordering'
	/** Nobody has opened the app yet: the QR code is shown. Or the browser is at the bank. */
	| 'waiting'
	| 'opened'
	| 'signing'
	/** The bank says yes; tokens and accounts are to be fetched. */
	| 'finishing'
	/** They are being fetched, by whoever leads the login: who finds it so comes after somebody who died at it. */
	| 'redeeming'
	| 'connected'
	| 'failed';

/** Where a login stands with us. Plain data: goes into tickets. */
export interface LoginState {
	readonly phase: LoginPhase;
	/** Which of the login's steps is next, or under way. */
	readonly step: number;
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
	/** A call was answered: on to the next step. */
	| { readonly kind: 'called' }
	/** The browser is sent to the bank. */
	| { readonly kind: 'visiting'; readonly at: number }
	| { readonly kind: 'ordered'; readonly standing: Standing; readonly at: number }
	| { readonly kind: 'standing'; readonly standing: Standing; readonly at: number }
	/** The bank did not answer, or will be back soon. */
	| { readonly kind: 'silence' }
	/** The bank has sent the browser back. */
	| { readonly kind: 'returned' }
	| { readonly kind: 'redeeming' }
	| { readonly kind: 'connected' }
	| { readonly kind: 'failed'; readonly reason: LoginFailure };

export type LoginAct = 'call' | 'visit' | 'wait' | 'order' | 'look' | 'finish' | 'recover' | 'end';

export interface LoginLimits {
	/** Orders placed for one login before it is left to the person to start again. */
	readonly orders: number;
	readonly silences: number;
	/** How long one order may take, ms. */
	readonly lastsMs: number;
	/** The first of the steps that nothing is waited for any more: the tokens are being had. */
	readonly tail: number;
}

export const loginLimits = { orders: 6, silences: 8 } as const;

export const newLogin: LoginState = {
	phase: 'ordering',
	step: 0,
	orders: 0,
	orderedAt: 0,
	silences: 0,
};

const order: readonly LoginPhase[] = [
	'ordering',
	'waiting',
	'opened',
	'signing',
	'finishing',
	'redeeming',
];

const phases = {
	busy: 'waiting',
	outstanding: 'waiting',
	started: 'opened',
	signing: 'signing',
} as const;

export const isOver = ({ phase }: LoginState): boolean =>
	phase === 'connected' || phase === 'failed';

/** `kind`: of the step that is next or under way. */
export function nextAct(state: LoginState, kind: StepKind | undefined): LoginAct {
	if (isOver(state)) return 'end';
	if (state.phase === 'redeeming') return 'recover';
	if (state.phase === 'finishing' || kind === undefined) return 'finish';
	const isNext = state.phase === 'ordering';
	switch (kind) {
		case 'call':
			return 'call';
		case 'visit':
			return isNext ? 'visit' : 'wait';
		case 'app':
			return isNext ? 'order' : 'look';
	}
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
		case 'called':
			return moved(state, limits);
		case 'visiting':
			return { ...state, phase: 'waiting', orders: 1, orderedAt: event.at, silences: 0 };
		case 'returned':
			return state.phase === 'waiting' ? moved(state, limits) : state;
		case 'redeeming':
			return { ...state, phase: 'redeeming' };
		case 'ordered':
			// Nothing was: it is tried again, so many times.
			if (event.standing.state === 'busy') return advance(state, { kind: 'silence' }, limits);
			return stand(
				{ ...state, phase: 'waiting', orders: state.orders + 1, orderedAt: event.at, silences: 0 },
				event.standing,
				event.at,
				limits,
			);
		case 'standing':
			// Of an order that is over, or of a step that is behind.
			if (!isUnderWay(state)) return state;
			return stand({ ...state, silences: 0 }, event.standing, event.at, limits);
	}
}

/** The person is at the bank or in the app, or is to go there. */
export const isUnderWay = ({ phase }: LoginState): boolean =>
	phase === 'waiting' || phase === 'opened' || phase === 'signing';

function stand(
	state: LoginState,
	{ state: standing, reason }: Standing,
	at: number,
	limits: LoginLimits,
): LoginState {
	if (standing === 'failed') {
		const unopened = reason === 'not-opened' || (reason === 'expired' && state.phase === 'waiting');
		if (unopened && state.orders < limits.orders) return { ...state, phase: 'ordering' };
		return failed(state, reason ?? 'refused');
	}
	if (standing === 'complete') return moved(state, limits);
	const phase = phases[standing];
	if (at - state.orderedAt > limits.lastsMs) {
		return failed(state, 'expired');
	}
	// An answer that was overtaken by a later one does not take a login back.
	return order.indexOf(phase) > order.indexOf(state.phase) ? { ...state, phase } : state;
}

/** On to the next step; behind the last one that waits come the tokens. */
function moved(state: LoginState, { tail }: LoginLimits): LoginState {
	const step = state.step + 1;
	const phase = step >= tail ? 'finishing' : 'ordering';
	return { ...state, step, phase, orders: 0, silences: 0 };
}

const failed = (state: LoginState, reason: LoginFailure): LoginState => ({
	...state,
	phase: 'failed',
	reason,
});
