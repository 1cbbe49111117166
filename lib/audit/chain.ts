import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditRecord } from './record';

/** One line of the log: a record and its place in the chain of the process that wrote it. */
export interface ChainedRecord extends AuditRecord {
	/** Names the process's chain. */
	readonly chain: string;
	/** Counts from 1 in its chain. */
	readonly seq: number;
	/** `mac` of the record before; of the chain's name for the first. */
	readonly prev: string;
	/** HMAC-SHA256 over the line without it, hex. */
	readonly mac: string;
}

/** The last record of each chain, so that a missing end is found. */
export interface Head {
	readonly chains: Readonly<Record<string, { readonly seq: number; readonly mac: string }>>;
	readonly mac: string;
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
	const written = toLine(key, rest);
	// Byte for byte: JSON that means the same was still not written by us.
	return isSame(mac, written.mac) && written.line === line ? record : undefined;
}

export function toHead(key: string, chains: Head['chains']): string {
	return JSON.stringify({
		chains,
		mac: hmac(key, `head\n${JSON.stringify(chains)}`),
	} satisfies Head);
}

export function readHead(key: string, text: string): Head['chains'] | undefined {
	const head = parse<Head>(text);
	if (head === undefined) return undefined;
	return isSame(head.mac, hmac(key, `head\n${JSON.stringify(head.chains)}`))
		? head.chains
		: undefined;
}

export function parse<Value extends object>(text: string): Value | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Value) : undefined;
	} catch {
		return undefined;
	}
}

function isSame(given: unknown, right: string): boolean {
	return (
		typeof given === 'string' &&
		given.length === right.length &&
		timingSafeEqual(Buffer.from(given), Buffer.from(right))
	);
}
