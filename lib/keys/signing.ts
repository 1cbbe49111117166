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
