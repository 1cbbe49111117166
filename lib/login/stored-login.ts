import { z } from 'zod/v4';
import { present } from '../models/present';
import { readToken, type Token } from '../models/token';
import { settleSync } from '../outcome';
import type { Facts, Gain } from '../profile/call';
import type { Access } from './session';

/** What a finished login leaves behind, kept as one text in n8n's encrypted credential. Secret. */
export interface StoredLogin {
	/** Another one with each login and each erasure: links made before it are void. */
	readonly loginId: string;
	/** Epoch ms. */
	readonly loggedInAt: number;
	/** The bank's token answer, whole; absent where the bank gives none, ended or erased. */
	readonly token?: Readonly<Record<string, unknown>>;
	/** Epoch ms at which it arrived, from which its `expires_in` counts. */
	readonly receivedAt: number;
	readonly consentId?: string;
	/** Facts that the bank's calls need (`BankProfile.keep`). */
	readonly kept?: Facts;
	/** `YYYY-MM-DD`, inclusive. */
	readonly validUntil?: string;
	/** Marks of the accounts connected (`accountMarks`), to know them again at the next login. */
	readonly accounts: readonly string[];
	/** At the bank or here: it opens nothing any more. */
	readonly isEnded?: boolean;
	/** By somebody who may: anybody's accounts may come next. */
	readonly isErased?: boolean;
}

/** What a `Date` can hold. */
const instant = z.number().min(0).max(8.64e15);

const schema = z.object({
	loginId: z.string(),
	loggedInAt: instant,
	token: z.record(z.string(), z.unknown()).optional(),
	receivedAt: instant,
	consentId: z.string().optional(),
	kept: z.record(z.string(), z.string()).optional(),
	validUntil: z.string().optional(),
	accounts: z.array(z.string()),
	isEnded: z.boolean().optional(),
	isErased: z.boolean().optional(),
});

/**
 * `undefined` where nobody has logged in yet. A text that can't be read was somebody's login: it opens nothing, and
 * nobody may take its place before it is erased.
 */
export function readStoredLogin(text: unknown): StoredLogin | undefined {
	if (typeof text !== 'string' || text === '') return undefined;
	const read = settleSync(() => schema.parse(JSON.parse(text)));
	return 'value' in read ? present<StoredLogin>(read.value) : ended('unreadable', 0, []);
}

/** The token answer goes in whole, unless it is nested too deep to be written. */
export function writeStoredLogin(login: StoredLogin): string {
	const whole = settleSync(() => JSON.stringify(login));
	if ('value' in whole) return whole.value;
	const token = tokenOf(login);
	return JSON.stringify({
		...login,
		token: token && {
			access_token: token.accessToken,
			token_type: token.tokenType,
			refresh_token: token.refreshToken,
			scope: token.scope,
			expires_in: token.expiresAt && (token.expiresAt - login.receivedAt) / 1000,
			consentId: token.consentId,
		},
	});
}

export function tokenOf({ token, receivedAt }: StoredLogin): Token | undefined {
	return token && tokenIn(token, receivedAt);
}

/** `receivedAt`: epoch ms. `undefined`: it can't be read. */
export function tokenIn(
	token: Readonly<Record<string, unknown>>,
	receivedAt = 0,
): Token | undefined {
	const read = settleSync(() => readToken(token, receivedAt));
	return 'value' in read ? read.value : undefined;
}

/** What a call needs of it; `undefined` where it is erased. */
export function accessOf(login: StoredLogin): Access | undefined {
	const { kept, loggedInAt, isEnded } = login;
	const token = tokenOf(login);
	const consentId = login.consentId ?? token?.consentId;
	if (isEnded === true || (token === undefined && consentId === undefined)) return undefined;
	// Tokens that can't be read open nothing.
	if (token === undefined && login.token !== undefined) return undefined;
	return present<Access>({
		accessToken: token?.accessToken ?? '',
		refreshToken: token?.refreshToken,
		consentId,
		expiresAt: token?.expiresAt,
		kept,
		loggedInAt,
	});
}

/** The login after its token was renewed; banks that don't rotate leave the refresh token out (RFC 6749 §6). */
export function renewed(
	login: StoredLogin,
	{ token: brought, facts, consentId, validUntil }: Gain,
	receivedAt: number,
): StoredLogin {
	const before = tokenOf(login)?.refreshToken;
	const names = Object.keys(login.kept ?? {}).filter((name) => facts?.[name] !== undefined);
	const token = brought && {
		...brought,
		...(tokenIn(brought)?.refreshToken === undefined &&
			before !== undefined && { refresh_token: before }),
	};
	return present<StoredLogin>({
		...login,
		token: token ?? login.token,
		receivedAt,
		consentId: consentId ?? login.consentId,
		validUntil: validUntil ?? login.validUntil,
		kept: login.kept && {
			...login.kept,
			...Object.fromEntries(names.map((name) => [name, facts?.[name] ?? ''])),
		},
	});
}

/** No tokens any more; with which accounts it was, so that nobody else's can take the connection over. */
export const ended = (loginId: string, now: number, accounts: readonly string[]): StoredLogin => ({
	loginId,
	loggedInAt: now,
	receivedAt: now,
	accounts,
	isEnded: true,
});

/** Nothing any more: the next login is the first one. */
export const erased = (loginId: string, now: number): StoredLogin => ({
	...ended(loginId, now, []),
	isErased: true,
});
