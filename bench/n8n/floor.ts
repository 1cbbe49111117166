import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrebuiltBank } from '../bank/prebuilt';

export interface FloorSample {
	readonly way: 'floor';
	readonly rows: number;
	/** One after the other. */
	readonly seconds: number;
	readonly fetchSeconds: number;
	readonly xmlSeconds: number;
	readonly growthMegabytes: number;
}

interface Part {
	readonly seconds: number;
	readonly growthMegabytes: number;
}

/** The least that anybody can do for the same file, each half in a process of its own. */
export async function sampleFloor(bank: PrebuiltBank): Promise<FloorSample> {
	const folder = await mkdtemp(join(tmpdir(), 'psd2-floor-'));
	const fetched = await sample('bench/client.ts', 'floor', JSON.stringify(bank));
	const written = await sample('bench/export.ts', 'floor', String(bank.rows), join(folder, 'out'));
	await rm(folder, { recursive: true });
	return {
		way: 'floor',
		rows: bank.rows,
		seconds: fetched.seconds + written.seconds,
		fetchSeconds: fetched.seconds,
		xmlSeconds: written.seconds,
		growthMegabytes: Math.max(fetched.growthMegabytes, written.growthMegabytes),
	};
}

async function sample(bench: string, ...what: readonly string[]): Promise<Part> {
	const call = ['scripts/run-typescript.mjs', bench, '--sample', ...what];
	const { stdout } = await promisify(execFile)(process.execPath, call);
	return JSON.parse(stdout) as Part;
}
