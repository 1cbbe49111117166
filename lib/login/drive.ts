import type { LateRecords } from '../audit/late-records';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import { settle, settleSync } from '../outcome';
import type { AppStep, LoginFailure, LoginStanding } from '../profile/login';
import type { Call } from '../profile/call';
import { digest } from '../store/digest';
import { tryLease } from '../store/lease';
import type { Store } from '../store/store';
import { OtherAccounts, type FinishedLogin } from './finish';
import {
	withoutSecrets,
	type Gained,
	type LoginRecord,
	type LoginRecords,
	type Trouble,
} from './record';
import { isForLater } from './renewal';
import { advance, isOver, loginLimits, nextAct, type LoginEvent, type LoginLimits } from './script';
import type { Steps } from './steps';

export interface DriveOptions {
	readonly steps: Steps;
	/** From the calls that bring the tokens to a stored login. */
	readonly finish: (
		record: LoginRecord,
		redeem: (records: LateRecords) => Promise<Gained>,
	) => Promise<FinishedLogin>;
	/** What somebody who died has finished; `undefined`: he has not. */
	readonly recover: (record: LoginRecord) => Promise<FinishedLogin | undefined>;
	/** The query that the browser has come back from the bank with. */
	readonly query?: Readonly<Record<string, string | undefined>>;
	readonly records: LoginRecords;
	readonly store: Store;
	readonly clock: Clock;
	/** Orders placed before it is given up; 1 where nobody would see the QR code of the next one. */
	readonly orders?: number;
	/** Hears of every step, also of the last one. */
	readonly onChange?: (record: LoginRecord, ticket: string) => void;
	readonly signal?: AbortSignal;
}

/**
 * Leads a login to its end, or to where the browser has to go to the bank; unless somebody else is leading it: then
 * `undefined`. One driver asks the bank, however many pages are open.
 */
