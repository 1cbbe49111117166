import { PassThrough, type Writable } from 'node:stream';
import { stream as exceljsStreams, type Style } from 'exceljs';
import { BankError } from '../errors';
import { deliver, type Delivery } from './delivery';
import { ExportRemarks, isUnread } from './remarks';
import { accountColumnKeys, chooseColumns } from './rows';
import type { ExportResult, ExportSource, Language, UnreadAccount } from './source';
import { writeAccount, type WrittenAccount } from './workbook/account-sheets';
import type { CellStyle, OpenSheet, SheetLayout, Workbook } from './workbook/sheet';
import { SheetNames } from './workbook/sheet-names';
import { writeSummary } from './workbook/summary';
import { words } from './workbook/words';

export interface WorkbookOptions {
	readonly language?: Language | undefined;
	/** Column keys in the order wanted; see `columnTable`. */
	readonly columns?: readonly string[] | undefined;
	/** Default true. */
	readonly runningBalance?: boolean | undefined;
	/** zlib level 1 (default: fast) to 9 (small). */
	readonly compressionLevel?: number | undefined;
	/** Rows of one sheet, the heading included. Default: Excel's 1,048,576. */
	readonly rowLimit?: number | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Streams a workbook: a summary, then a sheet an account. Holds a page and some buffers, however many
 * rows there are; the source is read only as fast as the sink takes. An amount of more than 15
 * significant digits stands as text (marked, and named in the summary's remarks), since a number in
 * Excel would silently lose the rest.
 *
 * Rejects with `cancelled`, `storage-failed`, `invalid-input` or the source's own error, the sink destroyed.
 */
export async function writeWorkbook(
	source: ExportSource,
	sink: Writable,
	options: WorkbookOptions = {},
): Promise<ExportResult> {
	return deliver(sink, options.signal, async (delivery) => {
		const { language = 'en', runningBalance, rowLimit } = options;
		const columns = chooseColumns(options.columns ?? accountColumnKeys, { runningBalance });
		const workbook = new ExceljsWorkbook(delivery, source, options.compressionLevel ?? 1);
		const summaryName = workbook.names.take(words[language].summary);
		const accounts: WrittenAccount[] = [];
		const unread: UnreadAccount[] = [];
		const remarks = new ExportRemarks();
		for await (const account of delivery.each(source.accounts)) {
			remarks.addOf(account);
			const settings = { columns, language, rowLimit };
			if (isUnread(account)) unread.push(account);
			else accounts.push(await writeAccount(workbook, delivery, source, account, settings));
		}
		await writeSummary(workbook, summaryName, source, { accounts, unread }, language);
		await workbook.finish();
		const rows = accounts.reduce((sum, account) => sum + account.rows, 0);
		return remarks.resultOf({ rows, accounts: accounts.length, leftOut: 0 });
	});
}

/** What exceljs 4.4.0 (pinned) keeps out of its types, and this file relies on. */
interface ExceljsInsides {
	readonly zip: {
		append(part: PassThrough, entry: { readonly name: string }): void;
		on(event: 'error', listener: (cause: Error) => void): void;
		abort(): void;
		unpipe(): void;
	};
	readonly styles: { addStyleModel(style: Partial<Style>): number };
	/** Index 0 stays empty: exceljs counts sheets from 1. */
	readonly _worksheets: unknown[];
	_openStream(name: string): PassThrough;
}

/** exceljs' own text buffer, which it hands to the part's stream. */
interface StringBuf {
	toBuffer(): Buffer;
}

/**
 * A part of the zip with back-pressure. exceljs' own stream takes everything at once and queues it
 * (exceljs issues 464, 734, 2916): at a million rows that is 575 MB.
 */
class PartStream extends PassThrough {
	override write(chunk: unknown, ...rest: never[]): boolean {
		const isText = typeof chunk === 'string' || Buffer.isBuffer(chunk);
		return super.write(isText ? chunk : (chunk as StringBuf).toBuffer(), ...rest);
	}
}

/** Of the compressor's output, bytes: with zlib's own 16 KiB each of our chunks takes several crossings. */
const chunkSize = 128 * 1024;

class ExceljsWorkbook implements Workbook {
	readonly names = new SheetNames();
	readonly #writer: InstanceType<typeof exceljsStreams.xlsx.WorkbookWriter>;
	readonly #insides: ExceljsInsides;
	readonly #styles = new Map<string, number>();

	constructor(
		private readonly delivery: Delivery,
		source: ExportSource,
		level: number,
	) {
		this.#writer = new exceljsStreams.xlsx.WorkbookWriter({
			stream: delivery.sink,
			useStyles: true,
			useSharedStrings: false,
			zip: { zlib: { level, chunkSize } },
		});
		this.#writer.creator = 'n8n-nodes-psd2';
		this.#writer.lastModifiedBy = 'n8n-nodes-psd2';
		this.#writer.created = new Date(source.madeAt);
		this.#writer.modified = new Date(source.madeAt);
		this.#insides = this.#writer as unknown as ExceljsInsides;
		this.#useStreamsThatWait();
	}

