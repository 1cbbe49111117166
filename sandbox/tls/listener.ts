import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { madePair, type MadePair } from './certificates';

/** Certificates are made at each start and kept nowhere but in memory. */
export interface Certificates {
	/** PEM of the authority that vouches for the server and for clients. */
	readonly authority: string;
	/** What a client shows, all PEM: the right one, and each way to be wrong. */
	readonly client: MadePair;
	readonly expired: MadePair;
	readonly notYetValid: MadePair;
	/** Of an authority that the sandbox doesn't know. */
	readonly foreign: MadePair;
}

export interface SecureListener {
	/** `https://127.0.0.1:<port>`. */
	readonly url: string;
	readonly certificates: Certificates;
	close(): void;
}

/** Each takes OpenSSL a moment, and few runs need all. */
class MadeWhenAsked implements Certificates {
	private readonly made = new Map<string, MadePair>();

	constructor(private readonly by: MadePair) {}

	get authority(): string {
		return this.by.certificate;
	}

	get client(): MadePair {
		return this.once('client', () => madePair('client of the sandbox', this.by, lasting));
	}

	get expired(): MadePair {
		return this.once('expired', () => madePair('former client', this.by, { from: -5, to: -2 }));
	}

	get notYetValid(): MadePair {
		return this.once('early', () => madePair('client to be', this.by, { from: 2, to: 5 }));
	}

	get foreign(): MadePair {
		return this.once('foreign', () => madePair('foreigner', madePair('authority of nobody')));
	}

	private once(name: string, make: () => MadePair): MadePair {
		const pair = this.made.get(name) ?? make();
		this.made.set(name, pair);
		return pair;
	}
}

/** Days that a run of the sandbox may last. */
const lasting = { to: 30 };

/** The same banks over HTTPS, where every caller is asked for a certificate. Which bank insists is its persona's business. */
export async function listenSecurely(app: FastifyInstance, port: number): Promise<SecureListener> {
	const authority = madePair('authority of the sandbox', undefined, lasting);
	const own = madePair('sandbox', authority, lasting);
	const server = createServer(
		{
			key: own.key,
			cert: own.certificate,
			ca: authority.certificate,
			requestCert: true,
			rejectUnauthorized: false,
		},
		(request, response) => app.routing(request, response),
	);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
		certificates: new MadeWhenAsked(authority),
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