export async function drive(
	options: DriveOptions,
	record: LoginRecord,
): Promise<LoginRecord | undefined> {
	const { store } = options;
	const lease = await tryLease(store, `login/${record.reference}`);
	if (lease === undefined) return undefined;
	// Whoever led it until now may have gone on since this record was read.
	const newest = await settle(options.records.read(record.reference));
	const known = ('value' in newest ? newest.value : undefined) ?? record;
	const outcome = await settle(lead(options, known, () => lease.isHeld()));
	await lease.release();
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

/** As far as it goes before somebody has to act, for somebody else to follow. */
export async function begin(options: DriveOptions, start: LoginRecord): Promise<LoginRecord> {
	let record = start;
	for (;;) {
		const act = nextAct(record.state, kindOf(options, record));
		// Some banks tell what opens the app with the first look only.
		if (act === 'look' && isUnseen(record)) await pause(options, record);
		else if (act !== 'call' && act !== 'order' && act !== 'visit') return record;
		const { event, changes } = await make(options, record, act);
		record = next(options, record, { event, changes });
		await options.records.write(record);
		if (record.trouble !== undefined) throw toCorrect(record.trouble);
		const isOrdered = act === 'order' && record.state.phase === 'waiting';
		if (event.kind !== 'called' && !isOrdered) return record;
	}
}

const isUnseen = ({ standing: { qr, qrPicture, links } = { state: 'outstanding' } }: LoginRecord) =>
	(qr ?? qrPicture ?? links) === undefined;

/** As long as the bank wants between two calls. */
async function pause({ steps, clock, signal }: DriveOptions, record: LoginRecord): Promise<void> {
	const step = steps.at(record.state.step);
	const usual = step !== undefined && 'look' in step ? step.pollMs : 1_000;
	await clock.sleep(record.standing?.pollMs ?? usual, signal);
}

const kindOf = ({ steps }: DriveOptions, { state }: LoginRecord) => steps.kinds[state.step];

function limitsOf(
	{ steps, orders = loginLimits.orders }: DriveOptions,
	{ state }: LoginRecord,
): LoginLimits {
	const step = steps.at(state.step);
	const lastsMs = step !== undefined && 'look' in step ? step.lastsMs : 0;
	return { ...loginLimits, orders, lastsMs, tail: steps.tail };
}

async function lead(
	options: DriveOptions,
	start: LoginRecord,
	isHeld: () => Promise<boolean>,
): Promise<LoginRecord | undefined> {
	const { records, onChange } = options;
	let record = arrived(options, start);
	const tell = async () => {
		const written = await settle(records.write(record));
		// What has ended has ended, also where the store can't be told.
		if ('error' in written && !isOver(record.state)) throw written.error;
		onChange?.(record, 'value' in written ? written.value : records.ticket(record));
	};
	if (isOver(record.state)) return record;
	await tell();
	while (!isOver(record.state)) {
		const act = nextAct(record.state, kindOf(options, record));
		if (act === 'wait') return record;
		// The first of its kind goes out at once, every other call after the bank's own pause.
		if (act === 'look' || record.state.silences > 0) await pause(options, record);
		if (!(await isHeld())) return undefined;
		if (act === 'finish') {
			record = next(options, record, { event: { kind: 'redeeming' }, changes: {} });
			await tell();
		}
		record = next(options, record, await make(options, record, act));
		await tell();
	}
	return record;
}

interface Made {
	readonly event: LoginEvent;
	readonly changes: Partial<LoginRecord>;
}

function next(options: DriveOptions, record: LoginRecord, { event, changes }: Made): LoginRecord {
	const state = advance(changes.state ?? record.state, event, limitsOf(options, record));
	const after = { ...record, ...changes, state };
	return isOver(state) ? withoutSecrets(after) : after;
}

async function make(
	options: DriveOptions,
	record: LoginRecord,
	act: ReturnType<typeof nextAct>,
): Promise<Made> {
	const { steps, clock } = options;
	const step = steps.at(record.state.step);
	if (act === 'finish') return await end(options, record);
	if (act === 'recover') return await recover(options, record);
	if (step === undefined) return nothing;
	if ('call' in step) {
		const called = await settle(steps.call(step, record));
		if ('error' in called) return failing(called.error);
		const { value } = called;
		if (value === 'not-yet') return nothing;
		return typeof value === 'string'
			? { event: { kind: 'failed', reason: value }, changes: {} }
			: { event: { kind: 'called' }, changes: value };
	}
	if ('visit' in step) {
		const address = settleSync(() => steps.addressOf(step, record));
		if ('error' in address) return failing(address.error);
		return address.value === undefined
			? { event: { kind: 'called' }, changes: {} }
			: { event: { kind: 'visiting', at: clock.now() }, changes: {} };
	}
	const isOrder = act === 'order';
	const call = isOrder ? (step.order ?? step.look) : step.look;
	return await stand(options, record, step, call, isOrder ? 'ordered' : 'standing');
}

const failing = (error: unknown): Made => ({
	event: troubleOf(error),
	changes: whatToCorrect(error),
});

/** Whoever owns the credential is told; who logs in is not. */
function whatToCorrect(error: unknown): Pick<LoginRecord, 'trouble'> {
	if (!(error instanceof BankError) || error.code !== 'settings-invalid') return {};
	const { field, nextStep } = error.details;
	return {
		trouble: {
			message: error.message,
			...(field === undefined ? {} : { field }),
			...(nextStep === undefined ? {} : { nextStep }),
		},
	};
}

const toCorrect = ({ message, ...details }: Trouble) =>
	new BankError('settings-invalid', message, details);

const nothing: Made = { event: { kind: 'silence' }, changes: {} };

async function stand(
	{ steps, clock }: DriveOptions,
	record: LoginRecord,
	{ picture }: AppStep,
	call: Call<LoginStanding>,
	kind: 'ordered' | 'standing',
): Promise<Made> {
	const outcome = await settle(steps.stand(call, record));
	if ('error' in outcome) return failing(outcome.error);
	const { standing, gained } = outcome.value;
	const drawn =
		picture === undefined || standing.state !== 'outstanding'
			? undefined
			: await settle(steps.picture(picture, { ...record, ...gained }));
	const qrPicture = drawn !== undefined && 'value' in drawn ? drawn.value : standing.qrPicture;
	const shown = qrPicture === undefined ? standing : { ...standing, qrPicture };
	return {
		event: { kind, standing: shown, at: clock.now() },
		changes: { ...gained, standing: shown },
	};
}

/** The browser is back; whoever comes so a second time, also while it is at the next page, or when all is over, changes nothing. */
function arrived(options: DriveOptions, record: LoginRecord): LoginRecord {
	const { query, steps } = options;
	const step = steps.at(record.state.step);
	if (query === undefined || step === undefined || !('visit' in step)) return record;
	const returned = digest('returned', JSON.stringify(Object.entries(query).toSorted()));
	if (record.state.phase !== 'waiting' || record.returned === returned) return record;
	const gained = steps.back(step, query, record);
	return next(
		options,
		record,
		typeof gained === 'string'
			? { event: { kind: 'failed', reason: gained }, changes: {} }
			: { event: { kind: 'returned' }, changes: { ...gained, returned } },
	);
}

/** What was had before a call failed is not asked for again: codes are taken once. */
async function end({ steps, finish }: DriveOptions, record: LoginRecord): Promise<Made> {
	let at = record;
	let isLater = false;
	const redeem = async (records: LateRecords): Promise<Gained> => {
		for (let step = steps.at(at.state.step); step !== undefined; ) {
			if (!('call' in step)) return at;
			const called = await settle(steps.call(step, at, records));
			isLater = 'error' in called ? isTemporary(called.error) : called.value === 'not-yet';
			if ('error' in called) throw called.error;
			const { value } = called;
			if (value === 'not-yet') throw new BankError('bank-unavailable', 'Not yet');
			if (typeof value === 'string') throw new LoginRefused(value);
			at = { ...at, ...value, state: { ...at.state, step: at.state.step + 1 } };
			step = steps.at(at.state.step);
		}
		return at;
	};
	const finished = await settle(finish(record, redeem));
	if ('value' in finished) return { event: { kind: 'connected' }, changes: finished.value };
	const { error } = finished;
	// The tokens are had: the accounts that they open may be asked for again.
	const isRedeemed = steps.at(at.state.step) === undefined;
	if (isLater || (isRedeemed && isTemporary(error))) return { ...nothing, changes: at };
	return { event: failed(error), changes: { ...at, ...whatToCorrect(error) } };
}

/** Whether the bank has given tokens to whoever died nobody knows: what it gave is not given twice. */
async function recover(options: DriveOptions, record: LoginRecord): Promise<Made> {
	const finished = await settle(options.recover(record));
	if ('error' in finished) return failing(finished.error);
	if (finished.value !== undefined) {
		return { event: { kind: 'connected' }, changes: finished.value };
	}
	return { event: { kind: 'failed', reason: 'interrupted' }, changes: {} };
}

/** By the bank's answer to one of the calls behind the last step that waits. */
class LoginRefused extends BankError {
	constructor(readonly reason: LoginFailure) {
		super('login-failed', 'The bank has not let the person in');
	}
}

const isTemporary = (error: unknown) =>
	error instanceof BankError && (error.retryable || isForLater(error.details));

/**
 * While a step waits, an answer that fails to come is waited for; what the bank refuses ends the login. A stop by
 * the user ends only this run: it is thrown, and the login may be waited for again.
 */
function troubleOf(error: unknown): LoginEvent {
	if (!(error instanceof BankError)) return failed(error);
	if (error.code === 'cancelled') throw error;
	return isTemporary(error) ? { kind: 'silence' } : failed(error);
}

const failed = (error: unknown): LoginEvent => ({ kind: 'failed', reason: reasonOf(error) });

export function reasonOf(error: unknown): LoginFailure {
	if (error instanceof OtherAccounts) return 'other-accounts';
	if (error instanceof LoginRefused) return error.reason;
	// Banks fail as BankErrors: this is our own side.
	if (!(error instanceof BankError)) return 'not-stored';
	if (error.code === 'storage-failed') return 'not-stored';
	if (error.code === 'cancelled') return 'interrupted';
	// The consent that was just given is over: another login of the same person has ended it.
	if (error.code === 'consent-required') return 'replaced';
	return error.details.bankCode === 'PSU_CREDENTIALS_INVALID' ? 'refused' : 'bank-error';
}
