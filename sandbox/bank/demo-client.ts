import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Client } from '../settings';

/** A client that every bank of the sandbox knows, with a key pair of its own. */
export class DemoClient implements Client {
	readonly id = 'sandbox-demo-client';
	readonly redirectUris = 'loopback';
	readonly secret: string;
	private pair: { publicKey: string; privateKey: string } | undefined = undefined;

	/** The same secret for the same seed, so that a saved credential outlives a restart. */
	constructor(seed: string) {
		const secret = createHash('sha256').update(`demo client of ${seed}`).digest('base64url');
		this.secret = `demo-${secret}`;
	}

	get publicKey(): string {
		return this.keys().publicKey;
	}

	/** PEM (PKCS #8, RSA 2048), new at each start. */
	get privateKey(): string {
		return this.keys().privateKey;
	}

	/** Made when first asked for: most tests need none. */
	private keys() {
		this.pair ??= generateKeyPairSync('rsa', {
			modulusLength: 2048,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		});
		return this.pair;
	}
}
