import type { Delivery } from './delivery';

const chunkLength = 64 * 1024;

/** Text gathered until it is worth a write. Add, and when it is full, flush before adding more. */
export class TextOutput {
	#chunk = '';

	constructor(private readonly delivery: Delivery) {}

	get isFull(): boolean {
		return this.#chunk.length >= chunkLength;
	}

	add(text: string): void {
		this.#chunk += text;
	}

	async flush(): Promise<void> {
		const text = this.#chunk;
		this.#chunk = '';
		if (text !== '') await this.delivery.write(text);
	}

	async end(): Promise<void> {
		await this.flush();
		await this.delivery.end();
	}
}
