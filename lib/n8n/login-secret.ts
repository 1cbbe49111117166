import { randomBytes } from 'node:crypto';
import { readToken } from '../models/token';
import { settle, settleSync } from '../outcome';
import { digest } from '../store/digest';
import { createSealer } from '../store/seal';
import type { Store } from '../store/store';
import { longestConsentMs } from './login-mark';

/** The token that lives longest opens it: who has the store alone reads nothing. */
function underToken(stored: unknown) {
	const token = settleSync(() => readToken(stored, 0));
	if ('error' in token) return undefined;
	const { refreshToken, accessToken } = token.value;
	const opener = refreshToken ?? accessToken;
	const key = `login-secret/${digest('login secret', opener)}`;
	const sealer = createSealer(opener, 'login secret v1');
	return {
		key,
		seal: (secret: string) => sealer.seal(secret, key),
		open: (written: string | undefined) =>
			written === undefined ? undefined : sealer.open(written, key),
	};
}

/**
 * A secret for the login of a client that has none of its own (PKCE alone): made up once, sealed in the store under
 * the login's token, and handed on from renewal to renewal. `undefined` where there is no login.
 */
export async function loginSecret(store: Store, stored: unknown): Promise<string | undefined> {
	const under = underToken(stored);
	if (under === undefined) return undefined;
	const written = await store.get(under.key);
	const known = under.open(written);
	if (known !== undefined) return known;
	const made = randomBytes(32).toString('base64url');
	const isFirst = await store.compareAndSet(under.key, written, under.seal(made), longestConsentMs);
	return isFirst ? made : under.open(await store.get(under.key));
}

/** Hands the secret on to the renewed token. One that is lost costs a read of the list of accounts. */
export async function keepLoginSecret(
	store: Store,
	before: unknown,
	after: unknown,
): Promise<void> {
	const [from, to] = [underToken(before), underToken(after)];
	if (from === undefined || to === undefined || from.key === to.key) return;
	const written = await settle(store.get(from.key));
	const secret = 'value' in written ? from.open(written.value) : undefined;
	if (secret === undefined) return;
	const kept = await settle(store.set(to.key, to.seal(secret), longestConsentMs));
	if ('value' in kept) await settle(store.delete(from.key));
}
