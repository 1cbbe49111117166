import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
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

export interface Validity {
	/** Days from now. Default −1. */
	readonly from?: number;
	/** Days from now. Default 2. */
	readonly to?: number;
}

/**
 * An RSA key and a certificate for `localhost` and 127.0.0.1, made now and kept nowhere. With `by`, that authority
 * vouches for it; without, it is its own authority.
 */
export function madePair(
	name: string,
	by?: MadePair,
	{ from = -1, to = 2 }: Validity = {},
): MadePair {
	const vouching =
		by === undefined
			? words('-selfsign -keyfile key.pem')
			: words('-cert ca.pem -keyfile ca-key.pem');
	const { 'key.pem': key, 'cert.pem': certificate } = openssl(
		[
			words('genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem'),
			[...words('req -new -key key.pem -out request.pem -subj'), `/C=SE/O=Made up/CN=${name}`],
			[
				...words('ca -batch -notext -config config -in request.pem -out cert.pem'),
				...vouching,
				...words(`-startdate ${dateIn(from)} -enddate ${dateIn(to)}`),
			],
		],
		{
			files: {
				config: configOf(by === undefined),
				index: '',
				serial: randomBytes(8).toString('hex'),
				...(by && { 'ca.pem': by.certificate, 'ca-key.pem': by.key }),
			},
			give: ['key.pem', 'cert.pem'],
		},
	);
	return { key: key.toString(), certificate: certificate.toString() };
}

const words = (command: string) => command.split(' ');

const configOf = (isAuthority: boolean) => `
[ca]
default_ca = made
[made]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = extensions
[any]
countryName = optional
organizationName = optional
commonName = supplied
[extensions]
basicConstraints = critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}
subjectAltName = DNS:localhost,IP:127.0.0.1
`;

/** `YYYYMMDDHHMMSSZ`. */
const dateIn = (days: number) =>
	new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
