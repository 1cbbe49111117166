import type { Writable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { reachOf } from '../../lib/client/too-far-back';
import {
	exportFormats,
	type ExportFormatKey,
	type ExportOptions,
	type ExportResult,
} from '../../lib/export';
import { offeredByFilter, type OfferedByFilter } from '../../lib/n8n/thread-wire';
import { egressFilterOf, type WireOptions } from '../../lib/n8n/wire';
import {
	offeredToClient,
	portable,
	type OfferedToClient,
	type PortableOptions,
} from '../../lib/thread/client';
import { runInThread } from '../../lib/thread/start';
import { readAccountChoice } from '../shared/account-choice';
import { goesOn } from '../shared/account-error';
import { connection } from '../shared/connect';
import { fieldsOf } from '../shared/operation';
import { inReach, readBookingStatus, readPeriod } from '../shared/read-period';
import type { FileWanted } from './file-wanted';
import type { Wanted } from './source';

/** What the thread is to do: plain data. */
export interface BankExport extends Wanted {
	/** Id of its profile. */
	readonly bank: string;
	readonly client: PortableOptions;
	/** For connections of the thread's own; absent where n8n's helper must send every call. */
	readonly wire?: WireOptions;
	readonly format: ExportFormatKey;
	readonly options: Omit<ExportOptions, 'signal'>;
}

export interface BankExportResult {
	readonly written: ExportResult;
	/** For the editor's output panel. */
	readonly remarks: readonly string[];
}

const offeredBySink = (sink: Writable) => ({
	write: (bytes: Uint8Array) =>
		new Promise<void>((resolve, reject) => {
			// What was on its way is not called back when the sink is destroyed.
			const left = () => reject(new Error('The file is not wanted any more'));
			sink.once('close', left);
			sink.write(bytes, (error) => {
				sink.off('close', left);
				if (error) reject(error);
				else resolve();
			});
		}),
});

export type Offered = OfferedToClient & OfferedByFilter & ReturnType<typeof offeredBySink>;

/**
 * Straight from the bank: the pages are fetched and read, and the file is made, in a thread of its
 * own (decision 12). Ends the sink; where it rejects the sink is the caller's to destroy. A sink that is destroyed
 * stops the thread, whatever it waits for.
 */
export async function exportFromBank(
	context: IExecuteFunctions,
	index: number,
	{ format, madeAt, sink, options: { signal, ...options } }: FileWanted,
): Promise<ExportResult> {
	const fields = fieldsOf(context, index);
	const accounts = readAccountChoice(fields);
	const period = readPeriod(fields);
	const bookingStatus = readBookingStatus(fields);
	const prepare = async () => {
		const { wire, ...connected } = await connection(context, index);
		const filter = egressFilterOf(context);
		const job: BankExport = {
			bank: connected.bank.id,
			client: portable(connected),
			...(filter && { wire }),
			accounts,
			goesOn: goesOn(fields),
			needsBalances: exportFormats[format].needsBalances,
			listing: { ...inReach(period, reachOf(connected)), bookingStatus },
			madeAt,
			format,
			options,
		};
		const offered = {
			...offeredToClient(connected),
			...(filter === undefined ? {} : offeredByFilter(filter)),
			...offeredBySink(sink),
		};
		return { job, offered };
	};
	const left = new AbortController();
	sink.once('close', () => left.abort());
	const { written, remarks } = (await runInThread({
		file: require.resolve('./thread'),
		prepare,
		signal: signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]),
	})) as BankExportResult;
	for (const remark of remarks) fields.remark(remark);
	sink.end();
	return written;
}
