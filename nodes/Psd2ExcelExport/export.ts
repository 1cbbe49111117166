import { PassThrough } from 'node:stream';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import {
	exportFormats,
	exportTo,
	fromItems,
	type ExportFormatKey,
	type ExportOptions,
	type ExportResult,
} from '../../lib/export';
import { n8nClock } from '../../lib/n8n/clock';
import { settle } from '../../lib/outcome';
import { distinctItems } from '../shared/alike-items';
import { localTime } from '../shared/local-time';
import { failedItem } from '../shared/operation';
import { exportFromBank } from './from-bank';
import type { FileWanted } from './file-wanted';

/** One file of all items, or one straight from the bank for each item. */
export async function runExport(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isFromBank = context.getNodeParameter('source', 0, 'items') === 'bank';
	const items = context.getInputData();
	const output: INodeExecutionData[] = [];
	for (const index of isFromBank ? distinctItems(context) : [0]) {
		const outcome = await settle(
			storeFile(context, index, (file) =>
				isFromBank ? exportFromBank(context, index, file) : exportItems(items, file),
			),
		);
		output.push('value' in outcome ? outcome.value : failedItem(context, outcome.error, index));
	}
	return [output];
}

async function exportItems(
	items: readonly INodeExecutionData[],
	{ format, madeAt, sink, options }: FileWanted,
): Promise<ExportResult> {
	return await exportTo(format, fromItems(jsonOf(items), { madeAt }), sink, options);
}

function* jsonOf(items: readonly INodeExecutionData[]) {
	for (const { json } of items) yield json;
}

async function storeFile(
	context: IExecuteFunctions,
	index: number,
	write: (file: FileWanted) => Promise<ExportResult>,
): Promise<INodeExecutionData> {
	const format = context.getNodeParameter('format', index, 'xlsx') as ExportFormatKey;
	const field = String(context.getNodeParameter('binaryPropertyName', index, 'data')).trim();
	if (field === '') {
		throw new BankError('invalid-input', 'Put Output File in Field is empty: give it a name', {
			field: 'Put Output File in Field',
		});
	}
	const { extension, mimeType } = exportFormats[format];
	const fileName = fileNameWith(String(context.getNodeParameter('fileName', index, '')), extension);
	// In the workflow's time zone, as the period is: whether the list reaches today is judged by its day.
	const madeAt = localTime(n8nClock.now(), context.getTimezone());
	const sink = new PassThrough();
	// The store drains the sink from the start: whatever is written is on its way to disk at once.
	const stored = settle(context.helpers.prepareBinaryData(sink, fileName, mimeType));
	// A store that gives up without touching the sink would leave the export waiting for ever.
	void stored.then((outcome) => 'error' in outcome && sink.destroy());
	const options = optionsOf(context, index);
	const written = await settle(write({ format, madeAt, sink, options }));
	if ('error' in written) {
		// Also where it failed before it took the sink: nothing else would tell the store to stop waiting.
		sink.destroy();
		await stored;
		throw written.error;
	}
	const binary = await stored;
	if ('error' in binary) throw notStored(binary.error);
	return {
		json: { fileName, ...written.value },
		binary: { [field]: binary.value },
		pairedItem: { item: index },
	};
}

const notStored = (cause: unknown) =>
	new BankError('storage-failed', "The file could not be put into n8n's store for files", {
		cause,
	});

function fileNameWith(name: string, extension: string): string {
	const wanted = name.trim() === '' ? 'bank-export' : name.trim();
	const ending = `.${extension}`;
	return wanted.toLowerCase().endsWith(ending) ? wanted : `${wanted}${ending}`;
}

function optionsOf(context: IExecuteFunctions, index: number): ExportOptions {
	const signal = context.getExecutionCancelSignal();
	const { columns, ...options } = context.getNodeParameter('options', index, {}) as ExportOptions;
	return {
		...options,
		...(columns === undefined || columns.length === 0 ? {} : { columns }),
		...(signal === undefined ? {} : { signal }),
	};
}
