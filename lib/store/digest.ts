import { createHash } from 'node:crypto';

/** Names a secret or personal value in keys and records without holding it. 128 bits, hex. */
export function digest(...parts: ReadonlyArray<string | undefined>): string {
	return createHash('sha256')
		.update(JSON.stringify(parts.map((part) => part ?? null)))
		.digest('hex')
		.slice(0, 32);
}
