import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { settleSync } from '../outcome';

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key that HKDF makes of a secret, one key a purpose. */
export interface Sealer {
	/** `boundTo` is not in the result: the same must be given to open it. base64url. */
	seal(text: string, boundTo: string): string;
	/** `undefined` for whatever this secret has not sealed for this purpose and `boundTo`. */
	open(sealed: string, boundTo: string): string | undefined;
}

export function createSealer(secret: string, purpose: string): Sealer {
	const key = new Uint8Array(hkdfSync('sha256', secret, '', `n8n-nodes-psd2 ${purpose}`, 32));
	return {
		seal(text, boundTo) {
			const iv = randomBytes(ivBytes);
			const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
			const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
		},
		open(sealed, boundTo) {
			const opened = settleSync(() => decipher(key, Buffer.from(sealed, 'base64url'), boundTo));
			return 'value' in opened ? opened.value : undefined;
		},
	};
}

function decipher(key: Uint8Array, bytes: Buffer, boundTo: string): string {
	const opening = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
		authTagLength: tagBytes,
	});
	opening.setAAD(Buffer.from(boundTo));
	opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
	return (
		opening.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + opening.final('utf8')
	);
}
