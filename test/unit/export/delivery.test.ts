import { getEventListeners } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { BankError } from '../../../lib/errors';
import {
	exportFormats,
	exportTo,
	type ExportAccount,
	type ExportFormatKey,
	type TransactionLike,
} from '../../../lib/export';
import { settle } from '../../../lib/outcome';
import { account, Memory, row, sourceOf } from './support/exported';

const formats = Object.keys(exportFormats) as ExportFormatKey[];
const balances = [
	{ type: 'interimBooked', amount: '1.00', currency: 'EUR', referenceDate: '2026-03-31' },
];
/** Bank statements that begin with their opening balance hold their rows back until the sum is known. */
const holdsRowsBack = (format: ExportFormatKey) => format === 'mt940' || format === 'camt053';
const upToNow = { period: { from: '2026-01-01' } };

const pageOfRows = (): TransactionLike[] =>
	Array.from({ length: 500 }, () => row({ text: 'x'.repeat(200) }));

interface Watched {
	readonly accounts: readonly ExportAccount[];
	asked: number;
	returned: boolean;
}

/** An account whose pages are counted; `more` says what happens after each. */
function watched(more: (asked: number) => Promise<void> | void): Watched {
	const state: Watched = { accounts: [], asked: 0, returned: false };
	async function* pages() {
		try {
			for (;;) {
				state.asked += 1;
				await more(state.asked);
				yield pageOfRows();
			}
		} finally {
			state.returned = true;
		}
	}
	return Object.assign(state, { accounts: [account([], { balances, transactions: pages() })] });
}

const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
	const outcome = await settle(work);
	return 'error' in outcome ? outcome.error : undefined;
};

/** Takes everything at once, so that only the source holds an export up. */
const openSink = () => new PassThrough().resume();

describe.each(formats)('%s', (format) => {
	it('rejects with the source’s own error and destroys the sink', async () => {
		const failure = new BankError('bank-unavailable', 'The bank is down.');
		const source = watched((asked) => (asked === 3 ? Promise.reject(failure) : undefined));
		const sink = openSink();
		expect(await errorOf(exportTo(format, sourceOf(source.accounts, upToNow), sink))).toBe(failure);
		expect(sink.destroyed).toBe(true);
	});

	it('rejects with the error of the list of accounts', async () => {
		const failure = new BankError('consent-required', 'The consent is over.');
		function* accounts(): Generator<ExportAccount> {
			yield account([row()], { balances });
			throw failure;
		}
		const sink = openSink();
		expect(await errorOf(exportTo(format, sourceOf(accounts(), upToNow), sink))).toBe(failure);
		expect(sink.destroyed).toBe(true);
	});

	it('stops at the signal, also while a page never comes', async () => {
		const stop = new AbortController();
		const source = watched((asked) => {
			if (asked < 3) return undefined;
			stop.abort();
			return new Promise<void>(() => undefined);
		});
		const sink = openSink();
		const options = { signal: stop.signal };
		const work = exportTo(format, sourceOf(source.accounts, upToNow), sink, options);
		expect(await errorOf(work)).toMatchObject({ name: 'BankError', code: 'cancelled' });
		expect(sink.destroyed).toBe(true);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
	});

	it('does not start when it was stopped before', async () => {
		const source = watched(() => undefined);
		const sink = openSink();
		const work = exportTo(format, sourceOf(source.accounts), sink, { signal: AbortSignal.abort() });
		expect(await errorOf(work)).toMatchObject({ code: 'cancelled' });
		expect(source.asked).toBe(0);
		expect(sink.destroyed).toBe(true);
	});

	it('says that the file could not be written when the sink fails, and lets the source go', async () => {
		const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
		let written = 0;
		const sink = new Writable({
			write: (chunk: Buffer, _encoding, done) => {
				written += chunk.length;
				done(written > 1000 ? full : null);
			},
		});
		// What holds its rows back needs a source that ends.
		const source = watched(() => undefined);
		const endless = sourceOf(source.accounts, upToNow);
		const finite = sourceOf(
			[account(Array.from({ length: 20 }, pageOfRows).flat(), { balances })],
			upToNow,
		);
		const work = exportTo(format, holdsRowsBack(format) ? finite : endless, sink);
		const error = await errorOf(work);
		expect(error).toMatchObject({ code: 'storage-failed', details: { cause: full } });
		expect(sink.destroyed).toBe(true);
		if (!holdsRowsBack(format)) expect(source.returned).toBe(true);
	});

	it('notices a sink that closes without an error', async () => {
		const sink = openSink();
		const source = watched((asked) => {
			if (asked === 3) sink.destroy();
		});
		const work = exportTo(format, sourceOf(source.accounts, upToNow), sink);
		expect(await errorOf(work)).toMatchObject({ code: 'storage-failed' });
	});

	it('refuses a sink that has ended', async () => {
		const sink = new Memory();
		sink.end();
		const work = exportTo(format, sourceOf([account([row()], { balances })]), sink);
		expect(await errorOf(work)).toMatchObject({ code: 'storage-failed' });
	});

	it('asks for no page more while the sink takes nothing', async () => {
		const sink = new PassThrough();
		const stop = new AbortController();
		const source = watched(() => undefined);
		const work = exportTo(format, sourceOf(source.accounts, upToNow), sink, {
			signal: stop.signal,
		});
		const failed = errorOf(work);
		if (!holdsRowsBack(format)) {
			await untilStill(() => source.asked);
			// 500 rows of 200 characters a page: far below what an endless source would have given.
			expect(source.asked).toBeLessThan(200);
		}
		stop.abort();
		expect(await failed).toMatchObject({ code: 'cancelled' });
	});
});

/** Lets the event loop turn until a count no longer changes. */
async function untilStill(count: () => number): Promise<void> {
	let still = 0;
	for (let last = -1; still < 50; last = count()) {
		await new Promise((resolve) => setImmediate(resolve));
		still = count() === last ? still + 1 : 0;
	}
}
