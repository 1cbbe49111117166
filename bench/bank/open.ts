import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Counters, PrebuiltBank } from './prebuilt';

export interface OpenBank {
	readonly bank: PrebuiltBank;
	counters(): Promise<Counters>;
	close(): Promise<void>;
}

/** A bank with so many transactions in a process of its own. */
export async function openBank(transactions: number): Promise<OpenBank> {
	const server = spawn(
		process.execPath,
		['scripts/run-typescript.mjs', 'bench/bank/prebuilt.ts', String(transactions)],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	const close = async () => {
		server.kill();
		await ended;
	};
	for await (const line of createInterface({ input: server.stdout })) {
		const bank = JSON.parse(line) as PrebuiltBank;
		const { origin } = new URL(bank.api);
		const counters = async () => (await (await fetch(`${origin}/counters`)).json()) as Counters;
		return { bank, counters, close };
	}
	throw new Error('The bank ended before it was ready');
}
