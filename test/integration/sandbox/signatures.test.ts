import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bank } from '../../../sandbox/bank/bank';
import type { Served } from '../../../sandbox/kit/served';
import {
	digestOf,
	httpSignature,
	readJwt,
	signatureOver,
	signJwt,
} from '../../../sandbox/kit/signatures';

const pem = {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;
const ours = generateKeyPairSync('rsa', pem);
const foreign = generateKeyPairSync('rsa', pem);

const body = '{"a":1}';
const sent = {
	method: 'POST',
	target: '/toy/orders?x=1',
	headers: {
		'X-Date': 'Sat, 17 May 2031 12:00:00 GMT',
		'Content-Type': 'application/json',
		Digest: digestOf(body),
	},
	body,
};
const names = ['(request-target)', 'x-date', 'content-type', 'digest'];
const verifier = httpSignature({
	covers: ['(request-target)', 'x-date'],
	withBody: ['content-type', 'digest'],
	keyOf: (keyId) => (keyId === 'me' ? ours.publicKey : undefined),
});
const good = signatureOver(names, sent, { keyId: 'me', privateKey: ours.privateKey });

function verdict(signature: string | undefined, changes: Partial<typeof sent> = {}) {
	const message = { ...sent, ...changes };
	const headers: Record<string, string | undefined> = Object.fromEntries(
		Object.entries({ ...message.headers, signature }).map(([name, value]) => [
			name.toLowerCase(),
			value,
		]),
	);
	const served = {
		method: message.method,
		target: message.target,
		raw: Buffer.from(message.body),
		header: (name: string) => headers[name.toLowerCase()],
	} as unknown as Served;
	return verifier(served, {} as Bank);
}

/** Signs with a program that isn't ours. */
function byOpenssl(text: string, privateKey: string): Buffer {
	const folder = mkdtempSync(join(tmpdir(), 'psd2-signature-'));
	const [key, file] = [join(folder, 'key.pem'), join(folder, 'text')];
	writeFileSync(key, privateKey, { mode: 0o600 });
	writeFileSync(file, text);
	const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', key, file]);
	rmSync(folder, { recursive: true });
	return signature;
}

it('accepts a signature over the whole message, also one that openssl made', () => {
	expect(verdict(good)).toBe(true);
	const text =
		'(request-target): post /toy/orders?x=1\nx-date: Sat, 17 May 2031 12:00:00 GMT\n' +
		`content-type: application/json\ndigest: ${digestOf(body)}`;
	const signature = byOpenssl(text, ours.privateKey).toString('base64');
	const header = `keyId="me",algorithm="rsa-sha256",headers="${names.join(' ')}",signature="${signature}"`;
	expect(verdict(header)).toBe(true);
});

it.each([
	['none', undefined, {}, 'missing-signature'],
	['another path', good, { target: '/toy/orders?x=2' }, 'bad-signature'],
	['another method', good, { method: 'PUT' }, 'bad-signature'],
	['another body', good, { body: '{"a":2}' }, 'bad-signature'],
	[
		'another date',
		good,
		{ headers: { ...sent.headers, 'X-Date': 'Sun, 18 May 2031 12:00:00 GMT' } },
		'bad-signature',
	],
	['another key id', good.replace('"me"', '"you"'), {}, 'bad-signature'],
	[
		'a foreign key',
		signatureOver(names, sent, { keyId: 'me', privateKey: foreign.privateKey }),
		{},
		'bad-signature',
	],
	[
		'the body not covered',
		signatureOver(names.slice(0, 2), sent, { keyId: 'me', privateKey: ours.privateKey }),
		{},
		'bad-signature',
	],
	['a literal', 'SKIP', {}, 'bad-signature'],
])('refuses %s', (_what, signature, changes, reason) => {
	expect(verdict(signature, changes)).toBe(reason);
});

it('reads a JWT that the right key has signed, and no other', () => {
	const claims = { iss: 'toy', exp: 1 };
	const keyOf = () => ours.publicKey;
	const jwt = signJwt({ header: { kid: 'me' }, claims }, ours.privateKey);
	expect(readJwt(jwt, keyOf)).toEqual({
		header: { typ: 'JWT', alg: 'RS256', kid: 'me' },
		claims,
	});
	const [head = '', , signature = ''] = jwt.split('.');
	const other = Buffer.from(JSON.stringify({ iss: 'toy', exp: 2 })).toString('base64url');
	const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
	const bad = [
		'no jwt',
		`${head}.${other}.${signature}`,
		`${none}.${other}.`,
		signJwt({ header: {}, claims }, foreign.privateKey),
	];
	for (const text of bad) expect(readJwt(text, keyOf)).toBeUndefined();
	const written = `${head}.${other}`;
	const openssl = byOpenssl(written, ours.privateKey).toString('base64url');
	expect(readJwt(`${written}.${openssl}`, keyOf)?.claims).toEqual({ iss: 'toy', exp: 2 });
});
