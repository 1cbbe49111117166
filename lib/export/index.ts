import type { Writable } from 'node:stream';
import { writeCamt053 } from './camt053';
import { writeCsv, type CsvOptions } from './csv';
import type * as Excel from './excel';
import type { WorkbookOptions } from './excel';
import { writeMt940 } from './mt940';
import { writeOfx } from './ofx';
import type { ExportResult, ExportSource } from './source';

export { heldBack } from './held-pages';
export { fromItems, type ItemsContext } from './items';
export { accountColumnKeys, columnKeys, columnTable, listColumnKeys } from './rows';
export type * from './source';

/** Each format takes what it knows of these. */
export interface ExportOptions extends WorkbookOptions, CsvOptions {}

export interface ExportFormat {
	/** As the picker shows it. */
	readonly name: string;
	readonly extension: string;
	readonly mimeType: string;
	/** An account without balances has no place in it. */
	readonly needsBalances: boolean;
	readonly write: (
		source: ExportSource,
		sink: Writable,
		options: ExportOptions,
	) => Promise<ExportResult>;
}

/** exceljs costs more to load than everything else together: only when a workbook is asked for. */
const excel = () => module.require('./excel') as typeof Excel;

export const exportFormats = {
	xlsx: {
		name: 'Excel',
		extension: 'xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		needsBalances: false,
		write: (source, sink, options) => excel().writeWorkbook(source, sink, options),
	},
	csv: {
		name: 'CSV',
		extension: 'csv',
		mimeType: 'text/csv; charset=utf-8',
		needsBalances: false,
		write: writeCsv,
	},
	camt053: {
		name: 'CAMT.053',
		extension: 'xml',
		mimeType: 'application/xml',
		needsBalances: true,
		write: writeCamt053,
	},
	ofx: {
		name: 'OFX',
		extension: 'ofx',
		mimeType: 'application/x-ofx',
		needsBalances: true,
		write: writeOfx,
	},
	mt940: {
		name: 'MT940',
		extension: 'sta',
		mimeType: 'text/plain',
		needsBalances: true,
		write: writeMt940,
	},
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatKey = keyof typeof exportFormats;

/**
 * Streams an export into a sink and ends it. Rejects with a BankError (`cancelled`, `storage-failed`,
 * `invalid-input`) or the source's own error; the sink is then destroyed.
 */
export async function exportTo(
	format: ExportFormatKey,
	source: ExportSource,
	sink: Writable,
	options: ExportOptions = {},
): Promise<ExportResult> {
	return exportFormats[format].write(source, sink, options);
}
