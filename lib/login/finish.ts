import type { Clock } from '../http/port';
import type { Facts } from '../profile/call';
import type { BankProfile } from '../profile/profile';
import { BankError } from '../errors';
import type { Account } from '../models/account';
import { maskIban } from '../models/iban';
import { present } from '../models/present';
import { settle } from '../outcome';
import { accountMarks, isSameHolder } from './account-marks';
import type { BankCalls } from './bank-calls';
import type { ConnectedAccount, Gained } from './record';
import type { LoginSession } from './login-session';
import type { Access } from './session';
import { contextOf } from './context';
import { accessOf, tokenIn, type StoredLogin } from './stored-login';

export interface FinishOptions {
	readonly bank: BankProfile;
	readonly calls: BankCalls;
	readonly session: LoginSession;
	readonly clock: Pick<Clock, 'now'>;
	/** Keys the marks of the accounts. */
	readonly secret: string;
	/** Keyed them before. */
	readonly formerSecret?: string;
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
	{ bank, calls, session, secret, formerSecret, readAccounts, clock }: FinishOptions,
	reference: string,
	redeem: () => Promise<Gained>,
): Promise<FinishedLogin> {
	let finished: FinishedLogin | undefined;
	let access: Access | undefined;
	const outcome = await settle(
		session.replace(async (before) => {
			const gained = await redeem();
			const { token, consentId, tokenAt: receivedAt = clock.now() } = gained;
			const kept = keptOf(bank, gained);
			const loggedInAt = clock.now();
			const { accessToken = '', refreshToken } = (token && tokenIn(token)) ?? {};
			access = present<Access>({ accessToken, refreshToken, consentId, kept, loggedInAt });
			// Under the lease: where two people log in at once, the consent that the bank ended is not stored last.
			const [accounts, consent] = await Promise.all([
				readAccounts(access),
				askConsent(bank, calls, access, clock),
			]);
			const isSame = [secret, formerSecret].some(
				(each) => each !== undefined && isSameHolder(before, accounts, each),
			);
			if (!isSame) throw new OtherAccounts();
			const validUntil = consent?.validUntil ?? gained.grantedUntil;
			const isRenewal = before !== undefined && accessOf(before) !== undefined;
			finished = present<FinishedLogin>({ accounts: accounts.map(shown), validUntil, isRenewal });
			return present<StoredLogin>({
				loginId: reference,
				loggedInAt,
				token,
				receivedAt,
				consentId,
				kept,
				validUntil,
				accounts: accountMarks(accounts, secret),
			});
		}),
	);
	if ('error' in outcome) {
		// Nobody will use this consent: the bank need not keep it open. Its failure changes nothing.
		if (access !== undefined && outcome.error instanceof OtherAccounts) {
			await settle(revokeConsent(bank, calls, access, clock));
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

/** The facts that are needed after the login. */
function keptOf({ keep }: Pick<BankProfile, 'keep'>, { facts }: Gained): Facts | undefined {
	if (keep === undefined) return undefined;
	return Object.fromEntries(Object.entries(facts).filter(([name]) => keep.includes(name)));
}

/** Absent where the bank has no such call, or won't say. */
async function askConsent(
	{ consent }: Pick<BankProfile, 'consent'>,
	calls: BankCalls,
	access: Access,
	clock: Pick<Clock, 'now'>,
) {
	if (consent?.status === undefined || access.consentId === undefined) return undefined;
	const context = contextOf(calls, access, clock);
	const outcome = await settle(calls.ask(consent.status, context, { asked: 'the consent' }));
	return 'value' in outcome ? outcome.value : undefined;
}

/** Ends a consent at the bank. `false`: the bank has no such call, and nothing was sent. */
export async function revokeConsent(
	{ consent }: Pick<BankProfile, 'consent'>,
	calls: BankCalls,
	access: Access,
	clock: Pick<Clock, 'now'>,
): Promise<boolean> {
	if (consent?.revoke === undefined || !isNamed(access)) return false;
	const asked = 'an end of the consent';
	await calls.answerTo(consent.revoke, contextOf(calls, access, clock), { asked });
	return true;
}

/** Some banks end what the token stands for, others a consent by its id. */
const isNamed = ({ consentId, accessToken }: Access) =>
	consentId !== undefined || accessToken !== '';

function shown({ iban, bban, maskedPan, name, product, currency }: Account): ConnectedAccount {
	return present<ConnectedAccount>({
		number: iban === undefined ? ending(bban ?? maskedPan) : maskIban(iban),
		name: name ?? product,
		currency,
	});
}

const ending = (number: string | undefined) => number && `…${number.slice(-4)}`;
