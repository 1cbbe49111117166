/** What runs in the thread of an export straight from the bank: reads its pages and writes the file. */
import { Writable } from 'node:stream';
import { findBank } from '../../lib/banks';
import { BankClient } from '../../lib/client';
import { BankError } from '../../lib/errors';
import { exportTo } from '../../lib/export';
import type { Caller } from '../../lib/thread/calls';
import { threadHttp } from '../../lib/n8n/thread-wire';
import { remoteOptions } from '../../lib/thread/client';
import { doJob } from '../../lib/thread/job';
import type { BankExport, BankExportResult, Offered } from './from-bank';
import { sourceFromBank } from './source';

async function run(
	{ bank, client, wire, format, options, ...wanted }: BankExport,
	calls: Caller<Offered>,
	signal: AbortSignal,
): Promise<BankExportResult> {
	const profile = findBank(bank);
	if (profile === undefined) throw new BankError('settings-invalid', `There is no bank "${bank}"`);
	const http = threadHttp(calls, wire);
	const remarks: string[] = [];
	const remark = (message: string) => void remarks.push(message);
	const own = { bank: profile, http, signal, remark };
	const call = {
		bank: profile,
		client: new BankClient(remoteOptions(own, client, calls)),
		remark,
	};
	const source = sourceFromBank(call, wanted);
	const written = await exportTo(format, source, sinkIn(calls), { ...options, signal });
	return { written, remarks };
}

/** The sink of the thread that started this one. */
function sinkIn(calls: Caller<Offered>): Writable {
	const send = (bytes: Uint8Array<ArrayBuffer>, done: (error?: Error) => void) =>
		calls.call('write', bytes, { transfer: [bytes.buffer] }).then(() => done(), done);
	return new Writable({
		highWaterMark: 512 * 1024,
		// A copy, for the memory that goes over must not be a part of somebody else's.
		write: (chunk: Uint8Array, _encoding, done) => void send(new Uint8Array(chunk), done),
	});
}

void doJob(run);
