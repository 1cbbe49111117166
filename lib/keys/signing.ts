import { createPrivateKey, type KeyObject } from 'node:crypto';
import { BankError } from '../errors';
import { signingFields } from './fields';
import type { JwsAlgorithm } from './jws';
import { readKeyPair, readPrivateKey, type KeyFields, type KeyTexts } from './key-pair';

/** What signs a client's requests. PEM texts: they travel to an export's thread. */
export interface SigningKeys {
	readonly key: string;
	/** Opens the key, where it is encrypted. */
	readonly passphrase?: string;
	/** The client's own first, then whoever vouches for it. */
	readonly certificate?: string;
	/** What the bank calls the key. */
	readonly keyId?: string;
}

/** As a person pasted them; an empty text is none. */
export interface SigningTexts extends KeyTexts {
	readonly keyId: string;
}

/**
 * The certificate may be absent: some banks know the public key alone. `undefined` where nothing is filled in. Throws
 * `settings-invalid` that names the field and what is wrong with it. `now` in epoch ms.
 */
export function readSigningKeys(
	texts: SigningTexts,
	fields: KeyFields,
	now: number,
): SigningKeys | undefined {
	const hasCertificate = texts.certificate.trim() !== '';
	if (!hasCertificate && texts.key.trim() === '') return undefined;
	const pair = hasCertificate ? readKeyPair(texts, fields, now) : undefined;
	const { keyText, isEncrypted } = pair ?? readPrivateKey(texts, fields);
	const keyId = texts.keyId.trim();
	return {
		key: keyText,
		...(isEncrypted && { passphrase: texts.passphrase }),
		...(pair && { certificate: pair.chain }),
		...(keyId !== '' && { keyId }),
	};
}

/** Keys that are open: an encrypted one takes its time. */
const opened = new WeakMap<SigningKeys, KeyObject>();

/** Throws `settings-invalid` where the key is of another kind than the algorithm: it would sign, and nobody would take it. */
export function signingKeyOf(keys: SigningKeys, algorithm: JwsAlgorithm): KeyObject {
	const { key: text, passphrase } = keys;
	const key =
		opened.get(keys) ??
		createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) });
	opened.set(keys, key);
	const [kinds, called] = kindsOf[algorithm];
	if (kinds.includes(key.asymmetricKeyType ?? '') && isOnCurve(key)) return key;
	throw new BankError('settings-invalid', `${signingFields.key} is no ${called} key`, {
		field: signingFields.key,
		nextStep: `Paste the ${called} key that the bank has registered into ${signingFields.key}`,
	});
}

const kindsOf: Readonly<Record<JwsAlgorithm, readonly [kinds: readonly string[], called: string]>> =
	{
		RS256: [['rsa'], 'RSA'],
		RS512: [['rsa'], 'RSA'],
		PS256: [['rsa', 'rsa-pss'], 'RSA'],
		ES256: [['ec'], 'P-256'],
	};

/** RFC 7518 §3.4: of the curves, ES256 knows one. */
const isOnCurve = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
	asymmetricKeyType !== 'ec' || asymmetricKeyDetails?.namedCurve === 'prime256v1';
