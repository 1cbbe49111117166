import type { Writable } from 'node:stream';
import { deliver } from '../delivery';
import { ExportRemarks } from '../remarks';
import type { ExportResult, ExportSource } from '../source';
import type { StatementFormat } from './format';
import { StatementFile } from './statement-file';
import { TextOutput } from '../text-output';

export type * from './format';

/**
 * Streams a file with a statement for each account and currency. Where one of several can't be stated, it is left out
 * and told; where none can be, that is the failure (`invalid-input`).
 */
export async function writeStatements(
	format: StatementFormat,
	source: ExportSource,
	sink: Writable,
	signal: AbortSignal | undefined,
): Promise<ExportResult> {
	return deliver(sink, signal, async (delivery) => {
		const output = new TextOutput(delivery);
		const remarks = new ExportRemarks();
		const file = new StatementFile(format, source, delivery, output, remarks);
		output.add(format.begin(source));
		for await (const account of remarks.read(delivery, source)) await file.write(account);
		await file.finish();
		output.add(format.end());
		await output.end();
		const { rows, accounts, leftOut } = file;
		return remarks.resultOf({ rows, accounts, leftOut });
	});
}
