import type { Writable } from 'node:stream';
import type { ExportFormatKey, ExportOptions } from '../../lib/export';

/** A file as the node's fields describe it, and where it goes. */
export interface FileWanted {
	readonly format: ExportFormatKey;
	/** ISO date-time with offset. */
	readonly madeAt: string;
	readonly sink: Writable;
	readonly options: ExportOptions;
}
