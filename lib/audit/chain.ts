import { createHmac, timingSafeEqual } from 'node:crypto';
import { settleSync } from '../outcome';
import type { AuditRecord } from './record';

/** One line of the log: a record and its place in the chain. */
export interface ChainedRecord extends AuditRecord {
	/** Names the chain: one a log. Logs begun by version 0.1 also have one for each process of that time. */
	readonly chain: string;
	/** Counts from 1 in its chain. */
	readonly seq: number;
	/** `mac` of the record before; of the chain's name for the first. */
	readonly prev: string;
	/** HMAC-SHA256 over the line without it, hex. */
	readonly mac: string;
}

/** Where a chain ends. */
export interface ChainEnd {
	readonly seq: number;
	/** Of its last record; of the chain's name where it has none yet. */
	readonly mac: string;
	/** How long the log is with it, in bytes. Only of the chain that all processes share. */
	readonly size?: number;
}

/** The end of each chain, so that a missing one is found. */
export interface Head {
	readonly chains: Readonly<Record<string, ChainEnd>>;
	readonly mac: string;
}

export interface SharedChain {
	readonly name: string;
	readonly end: Required<ChainEnd>;
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

export const firstPrev = (key: string, chain: string) => hmac(key, `chain\n${chain}`);

export function toLine(
	key: string,
	record: Omit<ChainedRecord, 'mac'>,
): { line: string; mac: string } {
	const mac = hmac(key, `record\n${JSON.stringify(record)}`);
	return { line: JSON.stringify({ ...record, mac }), mac };
}

/** The line's record, where it is exactly as it was written. */
export function readLine(key: string, line: string): ChainedRecord | undefined {
	const record = parse<ChainedRecord>(line);
	if (record === undefined) return undefined;
	const { mac, ...rest } = record;
	const written = unlessTooDeep(() => toLine(key, rest));
	// Byte for byte: JSON that means the same was still not written by us.
	return written?.line === line && isSame(mac, written.mac) ? record : undefined;
}

export function toHead(key: string, chains: Head['chains']): string {
	return JSON.stringify({
		chains,
		mac: hmac(key, `head\n${JSON.stringify(chains)}`),
	} satisfies Head);
}

export function readHead(key: string, text: string): Head['chains'] | undefined {
	const head = parse<Head>(text);
	const mac = unlessTooDeep(() => hmac(key, `head\n${JSON.stringify(head?.chains)}`));
	return mac !== undefined && isSame(head?.mac, mac) ? head?.chains : undefined;
}

/** The chain that all processes share, where the log has one: logs of version 0.1 have one for each process. */
export function sharedIn(chains: Head['chains']): SharedChain | undefined {
	for (const [name, { seq, mac, size }] of Object.entries(chains)) {
		if (size !== undefined) return { name, end: { seq, mac, size } };
	}
	return undefined;
}

export function parse<Value extends object>(text: string): Value | undefined {
	const parsed = settleSync((): unknown => JSON.parse(text));
	if ('error' in parsed || typeof parsed.value !== 'object' || parsed.value === null) {
		return undefined;
	}
	return parsed.value as Value;
}

/** `JSON.stringify` gives up on what is nested a few thousand deep: nothing that we have written. */
function unlessTooDeep<Value>(work: () => Value): Value | undefined {
	const done = settleSync(work);
	return 'value' in done ? done.value : undefined;
}

function isSame(given: unknown, right: string): boolean {
	return (
		typeof given === 'string' &&
		given.length === right.length &&
		timingSafeEqual(Buffer.from(given), Buffer.from(right))
	);
}

/** Splits at line feeds alone: `readline` also splits at U+2028, which JSON leaves in a name. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
	}
	if (rest !== '') yield rest;
}
