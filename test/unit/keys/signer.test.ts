import { X509Certificate } from 'node:crypto';
import { compactVerify } from 'jose';
import { BankError } from '../../../lib/errors';
import { serialAndIssuer } from '../../../lib/keys/http-signature';
import { createSigner } from '../../../lib/keys/signer';
import type {
	DetachedJwsPlan,
	HttpSignaturePlan,
	Sending,
	SignPlan,
} from '../../../lib/profile/wire';
import type { SigningKeys } from '../../../lib/keys/signing';
import { settleSync } from '../../../lib/outcome';
import { madePair, openssl } from '../../support/certificates';
import { isSignedBy, type Received } from '../../support/signatures';

const pair = madePair('signer');
const encrypted = openssl(
	[['pkcs8', '-topk8', '-in', 'key', '-passout', 'pass:made up', '-out', 'out']],
	{ files: { key: pair.key }, give: ['out'] },
).out.toString();
const elliptic = (curve: string) =>
	openssl(
		[['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-out', 'out']],
		{
			give: ['out'],
		},
	).out.toString();
const client = { id: 'made-up-client', signing: { ...pair, keyId: 'made-up-key' } };
const sending: Sending = {
	request: { method: 'POST', path: '/' },
	url: '',
	requestId: 'made up',
	now: Date.UTC(2026, 6, 1, 12),
	client,
	hosts: { api: '' },
	constants: {},
	operation: 'accounts',
	as: 'person',
	facts: {},
};

const plan: HttpSignaturePlan = {
	kind: 'http-signature',
	covers: ['(request-target)', 'x-origin-host', 'x-origin-date'],
	coversIfSent: ['content-type', 'digest'],
	algorithm: 'RS256',
	called: 'rsa-sha256',
	digest: { algorithm: 'SHA-256', of: 'body' },
	keyId: 'client-id',
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

/** As the bank gets it. */
function received(added: Readonly<Record<string, string>>, sent = request): Received {
	const { pathname, search } = new URL(sent.url);
	const headers = { ...sent.headers, ...added };
	return {
		method: sent.method,
		target: pathname + search,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
		),
		body: sent.body,
	};
}

function refusal(work: () => unknown) {
	const outcome = settleSync(work);
	if (!('error' in outcome) || !(outcome.error instanceof BankError))
		throw new Error('not refused');
	const { code, message, details } = outcome.error;
	expect(JSON.stringify([message, details])).not.toMatch(/MII|BEGIN|made up/);
	return { code, message, field: details.field, nextStep: details.nextStep };
}

describe('a signer of HTTP requests', () => {
	const at = received(createSigner(plan, client)(request, sending));
	const known = { 'made-up-client': pair.certificate };

	it('signs what the bank gets', () => {
		expect(isSignedBy(known, at)).toBe(true);
	});

	it.each<[string, Received]>([
		['body', { ...at, body: Buffer.from('{"a":2}') }],
		['path', { ...at, target: at.target.replace('accounts', 'payments') }],
		['query', { ...at, target: at.target.replace('a=1', 'a=2') }],
		['method', { ...at, method: 'PUT' }],
		[
			'date',
			{ ...at, headers: { ...at.headers, 'x-origin-date': 'Wed, 01 Jul 2026 12:00:01 GMT' } },
		],
		['type', { ...at, headers: { ...at.headers, 'content-type': 'text/plain' } }],
		[
			'key id',
			{
				...at,
				headers: {
					...at.headers,
					signature: String(at.headers['signature']).replace('made-up-client', 'another'),
				},
			},
		],
	])('for nothing else: a changed %s is refused', (_what, changed) => {
		expect(isSignedBy({ ...known, another: madePair('another').certificate }, changed)).toBe(false);
	});

	it.each([
		['client-id', 'made-up-client'],
		['key-id', 'made-up-key'],
		['serial-and-issuer', serialAndIssuer(new X509Certificate(pair.certificate))],
	] as const)('says whose signature it is: %s', (keyId, said) => {
		const signed = createSigner({ ...plan, keyId }, client)(request, sending);
		expect(signed['Signature']).toContain(`keyId="${said}",`);
		expect(isSignedBy({ [said]: pair.certificate }, received(signed))).toBe(true);
	});

	it("says it in the bank's own way, which may differ from call to call (ING)", () => {
		const keyId: HttpSignaturePlan['keyId'] = ({ as }, certificate) =>
			as === 'nobody' ? `SN=${certificate?.serialNumber}` : 'told-by-the-bank';
		const sign = createSigner({ ...plan, keyId }, client);
		const { serialNumber } = new X509Certificate(pair.certificate);
		expect(sign(request, { ...sending, as: 'nobody' })['Signature']).toContain(
			`keyId="SN=${serialNumber}",`,
		);
		const signed = sign(request, sending);
		expect(isSignedBy({ 'told-by-the-bank': pair.certificate }, received(signed))).toBe(true);
		const bare = createSigner(
			{ ...plan, keyId: (_sending, certificate) => String(certificate === undefined) },
			{ ...client, signing: { key: pair.key } },
		);
		expect(bare(request, sending)['Signature']).toContain('keyId="true",');
	});

	it('signs the path that the bank sees behind its gateway (BNP Paribas Fortis)', () => {
		const target = ({ pathname }: URL) => pathname.replace('/v5/', '/psd2/v5/');
		const signed = createSigner({ ...plan, target }, client)(request, sending);
		expect(isSignedBy(known, received(signed))).toBe(false);
		const seen = { ...received(signed), target: '/psd2/v5/accounts' };
		expect(isSignedBy(known, seen)).toBe(true);
	});

	it('shows the certificate where the bank wants it, signed where the bank wants that', () => {
		const name = 'TPP-Signature-Certificate';
		const covers = [...plan.covers, name.toLowerCase()];
		const signer = createSigner({ ...plan, covers, certificateHeader: name }, client);
		const signed = signer(request, sending);
		const shown = new X509Certificate(Buffer.from(signed[name] ?? '', 'base64'));
		expect(shown.toString()).toBe(new X509Certificate(pair.certificate).toString());
		expect(isSignedBy(known, received(signed))).toBe(true);
		expect(isSignedBy(known, received({ ...signed, [name]: 'other' }))).toBe(false);
	});

	it('adds no digest where the bank wants none', () => {
		const { digest, ...without } = plan;
		expect(Object.keys(createSigner(without, client)(request, sending))).toEqual(['Signature']);
	});

	it('opens an encrypted key', () => {
		const signing = { key: encrypted, passphrase: 'made up' };
		const signed = createSigner(plan, { ...client, signing })(request, sending);
		expect(isSignedBy(known, received(signed))).toBe(true);
	});
});

