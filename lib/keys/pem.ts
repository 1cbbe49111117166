/** One block of a PEM text (RFC 7468), with its lines as OpenSSL writes them. */
export interface PemBlock {
	/** `CERTIFICATE`, `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, `RSA PRIVATE KEY` … */
	readonly label: string;
	readonly text: string;
	readonly isEncrypted: boolean;
}

const blocks = /-----BEGIN ([A-Z0-9 ]+?)-----([\s\S]*?)-----END \1-----/g;

/** The older way to encrypt a key (RFC 1421), by cipher and initialisation vector. */
const encryption = /^Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*([A-Z0-9-]+),\s*/i;

/**
 * The blocks of a text, in its order. The editor of n8n takes the line breaks out of what is pasted into a password field
 * (n8n #31007), and files pasted as JSON have them as `\n`: both are put right. What stands around the blocks (the names
 * that OpenSSL writes above them) is passed over.
 */
export function pemBlocks(text: string): readonly PemBlock[] {
	return [...text.replaceAll(/\\r|\\n/g, '\n').matchAll(blocks)].flatMap(
		([, label = '', inside = '']) => {
			const [headers, body] = apart(inside.trim());
			const base64 = body.replaceAll(/\s/g, '');
			if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return [];
			const lines = base64.match(/.{1,64}/g) ?? [];
			return [
				{
					label,
					text: [
						`-----BEGIN ${label}-----`,
						...headers,
						...lines,
						`-----END ${label}-----`,
						'',
					].join('\n'),
					isEncrypted: label === 'ENCRYPTED PRIVATE KEY' || headers.length > 0,
				},
			];
		},
	);
}

/** Without line breaks the vector runs into the key: its cipher says how long it is. */
function apart(inside: string): readonly [headers: readonly string[], body: string] {
	const found = encryption.exec(inside);
	if (found === null) return [[], inside];
	const [all, cipher = ''] = found;
	const digits = /^(AES|CAMELLIA|ARIA)/i.test(cipher) ? 32 : 16;
	const rest = inside.slice(all.length);
	const vector = rest.slice(0, digits);
	return [['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher},${vector}`, ''], rest.slice(digits)];
}
