import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { BankError } from '../../../lib/errors';
import { Caller, offer } from '../../../lib/thread/calls';

const untilAborted = (signal: AbortSignal) =>
	new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => reject(new BankError('cancelled', 'stopped')));
	});

function open() {
	const { port1, port2 } = new MessageChannel();
	const seen: AbortSignal[] = [];
	const offered = {
		double: (number: number) => number * 2,
		length: async (bytes: Uint8Array) => bytes.length,
		refuse: () => Promise.reject(new BankError('invalid-input', 'No', { field: 'From' })),
		odd: () => () => 'no structured clone',
		break: (): never => {
			throw new TypeError('broken');
		},
		wait: (_: undefined, signal: AbortSignal) => {
			seen.push(signal);
			return untilAborted(signal);
		},
	};
	offer(port1, offered);
	return { calls: new Caller<typeof offered>(port2), port1, seen, close: () => port2.close() };
}

describe('calls between threads', () => {
	let at: ReturnType<typeof open>;
	beforeEach(() => {
		at = open();
	});
	afterEach(() => at.close());

	it('gives each call its own answer', async () => {
		const answers = await Promise.all([1, 2, 3].map((number) => at.calls.call('double', number)));
		expect(answers).toEqual([2, 4, 6]);
	});

	it('hands memory over', async () => {
		const bytes = new Uint8Array(1000);
		expect(await at.calls.call('length', bytes, { transfer: [bytes.buffer] })).toBe(1000);
		expect(bytes.length).toBe(0);
	});

	it('fails as the function fails', async () => {
		await expect(at.calls.call('refuse', undefined)).rejects.toMatchObject({
			code: 'invalid-input',
			details: { field: 'From' },
		});
		await expect(at.calls.call('break', undefined)).rejects.toThrow('broken');
	});

	it('is stopped by a signal, before and during the call', async () => {
		const before = at.calls.call('wait', undefined, { signal: AbortSignal.abort() });
		await expect(before).rejects.toMatchObject({ code: 'cancelled' });
		expect(at.seen).toHaveLength(0);
		const stop = new AbortController();
		const during = at.calls.call('wait', undefined, { signal: stop.signal });
		stop.abort();
		await expect(during).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('fails where an answer can not go over, or the function is not there', async () => {
		await expect(at.calls.call('odd', undefined)).rejects.toThrow(/could not be cloned/);
		await expect(at.calls.call('none' as 'odd', undefined)).rejects.toThrow(/none/);
	});

	it.each(['one that offers', 'one that calls'])(
		'fails where a side is gone, during the call and after it: the %s',
		async (side) => {
			const during = at.calls.call('wait', undefined);
			if (side === 'one that offers') at.port1.close();
			else at.close();
			await expect(during).rejects.toMatchObject({ code: 'cancelled' });
			await expect(at.calls.call('double', 1)).rejects.toMatchObject({ code: 'cancelled' });
		},
	);

	it('stops what still runs when the other side is gone', async () => {
		const other = at.calls.call('double', 1);
		const waiting = expect(at.calls.call('wait', undefined)).rejects.toThrow('stopped');
		await other;
		await at.calls.call('double', 1);
		const closed = once(at.port1, 'close');
		at.close();
		await closed;
		await waiting;
		expect(at.seen.map(({ aborted }) => aborted)).toEqual([true]);
	});
});
