import type { SheetNames } from './sheet-names';

/** What the sheets need of whatever library builds the workbook. */
export interface Workbook {
	readonly names: SheetNames;
	/** Id of a cell style; the same style gives the same id. */
	styleId(style: CellStyle): number;
	/** One sheet is open at a time. */
	openSheet(layout: SheetLayout): OpenSheet;
}

export interface CellStyle {
	readonly numFmt?: string;
	readonly bold?: boolean;
	/** A line above: totals. */
	readonly topLine?: boolean;
	/** Coloured so that it is noticed. */
	readonly marked?: true;
	/** The grey of headings. */
	readonly shaded?: true;
	readonly align?: 'left' | 'right';
}

export interface SheetColumn {
	/** What the first row says over it. */
	readonly heading?: string;
	/** In characters. */
	readonly width: number;
	readonly align?: 'right';
}

export interface SheetLayout {
	readonly name: string;
	readonly columns: readonly SheetColumn[];
	/** Listed first, opened first, its first row a title; other sheets have their headings there. */
	readonly isSummary?: true;
	/** Printed at the foot of each page. */
	readonly footer: string;
}

export interface OpenSheet {
	/** `<row>` elements; waits while the file is behind. */
	write(rows: string | Buffer): Promise<void>;
	/** `filterTo`: the last row that the headings' filter reaches. */
	close(end?: { readonly filterTo?: number }): void;
}

/** Most rows of one sheet (Excel's limit), the heading included. */
export const rowLimit = 1_048_576;

/** What the reader must know about a sheet that looks unlike the bank's data. */
export type RemarkKind = 'amount-as-text' | 'text-shortened' | 'date-as-text' | 'row-remark';

export interface Remark {
	readonly kind: RemarkKind;
	readonly count: number;
	/** The first cell, e.g. `Current account!G7`. */
	readonly first: string;
}

/** Counts what is unusual; never more than one entry a kind. */
export class Remarks {
	readonly #found = new Map<RemarkKind, { count: number; first: string }>();

	note(kind: RemarkKind, cell: string): void {
		const known = this.#found.get(kind);
		if (known === undefined) this.#found.set(kind, { count: 1, first: cell });
		else known.count += 1;
	}

	list(): readonly Remark[] {
		return [...this.#found].map(([kind, rest]) => ({ kind, ...rest }));
	}
}
