import { Readable } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

const blockLength = 256 * 1024;
/** Of the zlib streams' output, bytes: with 16 KiB the text comes in twice the turns, with 128 a million rows take 40 MB more. */
const chunkSize = 32 * 1024;
/** UTF-8 has at most so many bytes for a unit of a JavaScript text. */
const bytesAtMost = 3;

/** Text that must wait for something known only later, kept compressed (about a tenth of its length). */
export class Spool {
	readonly #deflate = createDeflateRaw({ level: 1, chunkSize });
	readonly #compressed: Buffer[] = [];
	#rest = '';
	/** One for all blocks: thousands of them would lie until V8 thinks it worth while to collect them. */
	#block = Buffer.alloc(0);

	constructor() {
		this.#deflate.on('data', (chunk: Buffer) => this.#compressed.push(chunk));
	}

	get isFull(): boolean {
		return this.#rest.length >= blockLength;
	}

	add(text: string): void {
		this.#rest += text;
	}

	/** In zlib's own thread: a million rows must not keep n8n from answering. */
	async flush(): Promise<void> {
		const text = this.#rest;
		this.#rest = '';
		const length = text.length * bytesAtMost;
		if (this.#block.length < length) this.#block = Buffer.allocUnsafeSlow(length);
		const block = this.#block.subarray(0, this.#block.write(text));
		await new Promise<void>((resolve) => this.#deflate.write(block, () => resolve()));
	}

	/** What was added, in order, once: it is let go as it is read. Nothing can be added afterwards. */
	async *texts(): AsyncGenerator<string> {
		await new Promise<void>((resolve) => this.#deflate.once('end', resolve).end());
		const inflate = createInflateRaw({ chunkSize });
		yield* Readable.from(this.#taken()).pipe(inflate).setEncoding('utf8');
		yield this.#rest;
	}

	*#taken(): Generator<Buffer> {
		const chunks = this.#compressed.splice(0).reverse();
		for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) yield chunk;
	}
}
