import { randomUUID } from 'node:crypto';
import type { Clock } from '../http/port';
import { present } from '../models/present';
import type { Token } from '../models/token';
import type { Context } from '../profile/call';
import type { BankCalls } from './bank-calls';
import type { Access } from './session';

/** What a call about a login that was made may say. */
export function contextOf(
	{ place }: Pick<BankCalls, 'place'>,
	{ accessToken, refreshToken, consentId, kept = {} }: Access,
	clock: Pick<Clock, 'now'>,
): Context {
	const raw = { access_token: accessToken };
	const token: Token = present<Token>({ accessToken, refreshToken, tokenType: 'Bearer', raw });
	return present<Context>({
		...place,
		facts: kept,
		token: accessToken === '' && refreshToken === undefined ? undefined : token,
		consentId,
		language: 'en',
		redirectUri: '',
		state: '',
		codeVerifier: '',
		nonce: randomUUID(),
		now: clock.now(),
	});
}
