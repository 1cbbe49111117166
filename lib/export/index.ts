import type { Writable } from 'node:stream';
import type * as Excel from './excel';
import type { WorkbookOptions } from './excel';
import type { ExportResult, ExportSource } from './source';

export { fromItems, type ItemsContext } from './items';
export { accountColumnKeys, columnKeys, columnTable, listColumnKeys } from './rows';
export type * from './source';

export interface ExportFormat {
	/** As the picker shows it. */
	readonly name: string;
	readonly extension: string;
	readonly mimeType: string;
	readonly write: (
		source: ExportSource,
		sink: Writable,
		options: ExportOptions,
	) => Promise<ExportResult>;
}

export type ExportOptions = WorkbookOptions;

/** exceljs costs more to load than everything else together: only when a workbook is asked for. */
const excel = () => module.require('./excel') as typeof Excel;

export const exportFormats = {
	xlsx: {
		name: 'Excel (.xlsx)',
		extension: 'xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		write: (source, sink, options) => excel().writeWorkbook(source, sink, options),
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
