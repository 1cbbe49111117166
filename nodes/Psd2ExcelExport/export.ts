import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { exportFormats, exportTo, fromItems, type ExportResult } from '../../lib/export';
import { fileNameOf } from '../../lib/export/file-name';
import { n8nClock } from '../../lib/n8n/clock';
import { intoFileStore } from '../../lib/n8n/file-store';
import { settle, settleSync } from '../../lib/outcome';
import { distinctItems } from '../shared/alike-items';
import { localTime } from '../shared/local-time';
import { failedItem, fieldsOf } from '../shared/operation';
import { exportFromBank } from './from-bank';
import type { FileWanted } from './file-wanted';
import { readFileFields, readSource } from './read-fields';

/** One file of all items, or one straight from the bank for each item. */
export async function runExport(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const output: INodeExecutionData[] = [];
	const source = settleSync(() => readSource(parameterOf(context, 0)));
	if ('error' in source) return [[failedItem(context, source.error, 0)]];
	const isFromBank = source.value === 'bank';
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
	const fields = readFileFields(parameterOf(context, index));
	const { format, binaryField } = fields;
	const { extension, mimeType } = exportFormats[format];
	const fileName = fileNameOf(fields.fileName, extension);
	const signal = context.getExecutionCancelSignal();
	const options = { ...fields.options, ...(signal === undefined ? {} : { signal }) };
	const { timeZone, remark } = fieldsOf(context, index);
	// In the workflow's time zone, as the period is: whether the list reaches today is judged by its day.
	const madeAt = localTime(n8nClock.now(), timeZone);
	const { binary, written } = await intoFileStore({
		store: (sink) => context.helpers.prepareBinaryData(sink, fileName, mimeType),
		write: (sink) => write({ format, madeAt, sink, options }),
	});
	for (const sentence of written.remarks ?? []) remark(sentence);
	return {
		json: { fileName, ...written },
		binary: { [binaryField]: binary },
		pairedItem: { item: index },
	};
}

const parameterOf =
	(context: IExecuteFunctions, index: number) =>
	(name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, index, fallback);
