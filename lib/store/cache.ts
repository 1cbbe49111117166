import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Clock, HttpAnswer } from '../http/port';
import { settleSync } from '../outcome';
import { digest } from './digest';
import type { Store } from './store';

/** All answers of one listing, sealed. Listings larger than this are asked for again. */
const largestBytes = 256 * 1024;
const defaultTtlMs = 5 * 60 * 1000;
const ivBytes = 12;
const tagBytes = 16;

export interface AnswerCache {
	/** `undefined` where there is none, or none that this connection's secret opens. */
	read(key: string): Promise<readonly HttpAnswer[] | undefined>;
	write(key: string, answers: readonly HttpAnswer[]): Promise<void>;
}

export interface AnswerCacheOptions {
	readonly store: Store;
	readonly clock: Pick<Clock, 'now'>;
	/** A secret of the connection: whoever has the store alone reads nothing. */
	readonly secret: string;
	readonly ttlMs?: number;
}

interface Sealed {
	readonly until: number;
	readonly answers: readonly HttpAnswer[];
}

/** Keeps whole listings for minutes, so that building a workflow doesn't use up the day's reads. */
export function createAnswerCache({
	store,
	clock,
	secret,
	ttlMs = defaultTtlMs,
}: AnswerCacheOptions): AnswerCache {
	const encryptionKey = new Uint8Array(
		hkdfSync('sha256', secret, '', 'n8n-nodes-psd2 answer cache v1', 32),
	);
	const storeKey = (key: string) => `cache/${digest(key)}`;

	return {
		async read(key) {
			const written = await store.get(storeKey(key));
			if (written === undefined) return undefined;
			const opened = settleSync(() => JSON.parse(open(encryptionKey, key, written)) as Sealed);
			if ('error' in opened || opened.value.until <= clock.now()) return undefined;
			return opened.value.answers;
		},
		async write(key, answers) {
			const text = JSON.stringify({ until: clock.now() + ttlMs, answers } satisfies Sealed);
			if (Buffer.byteLength(text) > largestBytes) return;
			await store.set(storeKey(key), seal(encryptionKey, key, text), ttlMs);
		},
	};
}

/** The key is bound in: an entry moved to another key doesn't open. */
function seal(encryptionKey: Uint8Array, key: string, text: string): string {
	const iv = randomBytes(ivBytes);
	const cipher = createCipheriv('aes-256-gcm', encryptionKey, iv).setAAD(Buffer.from(key));
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function open(encryptionKey: Uint8Array, key: string, written: string): string {
	const bytes = Buffer.from(written, 'base64');
	const decipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(0, ivBytes), {
		authTagLength: tagBytes,
	});
	decipher.setAAD(Buffer.from(key));
	decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
	return (
		decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
	);
}
