import { LateRecords } from '../../lib/audit/late-records';
import { BankCalls } from '../../lib/login/bank-calls';
import { contextOf } from '../../lib/login/context';
import { revokeConsent } from '../../lib/login/finish';
import type { Access } from '../../lib/login/session';
import { accessOf } from '../../lib/login/stored-login';
import { BankError } from '../../lib/errors';
import type { BankProfile } from '../../lib/profile/profile';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { loginEnvironmentOf } from '../../lib/n8n/credential-hosts';
import type { Consent } from '../../lib/models/consent';
import { present } from '../../lib/models/present';
import { settle } from '../../lib/outcome';
import { openLogin, sessionFor, type Ground } from '../shared/ground';
import type { LoginDesk } from '../shared/login-desk';

export interface ConsentItem {
	/** Profile id. */
	readonly bank: string;
	/** `none`: nobody has logged in; `unknown`: the bank has no such call. */
	readonly status: Consent['status'] | 'none' | 'unknown';
	/** The bank's own word where it is another. */
	readonly bankStatus?: string;
	/** Whether somebody has to log in before anything can be read. */
	readonly needsLogin: boolean;
	/** Last day, `YYYY-MM-DD`. */
	readonly validUntil?: string;
	/** Whole days from today to `validUntil`. */
	readonly daysLeft?: number;
	/** Reads a day without the account holder. */
	readonly readsPerDay?: number;
	/** ISO 8601, UTC. */
	readonly lastLoginAt?: string;
}

const lost: ReadonlySet<string> = new Set(['login-required', 'consent-required', 'not-found']);
const isLost = (error: unknown) => error instanceof BankError && lost.has(error.code);

/**
 * Costs none of the day's reads. A connection that has ended is an answer here, not an error. `today`: `YYYY-MM-DD`
 * in the workflow's time zone.
 */
export async function getStatus(ground: Ground, today: string): Promise<ConsentItem> {
	const { bank } = ground;
	const session = sessionFor(ground, false);
	const { lastLoginAt, validUntil } = await lastLogin(ground);
	const current = await settle(session.current());
	if ('error' in current) {
		if (!isLost(current.error)) throw current.error;
		return present<ConsentItem>({
			bank: bank.id,
			status: 'none',
			needsLogin: true,
			lastLoginAt,
		});
	}
	const { consentId } = current.value;
	const look = bank.consent?.status;
	if (look === undefined || consentId === undefined) {
		return present<ConsentItem>({
			bank: bank.id,
			status: 'unknown',
			needsLogin: false,
			validUntil,
			daysLeft: daysBetween(today, validUntil),
			lastLoginAt,
		});
	}
	const calls = callsOf(ground);
	const context = contextOf(calls, current.value, ground.common.clock);
	const asked = await settle(calls.ask(look, context, { asked: 'the consent', session }));
	if ('error' in asked) {
		if (!isLost(asked.error)) throw asked.error;
		return present<ConsentItem>({
			bank: bank.id,
			status: 'expired',
			needsLogin: true,
			lastLoginAt,
		});
	}
	const consent = asked.value;
	return present<ConsentItem>({
		bank: bank.id,
		status: consent.status,
		bankStatus: consent.bankStatus,
		needsLogin: consent.status !== 'valid',
		validUntil: consent.validUntil,
		daysLeft: daysBetween(today, consent.validUntil),
		readsPerDay: consent.frequencyPerDay,
		lastLoginAt,
	});
}

export interface EndItem {
	readonly bank: string;
	/** `revoked`: at the bank; `erased`: here only. */
	readonly status: 'revoked' | 'erased';
	/** Whether tokens were removed from the credential. */
	readonly erased: boolean;
	/** What is left to be done, where the bank has no call to end a consent. */
	readonly nextStep?: string;
}

/** Ends the consent at the bank; a bank login's tokens are removed as well. */
export async function revoke(ground: Ground): Promise<EndItem> {
	const { bank, credentialType } = ground;
	const records = new LateRecords();
	const calls = callsOf(ground).keeping(records);
	let isSent = false;
	const end = async (access: Access) => {
		const outcome = await settle(revokeConsent(bank, calls, access, ground.common.clock));
		// Ended before: then there is nothing left to end. A refused token is another matter.
		if ('error' in outcome && !isGone(outcome.error)) throw outcome.error;
		isSent = 'error' in outcome || outcome.value;
	};
	if (credentialType === bankLoginType) {
		await openLogin(ground).session.end(end);
		if (!isSent)
			return { bank: bank.id, status: 'erased', erased: true, nextStep: atTheBank(bank) };
		await records.tell(`The consent was ended at ${bank.name} and the login here is erased`);
		return { bank: bank.id, status: 'revoked', erased: true };
	}
	const session = sessionFor(ground, false);
	const access = await session.current();
	const outcome = await settle(end(access));
	if ('error' in outcome) {
		if (!isLost(outcome.error)) throw outcome.error;
		await end(await session.renew(access));
	}
	if (!isSent) {
		throw new BankError('request-rejected', `${bank.name} can't be told to end a consent`, {
			bank: bank.name,
			nextStep: atTheBank(bank),
		});
	}
	await records.tell(`The consent was ended at ${bank.name}`);
	return { bank: bank.id, status: 'revoked', erased: false };
}

const atTheBank = ({ name }: Pick<BankProfile, 'name'>) =>
	`${name} has no call for it: end the consent in the bank's own app or internet bank`;

const isGone = (error: unknown) =>
	error instanceof BankError && (error.code === 'consent-required' || error.code === 'not-found');

/** Forgets the login here; the bank is not asked and keeps its consent until it ends. */
export async function eraseLogin({ ground, login }: LoginDesk): Promise<EndItem> {
	await login.session.erase();
	return { bank: ground.bank.id, status: 'erased', erased: true };
}

function callsOf({ common, bank, credentials, settings, connectionId }: Ground): BankCalls {
	const { hosts, constants } = loginEnvironmentOf(bank, credentials, settings);
	return new BankCalls({
		...common,
		hosts,
		connection: { id: connectionId },
		...(constants === undefined ? {} : { constants }),
	});
}

/** As the login itself has told it. */
async function lastLogin(
	ground: Ground,
): Promise<Partial<Pick<ConsentItem, 'lastLoginAt' | 'validUntil'>>> {
	if (ground.credentialType !== bankLoginType) return {};
	const stored = await openLogin(ground).session.stored();
	if (stored === undefined || accessOf(stored) === undefined) return {};
	const { loggedInAt, validUntil } = stored;
	const lastLoginAt = new Date(loggedInAt).toISOString();
	return validUntil === undefined ? { lastLoginAt } : { lastLoginAt, validUntil };
}

const dayMs = 24 * 60 * 60 * 1000;

const daysBetween = (today: string, date: string | undefined): number | undefined =>
	date === undefined ? undefined : (Date.parse(date) - Date.parse(today)) / dayMs;
