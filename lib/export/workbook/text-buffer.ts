/** Bytes gathered before they go to the compressor: a page or two, so that it works while the next one is read. */
const enough = 512 * 1024;
/** For the row that makes it enough; a longer one is given room of its own. */
const room = enough + 32 * 1024;
/** Most bytes that a UTF-16 unit takes in UTF-8. */
const bytesAUnit = 3;

/**
 * Text on its way to the compressor. Encoded piece by piece: of a million rows, long strings that are put together
 * from thousands of pieces and encoded at last took five times as long.
 */
export class TextBuffer {
	#bytes = Buffer.allocUnsafe(room);
	#length = 0;

	/** Whether it is time to `take`. */
	get isFull(): boolean {
		return this.#length >= enough;
	}

	add(text: string): void {
		const most = this.#length + text.length * bytesAUnit;
		if (most > this.#bytes.length) this.#grow(most);
		this.#length += this.#bytes.write(text, this.#length);
	}

	/** What was added since the last time. */
	take(): Buffer {
		const taken = this.#bytes.subarray(0, this.#length);
		// Not the same again: the compressor is still reading what was taken.
		this.#bytes = Buffer.allocUnsafe(room);
		this.#length = 0;
		return taken;
	}

	#grow(size: number): void {
		const grown = Buffer.allocUnsafe(size + room);
		this.#bytes.copy(grown, 0, 0, this.#length);
		this.#bytes = grown;
	}
}
