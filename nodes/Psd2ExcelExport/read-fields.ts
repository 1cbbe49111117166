import { BankError } from '../../lib/errors';
import { exportFormats, type ExportFormatKey, type ExportOptions } from '../../lib/export';
import { readChoice, readFlag, readList, readText } from '../shared/field-values';

/** A field of the node for one item, as an expression may have given it. */
type Parameter = (name: string, fallback: unknown) => unknown;

export interface FileFields {
	readonly format: ExportFormatKey;
	/** Of the output item, for the file. */
	readonly binaryField: string;
	/** Without an ending, or with any. */
	readonly fileName: string;
	readonly options: Omit<ExportOptions, 'signal'>;
}

export const readSource = (parameter: Parameter): 'bank' | 'items' =>
	readChoice('Source', parameter('source', 'items'), ['items', 'bank']);

/** Throws `invalid-input` naming the field. */
export function readFileFields(parameter: Parameter): FileFields {
	const formats = Object.keys(exportFormats) as ExportFormatKey[];
	const binaryField = readText('Put Output File in Field', parameter('binaryPropertyName', 'data'));
	if (binaryField === '') {
		throw new BankError('invalid-input', 'Put Output File in Field is empty: give it a name', {
			field: 'Put Output File in Field',
		});
	}
	return {
		format: readChoice('Format', parameter('format', 'xlsx'), formats),
		binaryField,
		fileName: readText('File Name', parameter('fileName', '')),
		options: readOptions((name, fallback) => parameter(`options.${name}`, fallback) ?? fallback),
	};
}

function readOptions(option: Parameter): FileFields['options'] {
	const columns = readList('Columns', option('columns', []));
	return {
		language: readChoice('Language', option('language', 'en'), ['en', 'sv']),
		decimalSeparator: readChoice('Decimal Separator', option('decimalSeparator', '.'), ['.', ',']),
		separator: separatorOf(option('separator', ',')),
		byteOrderMark: readFlag('Byte Order Mark', option('byteOrderMark', true), true),
		runningBalance: readFlag('Running Balance', option('runningBalance', true), true),
		...(columns.length === 0 ? {} : { columns }),
	};
}

/** A tab is text, too, that must not be trimmed. Which ones are fit for a file is the format's to say. */
const separatorOf = (value: unknown): string =>
	typeof value === 'string' ? value : readText('Separator', value);
