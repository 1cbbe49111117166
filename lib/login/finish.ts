import type { BankProfile } from '../profile/profile';
import { BankError } from '../errors';
import type { Account } from '../models/account';
import type { Consent } from '../models/consent';
import { maskIban } from '../models/iban';
import { present } from '../models/present';
import { settle } from '../outcome';
import { accountMarks, isSameHolder } from './account-marks';
import type { BankCalls } from './bank-calls';
import type { GrantedToken } from './conversation';
import type { ConnectedAccount } from './record';
import type { LoginSession } from './login-session';
import type { Access } from './session';
import { accessOf, type StoredLogin } from './stored-login';

export interface FinishOptions {
	readonly bank: BankProfile;
	readonly calls: BankCalls;
	readonly session: LoginSession;
	/** Keys the marks of the accounts. */
	readonly secret: string;
	/** The accounts that this token opens, while the account holder is there. */
	readonly readAccounts: (access: Access) => Promise<readonly Account[]>;
}

export interface FinishedLogin {
	readonly accounts: readonly ConnectedAccount[];
	readonly validUntil?: string;
	/** Whether there was a login before this one; absent where nobody knows any more. */
	readonly isRenewal?: boolean;
}

/** The tokens are good and none of the accounts is known to be one of the connection's: nothing is stored. */
export class OtherAccounts extends BankError {
	constructor() {
		super('login-failed', 'None of these accounts is known to be one of the connection', {
			nextStep:
				'Log in as the person who connected it. Where the bank has no number by which to know the accounts again, or another person takes over, erase the connection first (PSD2 Consent, Erase)',
		});
	}
}

/**
 * From the call that brings the tokens to a stored login, under one lease: nobody who holds it can make the tokens go
 * to waste. The accounts are read before anything is stored, so that nobody's login can take over a connection that
 * isn't his.
 */
export async function finishLogin(
	{ bank, calls, session, secret, readAccounts }: FinishOptions,
	reference: string,
	redeem: () => Promise<GrantedToken>,
	knownConsentId: string | undefined,
): Promise<FinishedLogin> {
	let finished: FinishedLogin | undefined;
	let access: Access | undefined;
	const outcome = await settle(
		session.replace(async (before) => {
			const { token, receivedAt } = await redeem();
			const consentId = token.consentId ?? knownConsentId;
			access = present<Access>({ accessToken: token.accessToken, consentId });
			// Under the lease: where two people log in at once, the consent that the bank ended is not stored last.
			const [accounts, consent] = await Promise.all([
				readAccounts(access),
				askConsent(bank, calls, access),
			]);
			if (!isSameHolder(before, accounts, secret)) throw new OtherAccounts();
			const validUntil = consent?.validUntil;
			const isRenewal = before?.token !== undefined;
			finished = present<FinishedLogin>({ accounts: accounts.map(shown), validUntil, isRenewal });
			return present<StoredLogin>({
				loginId: reference,
				loggedInAt: receivedAt,
				token: token.raw,
				receivedAt,
				consentId,
				validUntil,
				accounts: accountMarks(accounts, secret),
			});
		}),
	);
	if ('error' in outcome) {
		// Nobody will use this consent: the bank need not keep it open. Its failure changes nothing.
		if (access !== undefined && outcome.error instanceof OtherAccounts) {
			await settle(revokeConsent(bank, calls, access));
		}
		throw outcome.error;
	}
	return finished ?? { accounts: [], isRenewal: false };
}

/** A login that was stored by somebody who died before he could say so; `undefined`: it was not. */
export async function storedLogin(
	{ session, readAccounts }: Pick<FinishOptions, 'session' | 'readAccounts'>,
	reference: string,
): Promise<FinishedLogin | undefined> {
	const stored = await session.stored();
	const access = stored && accessOf(stored);
	if (stored?.loginId !== reference || access === undefined) return undefined;
	const accounts = (await readAccounts(access)).map(shown);
	return present<FinishedLogin>({ accounts, validUntil: stored.validUntil });
}

/** Absent where the bank has no such call, or won't say. */
async function askConsent(bank: BankProfile, calls: BankCalls, access: Access) {
	const { consentId } = access;
	if (bank.consent === undefined || consentId === undefined) return undefined;
	const { status } = bank.consent;
	const outcome = await settle(
		calls.sendAs(access, {
			operation: 'consent.status',
			at: 'api',
			asked: 'the consent',
			request: status.ask({ consentId }),
			secrets: [],
		}),
	);
	if ('error' in outcome) return undefined;
	const consent: Consent = status.read(outcome.value);
	return consent;
}

/** Ends a consent at the bank. Nothing to do where the bank has no such call. */
export async function revokeConsent(
	bank: BankProfile,
	calls: BankCalls,
	access: Access,
): Promise<void> {
	const { consentId } = access;
	if (bank.consent === undefined || consentId === undefined) return;
	await calls.sendAs(access, {
		operation: 'consent.revoke',
		at: 'api',
		asked: 'an end of the consent',
		request: bank.consent.revoke.ask({ consentId }),
		secrets: [],
	});
}

function shown({ iban, bban, maskedPan, name, product, currency }: Account): ConnectedAccount {
	return present<ConnectedAccount>({
		number: iban === undefined ? ending(bban ?? maskedPan) : maskIban(iban),
		name: name ?? product,
		currency,
	});
}

const ending = (number: string | undefined) => number && `…${number.slice(-4)}`;
