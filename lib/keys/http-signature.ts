import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import type { HttpSignaturePlan } from '../profile/wire';
import { signatureOf } from './jws';

/*
 * "Signing HTTP Messages", draft-cavage-http-signatures-12, and the Digest of RFC 3230, as Berlin Group 1.3 §12 and
 * single banks use them: they differ in what is signed and what things are called, so that is data.
 */

export type SignatureForm = Omit<HttpSignaturePlan, 'kind' | 'keyId' | 'certificateHeader'>;

/** As it goes on the wire: nothing may change after it is signed. */
export interface SignableRequest {
	readonly method: string;
	readonly url: string;
	/** Any case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body?: Uint8Array | undefined;
}

export interface HttpSigner {
	readonly keyId: string;
	readonly key: KeyObject;
}

/**
 * The headers to add: `Digest`, where there is one, and `Signature`. Throws an `Error` where a header that is to be signed isn't sent:
 * the draft forbids to sign without it. `now` in epoch ms.
 */
export function signHttp(
	request: SignableRequest,
	form: SignatureForm,
	{ keyId, key }: HttpSigner,
	now: number,
): Readonly<Record<string, string>> {
	const digest = digestOf(request.body, form);
	const headers = lowerCased({ ...request.headers, ...(digest && { digest }) });
	const created = Math.floor(now / 1000);
	const expires = created + (form.lastsSeconds ?? 60);
	const names = [
		...form.covers,
		...(form.coversIfSent ?? []).filter((name) => headers[name] !== undefined),
	];
	const special: Readonly<Record<string, string>> = {
		'(request-target)': `${request.method.toLowerCase()} ${(form.target ?? targetOf)(new URL(request.url))}`,
		'(created)': String(created),
		'(expires)': String(expires),
		host: new URL(request.url).host,
	};
	const lines = names.map((name) => {
		const value = special[name] ?? headers[name];
		if (value === undefined) throw new Error(`The header ${name} is to be signed and is not sent`);
		return `${name}: ${value.trim()}`;
	});
	const signature = signatureOf(form.algorithm, Buffer.from(lines.join('\n')), key);
	const said = [
		`keyId="${keyId}"`,
		`algorithm="${form.called}"`,
		...(names.includes('(created)') ? [`created=${created}`] : []),
		...(names.includes('(expires)') ? [`expires=${expires}`] : []),
		`headers="${names.join(' ')}"`,
		`signature="${signature.toString('base64')}"`,
	].join(',');
	const { header = 'Signature' } = form;
	return {
		...(digest && { Digest: digest }),
		[header]: header === 'Authorization' ? `Signature ${said}` : said,
	};
}

/** `SN=1A2B,CA=CN=…`: Berlin Group 1.3 §12.2. The serial number is hexadecimal, the issuer as RFC 2253 writes it. */
export const serialAndIssuer = ({ serialNumber, issuer }: X509Certificate): string =>
	`SN=${serialNumber},CA=${distinguishedName(issuer)}`;

/** Node gives one line for each part, the most general one first; RFC 2253 has them from the back. */
const distinguishedName = (lines: string) => lines.split('\n').reverse().join(',');

/** `TPP-Signature-Certificate`: the certificate's own base64, in one line. */
export const certificateHeader = ({ raw }: X509Certificate): string => raw.toString('base64');

function digestOf(body: Uint8Array | undefined, { digest }: SignatureForm): string | undefined {
	if (digest === undefined || (body === undefined && digest.of === 'body')) return undefined;
	const hash = createHash(digest.algorithm.replace('-', '').toLowerCase());
	return `${digest.algorithm}=${hash.update(body ?? Buffer.alloc(0)).digest('base64')}`;
}

const targetOf = ({ pathname, search }: URL) => `${pathname}${search}`;

const lowerCased = (headers: SignableRequest['headers']) =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
