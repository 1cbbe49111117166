import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { Bank } from '../bank/bank';
import type { SentExample, Verifier } from './persona';
import type { Served } from './served';

/** What a signature must cover, and whose it is: draft-cavage-http-signatures in one bank's own words. */
export interface SignatureRules {
	/** Lower case, `(request-target)` among them; `withBody` besides where there is one. */
	readonly covers: readonly string[];
	readonly withBody: readonly string[];
	/** PEM of the public key or certificate that a key id names; `undefined`: unknown. */
	readonly keyOf: (keyId: string, served: Served, bank: Bank) => string | undefined;
}

const algorithms = new Set(['rsa-sha256', 'hs2019']);

/** Checks `Signature`, and `Digest` where there is a body. */
export const httpSignature =
	({ covers, withBody, keyOf }: SignatureRules): Verifier =>
	(served, bank) => {
		const written = served.header('signature');
		if (written === undefined) return 'missing-signature';
		const parts = partsOf(written);
		const names = (parts['headers'] ?? '').split(' ');
		const hasBody = served.raw.length > 0;
		const needed = hasBody ? [...covers, ...withBody] : covers;
		if (!needed.every((name) => names.includes(name))) return 'bad-signature';
		if (!algorithms.has(parts['algorithm'] ?? '')) return 'bad-signature';
		if (
			hasBody &&
			withBody.includes('digest') &&
			served.header('digest') !== digestOf(served.raw)
		) {
			return 'bad-signature';
		}
		const lines = names.map((name) => lineOf(name, served));
		const key = keyOf(parts['keyId'] ?? '', served, bank);
		if (key === undefined || lines.includes(undefined)) return 'bad-signature';
		const signed = Buffer.from(lines.join('\n'));
		const signature = Buffer.from(parts['signature'] ?? '', 'base64');
		return verify('RSA-SHA256', signed, key, signature) || 'bad-signature';
	};

const partsOf = (written: string): Readonly<Record<string, string | undefined>> =>
	Object.fromEntries(
		[...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
	);

export const digestOf = (body: Buffer | string): string =>
	`SHA-256=${createHash('sha256').update(body).digest('base64')}`;

type Message = Pick<Served, 'method' | 'target' | 'header'>;

function lineOf(name: string, { method, target, header }: Message): string | undefined {
	if (name === '(request-target)') return `${name}: ${method.toLowerCase()} ${target}`;
	const value = header(name);
	return value === undefined ? undefined : `${name}: ${value.trim()}`;
}

/** The `Signature` header of an example, over exactly these headers. */
export function signatureOver(
	names: readonly string[],
	{ method, target, headers }: SentExample,
	{ keyId, privateKey }: { readonly keyId: string; readonly privateKey: string },
): string {
	const lowered = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const header = (name: string) => lowered[name];
	const text = names.map((name) => lineOf(name, { method, target, header }) ?? '').join('\n');
	const signature = sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64');
	return `keyId="${keyId}", algorithm="rsa-sha256", headers="${names.join(' ')}", signature="${signature}"`;
}

export interface Jwt {
	readonly header: Readonly<Record<string, unknown>>;
	readonly claims: Readonly<Record<string, unknown>>;
}

/** The claims of an RS256 JWT (RFC 7519) that this key has signed; `undefined` for any other text. Times are not checked. */
export function readJwt(
	text: string,
	keyOf: (header: Jwt['header']) => string | undefined,
): Jwt | undefined {
	const [head = '', body = '', signature = '', ...rest] = text.split('.');
	const header = jsonOf(head);
	const claims = jsonOf(body);
	if (header === undefined || claims === undefined || rest.length > 0) return undefined;
	const key = header['alg'] === 'RS256' ? keyOf(header) : undefined;
	if (key === undefined) return undefined;
	const signed = Buffer.from(`${head}.${body}`);
	const good = verify(
		'RSA-SHA256',
		signed,
		createPublicKey(key),
		Buffer.from(signature, 'base64url'),
	);
	return good ? { header, claims } : undefined;
}

/** For examples: what a client's program would make. */
export function signJwt({ header, claims }: Jwt, privateKey: string): string {
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const signed = `${part({ typ: 'JWT', alg: 'RS256', ...header })}.${part(claims)}`;
	return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof value === 'object' && value !== null
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}
