/**
 * What a new connection for every page costs on a line with 20 ms a round trip: n8n's request helper against the
 * nodes' wire, over plain HTTP, TLS and TLS with a client certificate, in n8n's engine with its SSRF protection on.
 *
 *     npm run bench -- connections --runs=5
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TlsOptions } from 'node:tls';
import { tlsOptions, type TransportKeys } from '../lib/keys/transport';
import { madePair } from '../test/support/certificates';
import { openRelay } from '../test/support/relay';
import { openBank } from './bank/open';
import { measure, ways, type Read, type Reading, type Way } from './connections/measure';
import { median, writeResults } from './results';

const roundTripMs = 20;
const transactions = 10_000;
const server = madePair('bank');
const client = madePair('third party');
const tls = tlsOptions(server);

/** How the line is secured, and what the asker shows. */
const lines: Readonly<Record<string, { tls?: TlsOptions; keys?: TransportKeys }>> = {
	HTTP: {},
	TLS: { tls },
	mTLS: {
		tls: { ...tls, ca: client.certificate, requestCert: true, rejectUnauthorized: true },
		keys: client,
	},
};

interface Sample extends Read {
	readonly line: string;
	readonly way: Way;
	readonly connections: number;
}

export async function main(): Promise<void> {
	const words = process.argv.slice(2);
	if (words[0] === '--sample') {
		process.stdout.write(JSON.stringify(await measure(JSON.parse(words[1] ?? '') as Reading)));
		return;
	}
	const runs = Number(words.find((word) => word.startsWith('--runs='))?.slice(7) ?? 5);
	const samples: Sample[] = [];
	for (const line of Object.keys(lines)) {
		const taken = await sampleLine(line, runs);
		samples.push(...taken);
		for (const way of ways) report(taken.filter((sample) => sample.way === way));
	}
	await writeResults('connections', samples);
}

async function sampleLine(line: string, runs: number): Promise<Sample[]> {
	const { bank, close } = await openBank(transactions);
	const folder = await mkdtemp(path.join(tmpdir(), 'psd2-connections-'));
	const authority = path.join(folder, 'authority.pem');
	await writeFile(authority, server.certificate);
	const { tls, keys } = lines[line] ?? {};
	const api = new URL(bank.api);
	const secured = await openRelay({ to: Number(api.port), ...(tls && { tls }) });
	const slow = await openRelay({ to: secured.port, roundTripMs });
	const samples: Sample[] = [];
	for (let run = 0; run < runs; run += 1) {
		for (const way of ways) {
			const before = slow.connections.made;
			const read = await inOwnProcess(authority, {
				way,
				origin: `${tls === undefined ? 'http' : 'https'}://localhost:${slow.port}`,
				listings: bank.listings.map((listing) => api.pathname + listing),
				...(keys && { keys }),
			});
			samples.push({ line, way, ...read, connections: slow.connections.made - before });
		}
	}
	await slow.close();
	await secured.close();
	await close();
	await rm(folder, { recursive: true });
	return samples;
}

async function inOwnProcess(authority: string, reading: Reading): Promise<Read> {
	const call = ['-e', 'require(process.argv[1]).main()', process.argv[1] ?? ''];
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[...call, '--sample', JSON.stringify(reading)],
		{
			env: {
				PATH: process.env['PATH'],
				// n8n's helper knows no other way to trust an authority without a client certificate.
				NODE_EXTRA_CA_CERTS: authority,
				N8N_SSRF_PROTECTION_ENABLED: 'true',
				N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32,::1/128',
			},
		},
	);
	return JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as Read;
}

function report(samples: readonly Sample[]): void {
	const [first] = samples;
	if (first === undefined) return;
	const perPage = median(samples.map(({ seconds, pages }) => (seconds / pages) * 1000));
	process.stdout.write(
		`${first.line.padEnd(5)} ${first.way.padEnd(7)} ${perPage.toFixed(1).padStart(6)} ms a page  ` +
			`(${first.pages} pages on ${first.connections} connections, ` +
			`${samples.map(({ seconds }) => seconds.toFixed(2)).join(', ')} s)\n`,
	);
}
