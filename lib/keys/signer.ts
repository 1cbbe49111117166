import { X509Certificate, type KeyObject } from 'node:crypto';
import { BankError } from '../errors';
import { signingFields } from './fields';
import {
	certificateHeader,
	serialAndIssuer,
	signHttp,
	type SignableRequest,
	type SignatureForm,
} from './http-signature';
import { signDetached, type JwsAlgorithm } from './jws';
import { signingKeyOf, type SigningKeys } from './signing';

/** An HTTP signature, and whose it says to be: the client's id, the credential's key id, or the certificate. */
export interface HttpSignature extends SignatureForm {
	readonly kind: 'http-signature';
	readonly keyId: 'client-id' | 'key-id' | 'serial-and-issuer';
	/** The header that carries the certificate, where the bank wants it. */
	readonly certificateHeader?: string;
}

/** A detached JWS (RFC 7515 appendix F) over the body; a request without one is not signed. */
export interface DetachedJws<About> {
	readonly kind: 'detached-jws';
	readonly algorithm: JwsAlgorithm;
	/** The header it goes in, e.g. `x-jws-signature`. */
	readonly header: string;
	/** Added to the JOSE header, which has `alg` and the credential's key id as `kid`. */
	readonly claims?: (about: About) => Readonly<Record<string, unknown>>;
}

export type Signing<About> = HttpSignature | DetachedJws<About>;

/** Who signs. */
export interface Signatory {
	readonly clientId: string;
	/** Absent: nothing can be signed. */
	readonly keys: SigningKeys | undefined;
}

/** Epoch ms. */
interface Moment {
	readonly now: number;
}

/** The headers to add to a request as it goes on the wire: after it nothing of it may change. */
export type Signer<About extends Moment> = (
	request: SignableRequest,
	about: About,
) => Readonly<Record<string, string>>;

/** Throws `settings-invalid` that names the field of the credential, where what the plan asks for is not there. */
export function createSigner<About extends Moment>(
	plan: Signing<About>,
	signatory: Signatory,
): Signer<About> {
	const keys = signatory.keys ?? missing(signingFields.key);
	const key = signingKeyOf(keys, plan.algorithm);
	return plan.kind === 'http-signature'
		? httpSigner(plan, key, keys, signatory.clientId)
		: jwsSigner(plan, key, keys);
}

function httpSigner(
	plan: HttpSignature,
	key: KeyObject,
	keys: SigningKeys,
	clientId: string,
): Signer<Moment> {
	const keyId = {
		'client-id': () => clientId,
		'key-id': () => keys.keyId ?? missing(signingFields.keyId),
		'serial-and-issuer': () => serialAndIssuer(certificateOf(keys)),
	}[plan.keyId]();
	const shown =
		plan.certificateHeader === undefined
			? {}
			: { [plan.certificateHeader]: certificateHeader(certificateOf(keys)) };
	return (request, { now }) => ({
		...shown,
		...signHttp(
			{ ...request, headers: { ...request.headers, ...shown } },
			plan,
			{ keyId, key },
			now,
		),
	});
}

const jwsSigner =
	<About>(
		{ algorithm, header, claims }: DetachedJws<About>,
		key: KeyObject,
		{ keyId }: SigningKeys,
	): ((request: SignableRequest, about: About) => Readonly<Record<string, string>>) =>
	({ body }, about) => {
		if (body === undefined) return {};
		const own = { alg: algorithm, ...(keyId !== undefined && { kid: keyId }) };
		return { [header]: signDetached({ ...own, ...claims?.(about), alg: algorithm }, body, key) };
	};

const certificateOf = ({ certificate }: SigningKeys): X509Certificate =>
	certificate === undefined ? missing(signingFields.certificate) : new X509Certificate(certificate);

function missing(field: string): never {
	throw new BankError('settings-invalid', `${field} of the credential is empty`, {
		field,
		nextStep: `Open the credential and fill in ${field}: the bank takes signed requests only`,
	});
}