	styleId(style: CellStyle): number {
		const key = JSON.stringify(style);
		const known = this.#styles.get(key);
		if (known !== undefined) return known;
		const id = this.#insides.styles.addStyleModel(styleModel(style));
		this.#styles.set(key, id);
		return id;
	}

	openSheet({ name, columns, isSummary, footer }: SheetLayout): OpenSheet {
		const sheet = this.#writer.addWorksheet(name, {
			views: isSummary ? [summaryView] : [{ state: 'frozen', ySplit: 1 }],
			pageSetup: { ...pageSetup, ...(isSummary ? {} : { printTitlesRow: '1:1' }) },
			headerFooter: { oddHeader: '&L&A', oddFooter: `&L&D&R${footer} &P / &N` },
		});
		sheet.columns = columns.map(({ width }) => ({ width }));
		const first = sheet.addRow(columns.map(({ heading }) => heading));
		columns.forEach(({ heading, align }, index) => {
			if (heading === undefined) return;
			const style = { bold: true, shaded: true, ...(align && { align }) } as const;
			first.getCell(index + 1).style = isSummary ? titleStyle : styleModel(style);
		});
		first.commit();
		const part = (sheet as unknown as { readonly stream: PassThrough }).stream;
		if (isSummary) this.#listFirst();
		return {
			write: (rows) => this.delivery.write(rows, part),
			close: ({ filterTo } = {}) => {
				if (filterTo !== undefined) {
					const to = { row: filterTo, column: columns.length };
					sheet.autoFilter = { from: { row: 1, column: 1 }, to };
				}
				sheet.commit();
			},
		};
	}

	async finish(): Promise<void> {
		this.#writer.views = [
			{
				activeTab: 0,
				firstSheet: 0,
				visibility: 'visible',
				x: 0,
				y: 0,
				width: 24000,
				height: 12000,
			},
		];
		await this.delivery.wait(this.#writer.commit());
	}

	/** The workbook lists its sheets in this order, wherever their parts stand in the zip. */
	#listFirst(): void {
		const sheets = this.#insides._worksheets;
		sheets[0] = sheets.pop();
	}

	#useStreamsThatWait(): void {
		const { zip, styles } = this.#insides;
		if (typeof zip?.append !== 'function' || typeof styles?.addStyleModel !== 'function') {
			throw new BankError('storage-failed', 'This build carries another exceljs than 4.4.0.', {
				nextStep: 'Install the package again; report it if that does not help.',
			});
		}
		this.#insides._openStream = (name) => {
			const part = new PartStream({ highWaterMark: 1024 * 1024 });
			part.once('finish', () => part.emit('zipped'));
			zip.append(part, { name });
			return part;
		};
		zip.on('error', (cause) =>
			this.delivery.fail(
				new BankError('storage-failed', 'The workbook could not be built.', {
					nextStep: 'Run the workflow again; report it if it happens again.',
					cause,
				}),
			),
		);
		this.delivery.onFailure(() => {
			zip.unpipe();
			zip.abort();
		});
	}
}

const summaryView = { state: 'normal', showGridLines: false, tabSelected: true } as const;

/** A4 across, as many pages long as it takes. */
const pageSetup = {
	paperSize: 9,
	orientation: 'landscape',
	fitToPage: true,
	fitToWidth: 1,
	fitToHeight: 0,
} as const;

const font = { name: 'Calibri', family: 2 } as const;
const titleStyle = { font: { ...font, bold: true, size: 14 } } as const;

function styleModel({ numFmt, bold, topLine, marked, shaded, align }: CellStyle): Partial<Style> {
	return {
		...(numFmt === undefined ? {} : { numFmt }),
		...(bold ? { font: { ...font, bold: true, size: 11 } } : {}),
		...(topLine ? { border: { top: { style: 'thin' } } } : {}),
		...(marked ? { fill: filled('FFFFF2CC') } : {}),
		...(shaded ? { fill: filled('FFEDEDED') } : {}),
		...(align === undefined ? {} : { alignment: { horizontal: align } }),
	};
}

const filled = (argb: string) =>
	({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
