import { Readable } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

const blockLength = 256 * 1024;
/** Of the zlib streams' output, bytes: with their own 16 KiB the text comes in thousands of turns. */
const chunkSize = 128 * 1024;

/** Text that must wait for something known only later, kept compressed (about a tenth of its length). */
export class Spool {
	readonly #deflate = createDeflateRaw({ level: 1, chunkSize });
	readonly #compressed: Buffer[] = [];
	#rest = '';

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
		await new Promise<void>((resolve) => this.#deflate.write(text, () => resolve()));
	}

	/** What was added, in order; nothing can be added afterwards. */
	async *texts(): AsyncGenerator<string> {
		await new Promise<void>((resolve) => this.#deflate.once('end', resolve).end());
		const inflate = createInflateRaw({ chunkSize });
		yield* Readable.from(this.#compressed).pipe(inflate).setEncoding('utf8');
		yield this.#rest;
	}
}
