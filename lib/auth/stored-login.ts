import { createHmac } from 'node:crypto';
import { z } from 'zod/v4';
import type { Account } from '../models/account';
import { present } from '../models/present';
import { readToken, type Token } from '../models/token';
import { settleSync } from '../outcome';
import type { Access } from './session';

/** What a finished login leaves behind, kept as one text in n8n's encrypted credential. Secret. */
export interface StoredLogin {
	/** Another one with each login and each erasure: links made before it are void. */
	readonly loginId: string;
	/** Epoch ms. */
	readonly loggedInAt: number;
	/** The bank's token answer, whole; absent: erased. */
	readonly token?: Readonly<Record<string, unknown>>;
	/** Epoch ms at which it arrived, from which its `expires_in` counts. */
	readonly receivedAt: number;
	readonly consentId?: string;
	/** `YYYY-MM-DD`, inclusive. */
	readonly validUntil?: string;
	/** Marks of the accounts connected (`accountMarks`), to know them again at the next login. */
	readonly accounts: readonly string[];
}

const schema = z.object({
	loginId: z.string(),
	loggedInAt: z.number(),
	token: z.record(z.string(), z.unknown()).optional(),
	receivedAt: z.number(),
	consentId: z.string().optional(),
	validUntil: z.string().optional(),
	accounts: z.array(z.string()),
});

/** `undefined` where nobody has logged in yet, or the text isn't ours. */
export function readStoredLogin(text: unknown): StoredLogin | undefined {
	if (typeof text !== 'string' || text === '') return undefined;
	const read = settleSync(() => schema.parse(JSON.parse(text)));
	return 'value' in read ? present<StoredLogin>(read.value) : undefined;
}

export const writeStoredLogin = (login: StoredLogin): string => JSON.stringify(login);

export function tokenOf({ token, receivedAt }: StoredLogin): Token | undefined {
	if (token === undefined) return undefined;
	const read = settleSync(() => readToken(token, receivedAt));
	return 'value' in read ? read.value : undefined;
}

/** What a call needs of it; `undefined` where it is erased. */
export function accessOf(login: StoredLogin): Access | undefined {
	const token = tokenOf(login);
	if (token === undefined) return undefined;
	return present<Access>({
		accessToken: token.accessToken,
		consentId: login.consentId ?? token.consentId,
		expiresAt: token.expiresAt,
	});
}

/** The login after its token was renewed; banks that don't rotate leave the refresh token out (RFC 6749 §6). */
export function renewed(login: StoredLogin, token: Token, receivedAt: number): StoredLogin {
	const kept = tokenOf(login)?.refreshToken;
	return {
		...login,
		token: {
			...token.raw,
			...(token.refreshToken === undefined && kept !== undefined && { refresh_token: kept }),
		},
		receivedAt,
	};
}

/** No tokens any more. With `accounts` kept nobody else's accounts can take the connection over. */
export const erased = (
	loginId: string,
	now: number,
	accounts: readonly string[] = [],
): StoredLogin => ({ loginId, loggedInAt: now, receivedAt: now, accounts });

/** Names accounts without holding their numbers. Keyed: an IBAN has too few digits for a bare digest. */
export function accountMarks(accounts: readonly Account[], secret: string): string[] {
	const marks = accounts.flatMap(({ iban, bban, maskedPan }) => {
		const number = iban ?? bban ?? maskedPan;
		return number === undefined ? [] : [mark(number, secret)];
	});
	return [...new Set(marks)].sort();
}

const mark = (number: string, secret: string) =>
	createHmac('sha256', secret).update(`account\n${number}`).digest('base64url').slice(0, 22);

/** Whether the new accounts may take over the connection: it has none yet, or they share one with it. */
export function isSameHolder(before: readonly string[], now: readonly string[]): boolean {
	return before.length === 0 || now.some((account) => before.includes(account));
}
