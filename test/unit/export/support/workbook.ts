import * as xlsx from '@e965/xlsx';
import type { ExportSource, ExportOptions } from '../../../../lib/export';
import { exported } from './exported';

/** A workbook as the SheetJS of n8n reads it, and its parts as text. */
export interface ReadWorkbook {
	readonly names: readonly string[];
	/** Cell values of a sheet, row by row; numbers as numbers, dates as midnight UTC. */
	readonly rows: (sheet: string) => readonly (readonly unknown[])[];
	readonly cell: (sheet: string, address: string) => xlsx.CellObject | undefined;
	readonly part: (path: string) => string;
	/** Parts in the order in which they stand in the zip. */
	readonly parts: readonly string[];
}

export async function workbookOf(
	source: ExportSource,
	options: ExportOptions = {},
): Promise<ReadWorkbook> {
	return readWorkbook(await exported('xlsx', source, options));
}

export function readWorkbook(bytes: Buffer): ReadWorkbook {
	const book = xlsx.read(bytes, { cellFormula: true, cellNF: true, cellStyles: true });
	const zip = xlsx.CFB.read(bytes, { type: 'buffer' });
	const parts = zip.FullPaths.map((path: string) =>
		path.replace(/^Root Entry\//, '').replace(/^\//, ''),
	);
	return {
		names: book.SheetNames,
		rows: (sheet) =>
			xlsx.utils
				.sheet_to_json<unknown[]>(sheetOf(book, sheet), { header: 1, raw: true, UTC: true })
				.map((cells) => Array.from(cells)),
		cell: (sheet, address) => sheetOf(book, sheet)[address] as xlsx.CellObject | undefined,
		part: (path) => Buffer.from(zip.FileIndex[parts.indexOf(path)]?.content ?? []).toString(),
		parts,
	};
}

function sheetOf(book: xlsx.WorkBook, name: string): xlsx.WorkSheet {
	const sheet = book.Sheets[name];
	if (sheet === undefined)
		throw new Error(`there is no sheet ${name} in ${book.SheetNames.join()}`);
	return sheet;
}
