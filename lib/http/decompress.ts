import { promisify } from 'node:util';
import { brotliDecompress, inflateRaw, unzip } from 'node:zlib';
import { errorCode, settle } from '../outcome';

/** What is asked for; some servers send others unasked. */
export const acceptedCodings = 'gzip, br';

const decoders = {
	brotli: promisify(brotliDecompress),
	raw: promisify(inflateRaw),
	zip: promisify(unzip),
};

/**
 * Undoes the codings of `Content-Encoding` (RFC 9110 §8.4), the last one first. `undefined` where more than
 * `largest` bytes come of it. Rejects where the bytes end too early, or aren't what they are called.
 */
export async function decompress(
	bytes: Buffer,
	contentEncoding: string | undefined,
	largest: number,
): Promise<Buffer | undefined> {
	let decoded = bytes;
	const codings = (contentEncoding ?? '').toLowerCase().split(',').reverse();
	for (const coding of codings.map((each) => each.trim())) {
		const decode = decoderOf(coding, decoded);
		if (decode === undefined || decoded.length === 0) continue;
		const outcome = await settle(decode(decoded, { maxOutputLength: largest }));
		if ('error' in outcome) {
			if (errorCode(outcome.error) === 'ERR_BUFFER_TOO_LARGE') return undefined;
			throw outcome.error;
		}
		decoded = outcome.value;
	}
	return decoded;
}

function decoderOf(coding: string, [first = 0]: Buffer) {
	if (/^(?:x-)?gzip$/.test(coding)) return decoders.zip;
	if (coding === 'br') return decoders.brotli;
	// Some send it without the header that RFC 1950 puts before it.
	return coding === 'deflate' ? decoders[(first & 0x0f) === 8 ? 'zip' : 'raw'] : undefined;
}
