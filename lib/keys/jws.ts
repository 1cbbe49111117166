import { constants, sign, type KeyObject } from 'node:crypto';

/** RFC 7518 §3.1: those that banks ask for. */
export type JwsAlgorithm = 'RS256' | 'RS512' | 'PS256' | 'ES256';

const ways = {
	RS256: { hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
	RS512: { hash: 'sha512', options: { padding: constants.RSA_PKCS1_PADDING } },
	PS256: {
		hash: 'sha256',
		options: {
			padding: constants.RSA_PKCS1_PSS_PADDING,
			saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
		},
	},
	ES256: { hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
} as const satisfies Readonly<Record<JwsAlgorithm, object>>;

/** The signature alone, as its bytes. */
export function signatureOf(algorithm: JwsAlgorithm, data: Uint8Array, key: KeyObject): Buffer {
	const { hash, options } = ways[algorithm];
	return sign(hash, data, { key, ...options });
}

export type JoseHeader = Readonly<Record<string, unknown>> & { readonly alg: JwsAlgorithm };

/** JWS in its compact form (RFC 7515 §7.1). */
export function signCompact(header: JoseHeader, payload: Uint8Array, key: KeyObject): string {
	const [head, body] = [base64url(JSON.stringify(header)), base64url(payload)];
	return `${head}.${body}.${signed(header, `${head}.${body}`, key)}`;
}

/**
 * JWS whose content travels beside it (RFC 7515 appendix F): `header..signature`. With `b64: false` in its header the
 * content is signed as it is (RFC 7797), as Open Banking UK wanted until 3.1.3.
 */
export function signDetached(header: JoseHeader, payload: Uint8Array, key: KeyObject): string {
	const head = base64url(JSON.stringify(header));
	const content = header['b64'] === false ? payload : Buffer.from(base64url(payload));
	const data = Buffer.concat([Buffer.from(`${head}.`), content]);
	return `${head}..${signed(header, data, key)}`;
}

const signed = ({ alg }: JoseHeader, data: string | Uint8Array, key: KeyObject) =>
	signatureOf(alg, typeof data === 'string' ? Buffer.from(data) : data, key).toString('base64url');

const base64url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url');
