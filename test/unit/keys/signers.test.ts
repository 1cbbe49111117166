import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { compactVerify, flattenedVerify, jwtVerify } from 'jose';
import {
	certificateHeader,
	serialAndIssuer,
	signHttp,
	type SignatureForm,
} from '../../../lib/keys/http-signature';
import { signCompact, signDetached } from '../../../lib/keys/jws';
import { clientAssertion, signJwt } from '../../../lib/keys/jwt';
import { madePair, openssl } from '../../support/certificates';
import { isTakenByOpenssl } from '../../support/signatures';

const pair = madePair('signer');
const key = createPrivateKey(pair.key);
const certificate = new X509Certificate(pair.certificate);
const now = Date.UTC(2026, 6, 1, 12, 0, 0);

const form: SignatureForm = {
	covers: ['(request-target)', 'x-origin-host', 'x-origin-date'],
	coversIfSent: ['content-type', 'digest'],
	algorithm: 'RS256',
	called: 'rsa-sha256',
	digest: { algorithm: 'SHA-256', of: 'body' },
};
const request = {
	method: 'POST',
	url: 'https://bank.example/v5/accounts?a=1&b=%20',
	headers: {
		'X-Origin-Host': 'bank.example',
		'X-Origin-Date': 'Wed, 01 Jul 2026 12:00:00 GMT',
		'Content-Type': 'application/json',
	},
	body: Buffer.from('{"a":1}'),
};

const isTaken = (text: string, signature: string, options?: readonly string[]) =>
	isTakenByOpenssl(pair.certificate, text, Buffer.from(signature, 'base64'), options);

const parameterOf = (signature: string | undefined, name: string) =>
	new RegExp(`${name}="?([^",]*)`).exec(signature ?? '')?.[1] ?? '';

describe('an HTTP signature', () => {
	const signed = signHttp(request, form, { keyId: 'made-up-client', key }, now);
	const text = [
		'(request-target): post /v5/accounts?a=1&b=%20',
		'x-origin-host: bank.example',
		'x-origin-date: Wed, 01 Jul 2026 12:00:00 GMT',
		'content-type: application/json',
		`digest: SHA-256=${createHash('sha256').update('{"a":1}').digest('base64')}`,
	].join('\n');

	it('says what it covers, by which key and how', () => {
		expect(signed['Signature']).toMatch(
			/^keyId="made-up-client",algorithm="rsa-sha256",headers="\(request-target\) x-origin-host x-origin-date content-type digest",signature="[A-Za-z0-9+/=]+"$/,
		);
		expect(signed['Digest']).toBe(
			`SHA-256=${createHash('sha256').update('{"a":1}').digest('base64')}`,
		);
	});

	it('is taken by OpenSSL for what was sent and for nothing else', () => {
		const signature = parameterOf(signed['Signature'], 'signature');
		expect(isTaken(text, signature)).toBe(true);
		for (const changed of [
			text.replace('a=1', 'a=2'),
			text.replace('post', 'get'),
			text.replace('12:00', '12:01'),
			text.replace(
				/digest: .*/,
				`digest: SHA-256=${createHash('sha256').update('{}').digest('base64')}`,
			),
		]) {
			expect(isTaken(changed, signature)).toBe(false);
		}
	});

	it('has a digest of an empty body only where the bank wants one', () => {
		const reading = {
			method: 'GET',
			url: request.url,
			headers: { ...request.headers, 'Content-Type': undefined },
		};
		const without = signHttp(reading, form, { keyId: 'k', key }, now);
		expect(without['Digest']).toBeUndefined();
		expect(parameterOf(without['Signature'], 'headers')).toBe(
			'(request-target) x-origin-host x-origin-date',
		);
		const always = { ...form, digest: { algorithm: 'SHA-512', of: 'always' } } as const;
		expect(signHttp(reading, always, { keyId: 'k', key }, now)['Digest']).toBe(
			`SHA-512=${createHash('sha512').digest('base64')}`,
		);
	});

	it('tells when it was made and ends, as numbers', () => {
		const dated = {
			...form,
			covers: ['(created)', '(expires)', 'host'],
			coversIfSent: [],
			algorithm: 'PS256',
			called: 'hs2019',
		} as const;
		const { Signature = '' } = signHttp(request, dated, { keyId: 'k', key }, now);
		const created = now / 1000;
		expect(Signature).toContain(`,created=${created},expires=${created + 60},headers=`);
		const what = `(created): ${created}\n(expires): ${created + 60}\nhost: bank.example`;
		const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];
		expect(isTaken(what, parameterOf(Signature, 'signature'), pss)).toBe(true);
	});

	it('may travel as Authorization', () => {
		const other = { ...form, header: 'Authorization' } as const;
		expect(signHttp(request, other, { keyId: 'k', key }, now)['Authorization']).toMatch(
			/^Signature keyId="k",/,
		);
	});

	it('is not made where a header is missing', () => {
		expect(() => signHttp({ ...request, headers: {} }, form, { keyId: 'k', key }, now)).toThrow(
			'x-origin-host is to be signed and is not sent',
		);
	});

	it('names a certificate as the standard does', () => {
		const { serial, issuer } = openssl(
			[
				['x509', '-in', 'cert', '-noout', '-serial', '-out', 'serial'],
				['x509', '-in', 'cert', '-noout', '-issuer', '-nameopt', 'RFC2253', '-out', 'issuer'],
			],
			{ files: { cert: pair.certificate }, give: ['serial', 'issuer'] },
		);
		expect(serialAndIssuer(certificate)).toBe(
			`SN=${serial.toString().trim().replace('serial=', '')},CA=${issuer.toString().trim().replace('issuer=', '')}`,
		);
		expect(
			new X509Certificate(Buffer.from(certificateHeader(certificate), 'base64')).serialNumber,
		).toBe(certificate.serialNumber);
	});
});

