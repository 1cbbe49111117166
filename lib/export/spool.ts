import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
const blockLength = 256 * 1024;

/** Text that must wait for something known only later, kept compressed (about a tenth of its length). */
export class Spool {
	readonly #blocks: Buffer[] = [];
	#rest = '';

	get isFull(): boolean {
		return this.#rest.length >= blockLength;
	}

	add(text: string): void {
		this.#rest += text;
	}

	/** In zlib's own thread: a million rows must not keep n8n from answering. */
	async pack(): Promise<void> {
		const text = this.#rest;
		this.#rest = '';
		this.#blocks.push(await deflate(text, { level: 1 }));
	}

	async *texts(): AsyncGenerator<string> {
		for (const block of this.#blocks) yield (await inflate(block)).toString();
		yield this.#rest;
	}
}
