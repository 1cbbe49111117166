import { BankError, type BankErrorDetails } from '../errors';
import type { Access } from './session';

/** A token that ends within this time is renewed before it is used. */
const marginMs = 10_000;

export type RenewalChoice = 'use' | 'renew' | 'log-in';

export interface RenewalQuestion {
	/** The tokens as stored now; `undefined`: none. */
	readonly stored: Access | undefined;
	/** The access token that the bank has refused, if it has. */
	readonly refused?: string;
	/** Whether there is a refresh token, and a bank that takes it. */
	readonly canRenew: boolean;
	/** Epoch ms. */
	readonly now: number;
}

/**
 * What to do for a call that needs a token. Asked again under the lease with what is stored then: whoever waited
 * for somebody else's renewal uses its result.
 */
export function chooseRenewal({ stored, refused, canRenew, now }: RenewalQuestion): RenewalChoice {
	if (stored === undefined) return 'log-in';
	if (stored.accessToken === refused) return canRenew ? 'renew' : 'log-in';
	return isEnding(stored, now) && canRenew ? 'renew' : 'use';
}

const isEnding = ({ expiresAt }: Access, now: number) =>
	expiresAt !== undefined && expiresAt - marginMs <= now;

export const notLoggedIn = (bank: string, nextStep: string) =>
	new BankError('login-required', `Nobody has logged in to ${bank} with this credential yet`, {
		bank,
		nextStep,
	});

/** RFC 6749 §5.2. */
const finalCodes: ReadonlySet<string> = new Set([
	'invalid_request',
	'invalid_client',
	'invalid_grant',
	'unauthorized_client',
	'unsupported_grant_type',
	'invalid_scope',
]);

/** Ask again later, whatever else the answer says: timeouts, too early, too many, out of service. */
const laterStatuses: ReadonlySet<number> = new Set([408, 425, 429, 503]);

export type TokenRefusal = Pick<BankErrorDetails, 'status' | 'bankCode'>;

export const isForLater = ({ status }: TokenRefusal): boolean =>
	status !== undefined && laterStatuses.has(status);

/** Whether a token endpoint's refusal is its last word. What is none of the standard's codes may be otherwise soon. */
export const isFinal = (refusal: TokenRefusal): boolean =>
	finalCodes.has(refusal.bankCode ?? '') && !isForLater(refusal);

/** A renewal that the bank has not made, and has not refused for good. */
export function renewalDelayed(
	bank: string,
	details: BankErrorDetails,
	howToLogIn: string,
): BankError {
	const { status, bankCode } = details;
	const said = [status, bankCode].filter((each) => each !== undefined).join(' ');
	return new BankError(
		status === 429 ? 'rate-limited' : 'bank-unavailable',
		`${bank} could not renew the login just now${said === '' ? '' : ` (${said})`}`,
		{
			...details,
			bank,
			nextStep: `Try again in a few minutes. If it stays: ${howToLogIn}`,
		},
	);
}

/** Why a bank did not renew, from its RFC 6749 §5.2 code; `undefined`: it never got to say. */
export function renewalRefused(
	bank: string,
	bankCode: string | undefined,
	howToLogIn: string,
): BankError {
	if (bankCode === 'invalid_client' || bankCode === 'unauthorized_client') {
		return new BankError('settings-invalid', `${bank} does not accept the client ID and secret`, {
			bank,
			bankCode,
			field: 'Client Secret',
			nextStep: 'Open the credential and correct Client ID and Client Secret',
		});
	}
	return new BankError('login-required', `${bank} does not renew this login any more`, {
		bank,
		...(bankCode === undefined ? {} : { bankCode }),
		nextStep: howToLogIn,
	});
}
