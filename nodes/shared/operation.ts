import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { BankProfile } from '../../lib/profile/profile';
import { BankClient } from '../../lib/client';
import { reachOf, type Reach } from '../../lib/client/too-far-back';
import { BankError } from '../../lib/errors';
import { dateAt } from '../../lib/models/dates';
import { n8nClock } from '../../lib/n8n/clock';
import { toNodeError } from '../../lib/n8n/node-error';
import { redact } from '../../lib/http/redact';
import { settle, settleSync } from '../../lib/outcome';
import { distinctItems } from './alike-items';
import { connection } from './connect';
import { readFlag, readWholeNumber } from './field-values';

/** What the node's fields say for one item. */
export interface ItemFields {
	/** IANA name, from the workflow's settings. */
	readonly timeZone: string;
	/** `YYYY-MM-DD` in that time zone. */
	readonly today: string;
	/** A field of the node for this item. */
	parameter<Value>(name: string, fallback: Value): Value;
	/** A field of its *Options* collection. */
	option<Value>(name: string, fallback: Value): Value;
	/** Says something beside the items, in the editor's output panel. */
	remark(message: string): void;
}

/** What an operation sees: typed values and a client, neither n8n's `this` nor its items. */
export interface OperationCall extends ItemFields {
	readonly bank: BankProfile;
	readonly client: BankClient;
	/** Absent: as far back as the bank has anything. */
	readonly reach?: Reach;
}

/** Gives its items in batches, as the bank's pages come in. */
export type Operation = (call: OperationCall) => AsyncIterable<readonly object[]>;

/** The only loop over items: parameters → operation → paired items. What several items ask for alike is read once. */
export async function runForEachItem(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (const index of distinctItems(context)) {
		const outcome = await settle(runOne(context, operation, index));
		if ('error' in outcome) output.push(failedItem(context, outcome.error, index));
		else for (const item of outcome.value) output.push(item);
	}
	return [output];
}

/** A failure as an item where the user chose to go on; else it is thrown as n8n's error. */
export function failedItem(
	context: IExecuteFunctions,
	cause: unknown,
	index: number,
): INodeExecutionData {
	const error = toNodeError(context.getNode(), cause, index);
	if (!context.continueOnFail()) throw error;
	const { message, description } = error;
	return {
		json: { error: message, ...(typeof description === 'string' && { nextStep: description }) },
		pairedItem: { item: index },
	};
}

async function callFor(context: IExecuteFunctions, index: number): Promise<OperationCall> {
	const connected = await connection(context, index);
	const fields = fieldsOf(context, index);
	const reach = reachOf(connected);
	return {
		...fields,
		bank: connected.bank,
		client: new BankClient({ ...connected, remark: fields.remark }),
		...(reach === undefined ? {} : { reach }),
	};
}

export function fieldsOf(context: IExecuteFunctions, index: number): ItemFields {
	const timeZone = context.getTimezone();
	const today = todayIn(timeZone);
	return {
		timeZone,
		today,
		parameter: (name, fallback) =>
			context.getNodeParameter(name, index, fallback) as typeof fallback,
		option: (name, fallback) =>
			context.getNodeParameter(`options.${name}`, index, fallback) as typeof fallback,
		remark: (message) =>
			context.addExecutionHints({ message, type: 'warning', location: 'outputPane' }),
	};
}

function todayIn(timeZone: string): string {
	const today = settleSync(() => dateAt(n8nClock.now(), timeZone));
	if ('error' in today) {
		throw new BankError('settings-invalid', `There is no time zone ${redact(timeZone)}`, {
			field: 'Timezone',
			nextStep: "Choose the time zone in the workflow's settings",
		});
	}
	if (today.value !== undefined) return today.value;
	throw new BankError('settings-invalid', 'The clock of this server is wrong', {
		nextStep: "Set the server's clock",
	});
}

async function runOne(
	context: IExecuteFunctions,
	operation: Operation,
	index: number,
): Promise<readonly INodeExecutionData[]> {
	const limit = readLimit(context, index);
	const call = await callFor(context, index);
	const items: INodeExecutionData[] = [];
	for await (const batch of operation(call)) {
		for (const json of batch) {
			items.push({ json: json as IDataObject, pairedItem: { item: index } });
			if (items.length === limit) return items;
		}
	}
	return items;
}

function readLimit(context: IExecuteFunctions, index: number): number {
	const returnAll: unknown = context.getNodeParameter('returnAll', index, true);
	if (readFlag('Return All', returnAll, true)) return Infinity;
	return readWholeNumber('Limit', context.getNodeParameter('limit', index, 50));
}
