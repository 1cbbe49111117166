import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SelfSigned {
	readonly cert: string;
	readonly key: string;
}

/** A certificate for `localhost` and 127.0.0.1, made now and kept nowhere, that is its own authority. */
export function selfSigned(name: string): SelfSigned {
	const folder = mkdtempSync(join(tmpdir(), 'psd2-certificate-'));
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const holder = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
	const files = ['-keyout', key, '-out', cert, '-days', '1'];
	execFileSync('openssl', ['req', ...made, ...holder, ...files], { stdio: 'ignore' });
	const both = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
	rmSync(folder, { recursive: true });
	return both;
}
