import { deflateRawSync, inflateRawSync } from 'node:zlib';

const blockLength = 256 * 1024;

/** Text that must wait for something known only later, kept compressed (about a tenth of its length). */
export class Spool {
	readonly #blocks: Buffer[] = [];
	#rest = '';

	add(text: string): void {
		this.#rest += text;
		if (this.#rest.length < blockLength) return;
		this.#blocks.push(deflateRawSync(this.#rest, { level: 1 }));
		this.#rest = '';
	}

	*texts(): Generator<string> {
		for (const block of this.#blocks) yield inflateRawSync(block).toString();
		yield this.#rest;
	}
}
