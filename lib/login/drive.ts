import type { LateRecords } from '../audit/late-records';
import { BankError } from '../errors';
import type { Clock } from '../http/port';
import type { LoginFailure } from '../profile/login';
import type { BankProfile } from '../profile/profile';
import { settle, type Outcome } from '../outcome';
import { tryLease } from '../store/lease';
import type { Store } from '../store/store';
import type { Conversation, GrantedToken } from './conversation';
import { advance, isOver, loginLimits, nextAct, type LoginEvent } from './script';
import { OtherAccounts, type FinishedLogin } from './finish';
import { isForLater } from './renewal';
import { withoutSecrets, type LoginRecord, type LoginRecords } from './record';

export interface DriveOptions {
	readonly bank: BankProfile;
	readonly conversation: Conversation;
	/** From the call that brings the tokens to a stored login. */
	readonly finish: (
		record: LoginRecord,
		redeem: (records: LateRecords) => Promise<GrantedToken>,
	) => Promise<FinishedLogin>;
	/** What somebody who died has finished; `undefined`: he has not. */
	readonly recover: (record: LoginRecord) => Promise<FinishedLogin | undefined>;
	/** How the tokens are had, where the login is none in an app. */
	readonly redeem?: (record: LoginRecord, records: LateRecords) => Promise<GrantedToken>;
	/** What has come since the record was written. */
	readonly arrived?: (record: LoginRecord) => LoginRecord;
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
 * Leads a login to its end, unless somebody else is leading it: then `undefined`. One driver asks the bank,
 * however many pages are open.
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
	const start = options.arrived?.(known) ?? known;
	const outcome = await settle(lead(options, start, () => lease.isHeld()));
	await lease.release();
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

async function lead(
	options: DriveOptions,
	start: LoginRecord,
	isHeld: () => Promise<boolean>,
): Promise<LoginRecord | undefined> {
	const { records, bank, clock, onChange, signal } = options;
	const limits = limitsOf(options);
	let record = start;
	const tell = async () => {
		const written = await settle(records.write(record));
		// What has ended has ended, also where the store can't be told.
		if ('error' in written && !isOver(record.state)) throw written.error;
		onChange?.(record, 'value' in written ? written.value : records.ticket(record));
	};
	if (isOver(record.state)) return record;
	await tell();
	while (!isOver(record.state)) {
		const act = nextAct(record.state);
		// The first of its kind goes out at once, every other call after the bank's own pause.
		if (act === 'look' || record.state.silences > 0) {
			await clock.sleep(record.standing?.pollMs ?? bank.decoupled?.pollMs ?? 2_000, signal);
		}
		if (!(await isHeld())) return undefined;
		if (act === 'finish') {
			record = { ...record, state: advance(record.state, { kind: 'redeeming' }, limits) };
			await tell();
		}
		const { event, changes } = await step(options, record, act);
		const next = { ...record, ...changes, state: advance(record.state, event, limits) };
		record = isOver(next.state) ? withoutSecrets(next) : next;
		await tell();
	}
	return record;
}

/** Places the first order, for somebody else to follow. */
export async function beginOrder(options: DriveOptions, start: LoginRecord): Promise<LoginRecord> {
	const { event, changes } = await order(options, start);
	const state = advance(start.state, event, limitsOf(options));
	const record = { ...start, ...changes, state };
	await options.records.write(record);
	return record;
}

function limitsOf({ bank, orders = loginLimits.orders }: DriveOptions) {
	return { ...loginLimits, orders, lastsMs: bank.decoupled?.lastsMs ?? 180_000 };
}

interface Step {
	readonly event: LoginEvent;
	readonly changes: Partial<LoginRecord>;
}

async function step(
	options: DriveOptions,
	record: LoginRecord,
	act: ReturnType<typeof nextAct>,
): Promise<Step> {
	switch (act) {
		case 'order':
			return await order(options, record);
		case 'look':
			return await stand(
				options,
				'standing',
				await settle(options.conversation.look(record.facts)),
				record,
			);
		case 'finish':
			return await end(options, record);
		case 'recover':
			return await recover(options, record);
		case 'end':
			return { event: { kind: 'silence' }, changes: {} };
	}
}

/** Before the first order there are a client token and a consent to be had; they serve the later ones too. */
async function order(options: DriveOptions, record: LoginRecord): Promise<Step> {
	const { conversation, bank } = options;
	if (record.facts['consentId'] !== undefined || bank.decoupled === undefined) {
		const ordered = await settle(conversation.order(record.facts));
		return await stand(options, 'ordered', ordered, record);
	}
	const prepared = await settle(conversation.prepare(bank.decoupled, record.facts));
	if ('error' in prepared) return { event: troubleOf(prepared.error), changes: {} };
	const changes = { facts: prepared.value };
	const next = await order(options, { ...record, ...changes });
	return { ...next, changes: { ...changes, ...next.changes } };
}

async function stand(
	{ clock }: DriveOptions,
	kind: 'ordered' | 'standing',
	outcome: Outcome<Awaited<ReturnType<Conversation['look']>>>,
	record: LoginRecord,
): Promise<Step> {
	if ('error' in outcome) return { event: troubleOf(outcome.error), changes: {} };
	const { facts, result: standing } = outcome.value;
	const changes = { facts: { ...record.facts, ...facts }, standing };
	return { event: { kind, standing, at: clock.now() }, changes };
}

async function end(options: DriveOptions, record: LoginRecord): Promise<Step> {
	const { conversation, finish } = options;
	const { redeem = ({ facts }, records) => conversation.finish(facts, records) } = options;
	let isLater = false;
	const finished = await settle(
		finish(record, async (records) => {
			const granted = await settle(redeem(record, records));
			if ('value' in granted) return granted.value;
			isLater = isTemporary(granted.error);
			throw granted.error;
		}),
	);
	if ('value' in finished) return { event: { kind: 'connected' }, changes: finished.value };
	return { event: isLater ? { kind: 'silence' } : failed(finished.error), changes: {} };
}

/** Whether the bank has given tokens to whoever died nobody knows: what it gave is not given twice. */
async function recover(options: DriveOptions, record: LoginRecord): Promise<Step> {
	const finished = await settle(options.recover(record));
	if ('error' in finished) return { event: troubleOf(finished.error), changes: {} };
	if (finished.value !== undefined) {
		return { event: { kind: 'connected' }, changes: finished.value };
	}
	return { event: { kind: 'failed', reason: 'interrupted' }, changes: {} };
}

const isTemporary = (error: unknown) =>
	error instanceof BankError && (error.retryable || isForLater(error.details));

/**
 * While an order waits, an answer that fails to come is waited for; what the bank refuses ends the login. A stop by
 * the user ends only this run: it is thrown, and the login may be waited for again.
 */
function troubleOf(error: unknown): LoginEvent {
	if (!(error instanceof BankError)) return failed(error);
	if (error.code === 'cancelled') throw error;
	const { status, field } = error.details;
	// BankID's alreadyInProgress: the person's other order is cancelled now, the next one succeeds.
	const isTaken = status === 409 && field !== undefined;
	return isTemporary(error) || isTaken ? { kind: 'silence' } : failed(error);
}

const failed = (error: unknown): LoginEvent => ({ kind: 'failed', reason: reasonOf(error) });

export function reasonOf(error: unknown): LoginFailure {
	if (error instanceof OtherAccounts) return 'other-accounts';
	// Banks fail as BankErrors: this is our own side.
	if (!(error instanceof BankError)) return 'not-stored';
	if (error.code === 'storage-failed') return 'not-stored';
	if (error.code === 'cancelled') return 'interrupted';
	// The consent that was just given is over: another login of the same person has ended it.
	if (error.code === 'consent-required') return 'replaced';
	return error.details.bankCode === 'PSU_CREDENTIALS_INVALID' ? 'refused' : 'bank-error';
}
