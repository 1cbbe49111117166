import { createHash, X509Certificate } from 'node:crypto';
import { openssl } from './certificates';

/** A request as a server got it. */
export interface Received {
	readonly method: string;
	/** Path and query. */
	readonly target: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Buffer;
}

/** Whether OpenSSL, which is not ours, takes the signature for the text. */
export function isTakenByOpenssl(
	certificate: string,
	text: string,
	signature: Buffer,
	options: readonly string[] = [],
): boolean {
	const { publicKey } = new X509Certificate(certificate);
	const files = {
		public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
		text,
		signature,
	};
	const verify = ['dgst', '-sha256', '-verify', 'public', ...options];
	try {
		openssl([[...verify, '-signature', 'signature', '-out', 'said', 'text']], {
			files,
			give: ['said'],
		});
		return true;
	} catch {
		return false;
	}
}

/**
 * What a bank does with an HTTP signature (draft-cavage-http-signatures §2.5) over RSA and SHA-256: finds the certificate
 * that the key id names, compares the digest with the body, and lets OpenSSL judge the rest.
 */
export function isSignedBy(
	certificates: Readonly<Record<string, string>>,
	{ method, target, headers, body }: Received,
): boolean {
	const parameters = Object.fromEntries(
		[...String(headers['signature']).matchAll(/(\w+)=(?:"([^"]*)"|(\d+))/g)].map(
			([, name = '', text, number]) => [name, text ?? number ?? ''],
		),
	);
	const certificate = certificates[parameters['keyId'] ?? ''];
	if (certificate === undefined) return false;
	const names = (parameters['headers'] ?? '').split(' ');
	const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
	if (body.length > 0 && (headers['digest'] !== digest || !names.includes('digest'))) return false;
	const special: Readonly<Record<string, string | undefined>> = {
		'(request-target)': `${method.toLowerCase()} ${target}`,
		'(created)': parameters['created'],
		'(expires)': parameters['expires'],
	};
	const text = names.map((name) => `${name}: ${special[name] ?? String(headers[name])}`);
	const signature = Buffer.from(parameters['signature'] ?? '', 'base64');
	return isTakenByOpenssl(certificate, text.join('\n'), signature);
}
