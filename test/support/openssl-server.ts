import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadePair } from './certificates';

export interface OpensslServer {
	readonly port: number;
	close(): Promise<void>;
}

/** A web server that wants a certificate of `clients` and says what is wrong with any other, as OpenSSL and so most servers do. */
export async function openOpensslServer(
	own: MadePair,
	clients: MadePair,
	version: '-tls1_2' | '-tls1_3',
): Promise<OpensslServer> {
	const folder = mkdtempSync(join(tmpdir(), 'psd2-openssl-server-'));
	const files = { cert: own.certificate, key: own.key, clients: clients.certificate };
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	const words = `s_server -accept 127.0.0.1:0 -www -cert cert -key key -CAfile clients -Verify 1 -verify_return_error ${version}`;
	const server = spawn('openssl', words.split(' '), { cwd: folder });
	const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	const port = await new Promise<number>((resolve, reject) => {
		let said = '';
		const look = (bytes: Buffer) => {
			said += bytes.toString();
			const found = /^ACCEPT .*:(\d+)$/m.exec(said)?.[1];
			if (found !== undefined) resolve(Number(found));
		};
		server.stdout.on('data', look);
		server.stderr.on('data', look);
		server.once('exit', () => reject(new Error(`OpenSSL did not serve: ${said}`)));
	});
	return {
		port,
		close: async () => {
			server.kill();
			await ended;
			rmSync(folder, { recursive: true });
		},
	};
}
