import { readToken, type Token } from '../models/token';
import { settle, settleSync } from '../outcome';
import { digest } from '../store/digest';
import type { Store } from '../store/store';

/** No consent lasts longer. */
export const longestConsentMs = 200 * 24 * 60 * 60 * 1000;

const own = ({ refreshToken, accessToken }: Token) => digest('login', refreshToken ?? accessToken);
const key = (mark: string) => `login-of/${mark}`;

/**
 * Names the login that n8n stored, where the bank names no consent: another login has another mark, the renewals of
 * one have the same. `undefined` where there is a consent id, or no login.
 */
export async function loginMark(store: Store, stored: unknown): Promise<string | undefined> {
	const read = settleSync(() => readToken(stored, 0));
	if ('error' in read || read.value.consentId !== undefined) return undefined;
	return (await store.get(key(own(read.value)))) ?? own(read.value);
}

/** Hands the mark on where a renewal brought another refresh token. A mark that is lost costs one read. */
export async function keepLoginMark(store: Store, before: unknown, after: unknown): Promise<void> {
	const mark = await settle(loginMark(store, before));
	const renewed = settleSync(() => own(readToken(after, 0)));
	if ('error' in mark || mark.value === undefined || 'error' in renewed) return;
	if (renewed.value !== mark.value)
		await settle(store.set(key(renewed.value), mark.value, longestConsentMs));
}
