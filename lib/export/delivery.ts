import type { Writable } from 'node:stream';
import { BankError } from '../errors';
import { settle } from '../outcome';

/**
 * Runs an export into a sink. Whatever fails (the source, the sink, the formatting) or is stopped by the
 * signal: the sink is destroyed, nothing is left waiting, and the promise rejects with the first reason.
 */
export async function deliver<Result>(
	sink: Writable,
	signal: AbortSignal | undefined,
	work: (delivery: Delivery) => Promise<Result>,
): Promise<Result> {
	const delivery = new Delivery(sink, signal);
	const outcome = await settle(work(delivery));
	delivery.release();
	if (!('error' in outcome)) return outcome.value;
	const reason = delivery.failure ?? outcome.error;
	sink.destroy(reason instanceof Error ? reason : new Error('the export failed'));
	throw reason;
}

/** A sink being filled: every wait ends as soon as the sink fails or the user stops the run. */
export class Delivery {
	failure: BankError | undefined;
	#rejectWait: ((reason: BankError) => void) | undefined;
	#whenFailed: (() => void)[] = [];

	readonly #stop = () => this.fail(new BankError('cancelled', 'The export was stopped.'));
	readonly #sinkFailed = (cause: Error) => this.fail(storageFailed(cause));
	readonly #sinkClosed = () => {
		if (!this.sink.writableFinished) this.fail(storageFailed());
	};

	constructor(
		readonly sink: Writable,
		private readonly signal: AbortSignal | undefined,
	) {
		sink.on('error', this.#sinkFailed);
		sink.on('close', this.#sinkClosed);
		signal?.addEventListener('abort', this.#stop);
		if (sink.destroyed || sink.writableEnded) this.fail(storageFailed());
		if (signal?.aborted === true) this.#stop();
	}

	/** The listeners on the sink stay: an error it reports late must not end the process. */
	release(): void {
		this.signal?.removeEventListener('abort', this.#stop);
	}

	fail(reason: BankError): void {
		if (this.failure !== undefined) return;
		this.failure = reason;
		for (const react of this.#whenFailed) react();
		this.#rejectWait?.(reason);
	}

	onFailure(react: () => void): void {
		this.#whenFailed.push(react);
	}

	/** One at a time. Not `Promise.race`: that would gather a reaction a page on one long-lived promise. */
	async wait<Value>(promise: PromiseLike<Value>): Promise<Value> {
		// Asked here and not left to the `close` event, which a source without I/O never lets through.
		if (this.sink.destroyed) this.#sinkClosed();
		const failure = this.failure;
		if (failure !== undefined) {
			promise.then(undefined, () => undefined);
			throw failure;
		}
		return new Promise<Value>((resolve, reject) => {
			this.#rejectWait = reject;
			promise.then(resolve, reject);
		});
	}

	/** Walks a source; a page that never comes doesn't keep the export alive. */
	async *each<Value>(values: AsyncIterable<Value> | Iterable<Value>): AsyncGenerator<Value> {
		const iterator =
			Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
		let exhausted = false;
		try {
			while (!exhausted) {
				const step = await this.wait(Promise.resolve(iterator.next()));
				exhausted = step.done === true;
				if (step.done !== true) yield step.value;
			}
		} finally {
			// Not awaited: a generator that hangs in `next` answers `return` only after that.
			if (!exhausted) void settle(Promise.resolve(iterator.return?.()));
		}
	}

	/** Writes and waits while the stream is full. */
	async write(text: string | Buffer, stream: Writable = this.sink): Promise<void> {
		if (this.sink.destroyed) this.#sinkClosed();
		if (this.failure !== undefined) throw this.failure;
		if (!stream.write(text)) {
			await this.wait(new Promise<void>((resolve) => stream.once('drain', () => resolve())));
		}
	}

	async end(): Promise<void> {
		await this.wait(new Promise<void>((resolve) => this.sink.end(() => resolve())));
	}
}

function storageFailed(cause?: Error): BankError {
	return new BankError('storage-failed', 'The file could not be written.', {
		nextStep: 'Free disk space, or check the store for binary data, and run the workflow again.',
		...(cause === undefined ? {} : { cause }),
	});
}