describe('a signer of bodies', () => {
	const jws: DetachedJwsPlan = {
		kind: 'detached-jws',
		algorithm: 'PS256',
		header: 'x-jws-signature',
		claims: ({ requestId, now }) => ({ iat: now / 1000, jti: requestId }),
	};
	const signed = createSigner(jws, client)(request, sending);
	const whole = (content: string) =>
		(signed['x-jws-signature'] ?? '').replace(
			'..',
			`.${Buffer.from(content).toString('base64url')}.`,
		);
	const { publicKey } = new X509Certificate(pair.certificate);

	it('is taken by a library that is not ours, for this body and no other', async () => {
		const { protectedHeader } = await compactVerify(whole('{"a":1}'), publicKey);
		expect(protectedHeader).toEqual({
			alg: 'PS256',
			kid: 'made-up-key',
			iat: sending.now / 1000,
			jti: 'made up',
		});
		await expect(compactVerify(whole('{"a":2}'), publicKey)).rejects.toThrow('verification');
		await expect(
			compactVerify(
				whole('{"a":1}'),
				new X509Certificate(madePair('another').certificate).publicKey,
			),
		).rejects.toThrow('verification');
	});

	it('signs no request without a body', () => {
		const { body, ...reading } = request;
		expect(createSigner(jws, client)(reading, sending)).toEqual({});
	});
});

describe('what nobody can sign with', () => {
	const { key, certificate } = pair;
	it.each<[string, SignPlan, SigningKeys | undefined, string]>([
		['no keys', plan, undefined, 'Signing Key'],
		['no key id', { ...plan, keyId: 'key-id' }, { key }, 'Key ID'],
		['no certificate', { ...plan, keyId: 'serial-and-issuer' }, { key }, 'Signing Certificate'],
		['no certificate to show', { ...plan, certificateHeader: 'X' }, { key }, 'Signing Certificate'],
		['an elliptic key for RSA', plan, { key: elliptic('P-256') }, 'Signing Key'],
		[
			'an RSA key for an elliptic one',
			{ kind: 'detached-jws', algorithm: 'ES256', header: 'x' },
			{ key, certificate },
			'Signing Key',
		],
		[
			'another curve',
			{ kind: 'detached-jws', algorithm: 'ES256', header: 'x' },
			{ key: elliptic('P-384') },
			'Signing Key',
		],
	])('is refused by the name of the field: %s', (_what, wanted, keys, field) => {
		const found = refusal(() => createSigner(wanted, { id: 'c', ...(keys && { signing: keys }) }));
		expect(found).toMatchObject({ code: 'settings-invalid', field });
		expect(found.nextStep).toContain(field);
	});
});