describe('a JWS', () => {
	const { publicKey: open } = certificate;

	it.each(['RS256', 'RS512', 'PS256'] as const)(
		'of %s is taken by a library that is not ours',
		async (alg) => {
			const made = signCompact({ alg, kid: 'k' }, Buffer.from('{"a":1}'), key);
			const read = await compactVerify(made, open, { algorithms: [alg] });
			expect(read.protectedHeader).toEqual({ alg, kid: 'k' });
			expect(Buffer.from(read.payload).toString()).toBe('{"a":1}');
		},
	);

	it('of an elliptic key too', async () => {
		const pairOf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const made = signCompact({ alg: 'ES256' }, Buffer.from('x'), pairOf.privateKey);
		const read = await compactVerify(made, pairOf.publicKey, { algorithms: ['ES256'] });
		expect(Buffer.from(read.payload).toString()).toBe('x');
	});

	it('detached holds for the content beside it and for no other', async () => {
		const made = signDetached({ alg: 'PS256', kid: 'k' }, Buffer.from('{"a":1}'), key);
		expect(made).toMatch(/^[\w-]+\.\.[\w-]+$/);
		const whole = (content: string) =>
			made.replace('..', `.${Buffer.from(content).toString('base64url')}.`);
		expect((await compactVerify(whole('{"a":1}'), open)).protectedHeader.kid).toBe('k');
		await expect(compactVerify(whole('{"a":2}'), open)).rejects.toThrow('signature verification');
	});

	it('with b64 false signs the content as it is', async () => {
		const header = { alg: 'RS256', b64: false, crit: ['b64'] } as const;
		const made = signDetached(header, Buffer.from('{"a":1}'), key);
		const [head = '', , signature = ''] = made.split('.');
		const beside = (payload: string) =>
			flattenedVerify({ protected: head, payload: Buffer.from(payload), signature }, open);
		expect((await beside('{"a":1}')).protectedHeader).toEqual(header);
		await expect(beside('{"a":2}')).rejects.toThrow('signature verification');
	});
});

describe('a JWT', () => {
	const options = { algorithm: 'RS256', keyId: 'app-id', now, lastsSeconds: 3600 } as const;

	it('of an application is taken until it ends', async () => {
		const made = signJwt({ iss: 'us.example', aud: 'bank.example' }, options, key);
		const at = (ms: number) =>
			jwtVerify(made, certificate.publicKey, {
				algorithms: ['RS256'],
				audience: 'bank.example',
				currentDate: new Date(ms),
			});
		const { protectedHeader } = await at(now + 3_599_000);
		expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: 'app-id' });
		await expect(at(now + 3_600_000)).rejects.toThrow('"exp" claim');
	});

	it('stands for a client (private_key_jwt)', async () => {
		const { client_assertion: made, client_assertion_type: type } = clientAssertion(
			{
				...options,
				algorithm: 'PS256',
				clientId: 'client',
				audience: 'https://bank.example/token',
				id: 'once',
			},
			key,
		);
		expect(type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
		const at = { algorithms: ['PS256'], currentDate: new Date(now) };
		expect((await jwtVerify(made, certificate.publicKey, at)).payload).toEqual({
			iss: 'client',
			sub: 'client',
			aud: 'https://bank.example/token',
			jti: 'once',
			iat: now / 1000,
			exp: now / 1000 + 3600,
		});
	});
});
