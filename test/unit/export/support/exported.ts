import { Writable } from 'node:stream';
import {
	exportTo,
	type ExportAccount,
	type ExportFormatKey,
	type ExportOptions,
	type ExportSource,
	type SourceAccount,
	type TransactionLike,
} from '../../../../lib/export';

export class Memory extends Writable {
	readonly #chunks: Buffer[] = [];

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.#chunks.push(chunk);
		done();
	}

	get bytes(): Buffer {
		return Buffer.concat(this.#chunks);
	}
}

export async function exported(
	format: ExportFormatKey,
	source: ExportSource,
	options: ExportOptions = {},
): Promise<Buffer> {
	const sink = new Memory();
	await exportTo(format, source, sink, options);
	return sink.bytes;
}

export const madeAt = '2026-03-31T12:00:00Z';

let counter = 0;

/** A booked row of the last day of March; what matters to the test is given. */
export function row(fields: Partial<TransactionLike> = {}): TransactionLike {
	counter += 1;
	return {
		id: `t-${counter}`,
		status: 'booked',
		date: '2026-03-31',
		amount: '-12.50',
		currency: 'EUR',
		...fields,
	};
}

/** One account in euro with the rows as one page, or in pages of the given size. */
export function account(
	rows: readonly TransactionLike[],
	fields: Partial<ExportAccount> = {},
	pageSize = Math.max(rows.length, 1),
): ExportAccount {
	return {
		account: { accountId: 'a-1', name: 'Toy account', currency: 'EUR' },
		balances: [],
		transactions: [...pagesOf(rows, pageSize)],
		...fields,
	};
}

function* pagesOf(rows: readonly TransactionLike[], size: number) {
	for (let first = 0; first < rows.length; first += size) yield rows.slice(first, first + size);
}

export const sourceOf = (
	accounts: Iterable<SourceAccount>,
	fields: Partial<ExportSource> = {},
): ExportSource => ({ madeAt, bank: 'Toy Bank', ...fields, accounts });
