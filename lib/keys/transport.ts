import { createHash } from 'node:crypto';
import { readAuthorities, readKeyPair, type KeyFields, type KeyTexts } from './key-pair';

/** What a client shows of itself when a connection is opened (mutual TLS), and whom it trusts. PEM texts. */
export interface TransportKeys {
	/** The client's own first, then whoever vouches for it; always with its key. */
	readonly certificate?: string;
	readonly key?: string;
	/** Opens the key, where it is encrypted. */
	readonly passphrase?: string;
	/** Trusted instead of the authorities that Node knows. */
	readonly ca?: string;
}

/** As a person pasted them; an empty text is none. */
export interface TransportTexts extends KeyTexts {
	readonly ca: string;
}

/**
 * `undefined` where nothing is filled in. Throws `settings-invalid` that names the field and what is wrong with it.
 * `now` in epoch ms.
 */
export function readTransportKeys(
	texts: TransportTexts,
	fields: KeyFields & { readonly ca: string },
	now: number,
): TransportKeys | undefined {
	const pair = readKeyPair(texts, fields, now);
	const ca = readAuthorities(texts.ca, fields.ca);
	if (pair === undefined && ca === undefined) return undefined;
	return {
		...(pair && { certificate: pair.chain, key: pair.keyText }),
		...(pair?.isEncrypted && { passphrase: texts.passphrase }),
		...(ca !== undefined && { ca }),
	};
}

/** As Node's TLS calls them. */
export const tlsOptions = ({ certificate, key, passphrase, ca }: TransportKeys = {}) => ({
	...(certificate !== undefined && { cert: certificate }),
	...(key !== undefined && { key }),
	...(passphrase !== undefined && { passphrase }),
	...(ca !== undefined && { ca }),
});

/** Names keys without holding them: connections of different ones are kept apart by it. */
export const digestOfKeys = ({ certificate, key, passphrase, ca }: TransportKeys = {}): string =>
	createHash('sha256')
		.update(JSON.stringify([certificate, key, passphrase, ca].map((text) => text ?? null)))
		.digest('base64url');
