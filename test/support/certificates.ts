import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs OpenSSL in a folder of its own that is gone afterwards; files come in and out by name. */
export function openssl<Names extends string>(
	commands: readonly (readonly string[])[],
	{
		files = {},
		give,
	}: { files?: Readonly<Record<string, string | Buffer>>; give: readonly Names[] },
): Record<Names, Buffer> {
	const folder = mkdtempSync(join(tmpdir(), 'psd2-openssl-'));
	try {
		for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
		for (const command of commands) {
			execFileSync('openssl', command, { cwd: folder, stdio: 'pipe' });
		}
		return Object.fromEntries(
			give.map((name) => [name, readFileSync(join(folder, name))]),
		) as Record<Names, Buffer>;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export interface MadePair {
	readonly certificate: string;
	readonly key: string;
}

/** An RSA key and a certificate for it, made now and kept nowhere. With `by`, that authority vouches for it. */
export function madePair(name: string, by?: MadePair): MadePair {
	const key = [
		'genpkey',
		'-algorithm',
		'RSA',
		'-pkeyopt',
		'rsa_keygen_bits:2048',
		'-out',
		'key.pem',
	];
	const request = ['req', '-new', '-key', 'key.pem', '-subj', `/C=SE/O=Made up/CN=${name}`];
	const { 'key.pem': keyPem, 'cert.pem': certPem } = openssl(
		by === undefined
			? [
					key,
					[
						...request,
						'-x509',
						'-days',
						'2',
						'-addext',
						'basicConstraints=critical,CA:TRUE',
						'-out',
						'cert.pem',
					],
				]
			: [
					key,
					[...request, '-out', 'request.pem'],
					[
						'x509',
						'-req',
						'-in',
						'request.pem',
						'-CA',
						'ca.pem',
						'-CAkey',
						'ca-key.pem',
						'-CAcreateserial',
						'-days',
						'2',
						'-extfile',
						'ext',
						'-out',
						'cert.pem',
					],
				],
		{
			files: {
				ext: 'basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n',
				...(by && { 'ca.pem': by.certificate, 'ca-key.pem': by.key }),
			},
			give: ['key.pem', 'cert.pem'],
		},
	);
	return { key: keyPem.toString(), certificate: certPem.toString() };
}
