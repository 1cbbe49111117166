import type { KeyObject } from 'node:crypto';
import { signCompact, type JwsAlgorithm } from './jws';

/** Times in epoch seconds (RFC 7519 §4.1). */
export type Claims = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface JwtOptions {
	readonly algorithm: JwsAlgorithm;
	/** `kid`: which of the keys that the other side knows. */
	readonly keyId?: string;
	/** Epoch ms. */
	readonly now: number;
	readonly lastsSeconds: number;
}

/** A signed JWT (RFC 7519) that begins now. Its claims win over those made here. */
export function signJwt(claims: Claims, options: JwtOptions, key: KeyObject): string {
	const { algorithm, keyId, now, lastsSeconds } = options;
	const issued = Math.floor(now / 1000);
	const header = { typ: 'JWT', alg: algorithm, ...(keyId !== undefined && { kid: keyId }) };
	const body = { iat: issued, exp: issued + lastsSeconds, ...claims };
	return signCompact(header, Buffer.from(JSON.stringify(body)), key);
}

export interface AssertionOptions extends JwtOptions {
	readonly clientId: string;
	/** The token endpoint, or the issuer where the bank wants that. */
	readonly audience: string;
	/** Another one for each call: it may be used once. */
	readonly id: string;
}

/** `private_key_jwt`: what a client without a secret sends to the token endpoint (RFC 7523 §2.2). */
export function clientAssertion(options: AssertionOptions, key: KeyObject) {
	const { clientId, audience, id } = options;
	const claims = { iss: clientId, sub: clientId, aud: audience, jti: id };
	return {
		client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
		client_assertion: signJwt(claims, options, key),
	} as const;
}
