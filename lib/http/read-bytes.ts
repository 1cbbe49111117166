import { finished, type Readable } from 'node:stream';

/**
 * An answer's body as it comes off the wire (n8n's helper has decompressed it already). Stops reading at the limit: `undefined` where there is
 * more. Rejects where the connection ends before the body does, and when the signal fires.
 */
export async function readBytes(
	body: unknown,
	largest: number,
	signal: AbortSignal,
): Promise<Buffer | undefined> {
	// Outside n8n's helper and ours, wires may give it whole.
	if (!isReadable(body)) return atMost(largest, Buffer.from(wholeOf(body)));
	// One that is broken off may say so once more when nobody listens.
	body.on('error', () => undefined);
	const chunks: Buffer[] = [];
	let length = 0;
	// Not by `for await`, which is dear for each page.
	return await new Promise((resolve, reject) => {
		finished(body, { signal, writable: false }, (error) => {
			if (error === undefined || error === null) return resolve(Buffer.concat(chunks, length));
			body.destroy();
			reject(error);
		});
		body.on('data', (chunk: Buffer) => {
			chunks.push(chunk);
			length += chunk.length;
			if (length <= largest) return;
			resolve(undefined);
			body.destroy();
		});
	});
}

const isReadable = (body: unknown): body is Readable =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

function wholeOf(body: unknown): string | Uint8Array {
	if (typeof body === 'string' || body instanceof Uint8Array) return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

const atMost = (largest: number, bytes: Buffer) => (bytes.length > largest ? undefined : bytes);
