import {
	createServer as createPlainServer,
	connect,
	type AddressInfo,
	type Socket,
} from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Transform } from 'node:stream';

export interface RelayOptions {
	/** Where the bytes go: a port of this machine. */
	readonly to: number;
	/** Ends TLS here and goes on in the clear. */
	readonly tls?: TlsOptions;
	/** Added to each round trip, TCP's own opening one included. */
	readonly roundTripMs?: number;
}

export interface Relay {
	readonly port: number;
	/** Connections that were made so far, and those that are still open. */
	readonly connections: { readonly made: number; readonly open: number };
	/** Resolves when the last open connection has ended. */
	allEnded(): Promise<void>;
	close(): Promise<void>;
}

/** Stands between a client and a server on this machine, and counts connections. */
export async function openRelay({ to, tls, roundTripMs = 0 }: RelayOptions): Promise<Relay> {
	const open = new Set<Socket>();
	const waiting: (() => void)[] = [];
	let made = 0;
	const join = (client: Socket) => {
		made += 1;
		open.add(client);
		const server = connect(to, '127.0.0.1');
		client.setNoDelay(true);
		server.setNoDelay(true);
		const opened = performance.now();
		client.pipe(delay(roundTripMs / 2, opened + roundTripMs)).pipe(server);
		server.pipe(delay(roundTripMs / 2, 0)).pipe(client);
		const end = () => {
			client.destroy();
			server.destroy();
			open.delete(client);
			if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
		};
		client.on('close', end).on('error', end);
		// What it said before it went is still on its way.
		server.on('close', () => server.readableEnded || end()).on('error', end);
	};
	const server = tls === undefined ? createPlainServer(join) : createTlsServer(tls, join);
	// Refused handshakes are the client's to tell.
	server.on('tlsClientError', () => undefined);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		get connections() {
			return { made, open: open.size };
		},
		allEnded: () =>
			open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
		close: async () => {
			for (const client of open) client.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Hands every chunk on `ms` later, none before `notBefore` (ms of `performance`), in order. */
function delay(ms: number, notBefore: number): Transform {
	return new Transform({
		// Several chunks travel at once: bandwidth is not what is being narrowed.
		transform(chunk: Buffer, _encoding, next) {
			const wait = Math.max(ms, notBefore - performance.now() + ms);
			if (wait <= 0) return void next(null, chunk);
			setTimeout(() => this.push(chunk), wait);
			next();
		},
		flush(done) {
			if (ms <= 0) done();
			else setTimeout(done, Math.max(ms, notBefore - performance.now() + ms) + 1);
		},
	});
}
