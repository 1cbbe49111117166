import type { MessagePort, Transferable } from 'node:worker_threads';
import { cancelled } from '../http/subject';
import { settle, settleSync, type Outcome } from '../outcome';
import { carry, unpack, type Carried } from './carried';

/** Functions of one thread for another. Arguments and results are structured clones, plus a signal to stop. */
export type Offered = Readonly<
	// Each takes its own argument; who calls knows which (`Caller`).
	Record<string, (argument: never, signal: AbortSignal) => unknown>
>;

type Message =
	| { readonly call: number; readonly name: string; readonly argument: unknown }
	| { readonly stop: number };

interface Answer {
	readonly of: number;
	readonly outcome: Carried;
}

/** Answers the calls that come in through the port. What still runs when it is closed is stopped. */
export function offer(port: MessagePort, offered: Offered): void {
	const running = new Map<number, AbortController>();
	port.once('close', () => {
		for (const stop of running.values()) stop.abort();
	});
	port.on('message', async (message: Message) => {
		if ('stop' in message) {
			running.get(message.stop)?.abort();
			return;
		}
		const { call, name, argument } = message;
		const stop = new AbortController();
		running.set(call, stop);
		const outcome = await settle(
			(async () => {
				const wanted = offered[name];
				if (wanted === undefined) throw new TypeError(`${name} is not offered`);
				return await wanted(argument as never, stop.signal);
			})(),
		);
		running.delete(call);
		answer(port, call, outcome);
	});
}

/** Also where the value can't go over: whoever called waits for an answer. */
function answer(port: MessagePort, of: number, outcome: Outcome<unknown>): void {
	const sent = settleSync(() => port.postMessage({ of, outcome: carry(outcome) } satisfies Answer));
	if ('error' in sent) port.postMessage({ of, outcome: carry(sent) } satisfies Answer);
}

export interface CallOptions {
	readonly signal?: AbortSignal | undefined;
	/** Memory that goes over instead of being copied. */
	readonly transfer?: readonly Transferable[];
}

/** Calls what the other side of the port offers. */
export class Caller<Offer extends Offered> {
	#count = 0;
	#isOver = false;
	readonly #waiting = new Map<number, (outcome: Carried) => void>();

	constructor(private readonly port: MessagePort) {
		port.on('message', ({ of, outcome }: Answer) => {
			this.#waiting.get(of)?.(outcome);
			this.#waiting.delete(of);
		});
		port.once('close', () => this.#end());
		port.once('messageerror', () => this.#end());
	}

	/** The other side is gone: nothing that is waited for will come. */
	#end(): void {
		this.#isOver = true;
		for (const answered of this.#waiting.values()) answered(carry({ error: cancelled() }));
		this.#waiting.clear();
	}

	/** Rejects with what the function rejected with; `cancelled` as the function sees to it. */
	async call<Name extends keyof Offer & string>(
		name: Name,
		argument: Parameters<Offer[Name]>[0],
		{ signal, transfer = [] }: CallOptions = {},
	): Promise<Awaited<ReturnType<Offer[Name]>>> {
		if (this.#isOver || signal?.aborted) throw cancelled();
		this.#count += 1;
		const call = this.#count;
		const stop = () => this.port.postMessage({ stop: call } satisfies Message);
		signal?.addEventListener('abort', stop);
		const answered = new Promise<Carried>((resolve) => this.#waiting.set(call, resolve));
		this.port.postMessage({ call, name, argument } satisfies Message, transfer);
		const outcome = await answered;
		signal?.removeEventListener('abort', stop);
		return unpack(outcome) as Awaited<ReturnType<Offer[Name]>>;
	}
}
