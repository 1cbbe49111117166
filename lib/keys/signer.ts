import { X509Certificate, type KeyObject } from 'node:crypto';
import { BankError } from '../errors';
import type { ClientIdentity } from '../profile/hosts';
import type { DetachedJwsPlan, HttpSignaturePlan, Sending, SignPlan } from '../profile/wire';
import { signingFields } from './fields';
import {
	certificateHeader,
	serialAndIssuer,
	signHttp,
	type SignableRequest,
} from './http-signature';
import { signDetached } from './jws';
import { signingKeyOf, type SigningKeys } from './signing';

/** The headers to add to a request as it goes on the wire: after it nothing of it may change. */
export type Signer = (
	request: SignableRequest,
	sending: Sending,
) => Readonly<Record<string, string>>;

/** Throws `settings-invalid` that names the field of the credential, where what the plan asks for is not there. */
export function createSigner(plan: SignPlan, client: ClientIdentity): Signer {
	const keys = client.signing ?? missing(signingFields.key);
	const key = signingKeyOf(keys, plan.algorithm);
	return plan.kind === 'http-signature'
		? httpSigner(plan, key, keys, client.id)
		: jwsSigner(plan, key, keys);
}

function httpSigner(
	plan: HttpSignaturePlan,
	key: KeyObject,
	keys: SigningKeys,
	clientId: string,
): Signer {
	const named = {
		'client-id': () => clientId,
		'key-id': () => keys.keyId ?? missing(signingFields.keyId),
		'serial-and-issuer': () => serialAndIssuer(certificateOf(keys)),
	};
	const { keyId: who } = plan;
	const keyIdOf =
		typeof who === 'function'
			? (sending: Sending) =>
					who(sending, keys.certificate === undefined ? undefined : certificateOf(keys))
			: always(named[who]());
	const shown =
		plan.certificateHeader === undefined
			? {}
			: { [plan.certificateHeader]: certificateHeader(certificateOf(keys)) };
	return (request, sending) => ({
		...shown,
		...signHttp(
			{ ...request, headers: { ...request.headers, ...shown } },
			plan,
			{ keyId: keyIdOf(sending), key },
			sending.now,
		),
	});
}

const always =
	<Value>(value: Value) =>
	() =>
		value;

/** A request without a body is not signed. */
const jwsSigner =
	(
		{ algorithm, header, claims }: DetachedJwsPlan,
		key: KeyObject,
		{ keyId }: SigningKeys,
	): Signer =>
	({ body }, sending) => {
		if (body === undefined) return {};
		const own = { alg: algorithm, ...(keyId !== undefined && { kid: keyId }) };
		return { [header]: signDetached({ ...own, ...claims?.(sending), alg: algorithm }, body, key) };
	};

const certificateOf = ({ certificate }: SigningKeys): X509Certificate =>
	certificate === undefined ? missing(signingFields.certificate) : new X509Certificate(certificate);

function missing(field: string): never {
	throw new BankError('settings-invalid', `${field} of the credential is empty`, {
		field,
		nextStep: `Open the credential and fill in ${field}: the bank takes signed requests only`,
	});
}
