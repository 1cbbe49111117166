import { PassThrough } from 'node:stream';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { BookingStatus } from '../../lib/banks/profile';
import { BankError } from '../../lib/errors';
import {
	exportFormats,
	exportTo,
	fromItems,
	type ExportAccount,
	type ExportFormatKey,
	type ExportOptions,
	type ExportSource,
} from '../../lib/export';
import { pickBalances } from '../../lib/models/balance';
import { toAccountItem, toBalanceItem, toTransactionItem } from '../../lib/models/items';
import { n8nClock } from '../../lib/n8n/clock';
import { settle } from '../../lib/outcome';
import { eachAccount } from '../shared/account-choice';
import { localTime } from '../shared/local-time';
import { distinctItems } from '../shared/distinct-items';
import { callFor, failedItem, type OperationCall } from '../shared/operation';
import { readPeriod } from '../shared/read-period';

/** One file of all items, or one straight from the bank for each item. */
export async function runExport(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isFromBank = context.getNodeParameter('source', 0, 'items') === 'bank';
	const items = context.getInputData();
	const output: INodeExecutionData[] = [];
	for (const index of isFromBank ? distinctItems(context) : [0]) {
		const outcome = await settle(
			writeFile(context, index, () =>
				isFromBank ? sourceFromBank(context, index) : sourceFromItems(context, items),
			),
		);
		output.push('value' in outcome ? outcome.value : failedItem(context, outcome.error, index));
	}
	return [output];
}

async function sourceFromItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<ExportSource> {
	return fromItems(jsonOf(items), { madeAt: madeAt(context) });
}

function* jsonOf(items: readonly INodeExecutionData[]) {
	for (const { json } of items) yield json;
}

/** In the workflow's time zone, as the period is: whether the list reaches today is judged by its day. */
const madeAt = (context: IExecuteFunctions) => localTime(n8nClock.now(), context.getTimezone());

async function sourceFromBank(context: IExecuteFunctions, index: number): Promise<ExportSource> {
	const call = await callFor(context, index);
	const period = readPeriod(call);
	return {
		madeAt: madeAt(context),
		bank: call.bank.name,
		period: { from: period.dateFrom, to: period.dateTo },
		accounts: accountsFromBank(call, {
			...period,
			bookingStatus: call.parameter<BookingStatus>('bookingStatus', 'booked'),
		}),
	};
}

/** Pulled by the writer: the next page is asked for when the last one is written. */
const accountsFromBank = (
	call: OperationCall,
	listing: Parameters<OperationCall['client']['transactions']>[1],
): AsyncGenerator<ExportAccount> =>
	eachAccount(call, async function* (account) {
		const balances = await call.client.balances(account);
		const picked = pickBalances(balances, account.currency);
		yield {
			account: toAccountItem(account, { bank: call.bank.id }),
			balances: balances.map((balance) => toBalanceItem(balance, { account, picked })),
			transactions: pages(call, account, listing),
		};
	});

async function* pages(
	call: OperationCall,
	account: Parameters<OperationCall['client']['transactions']>[0] & { readonly id: string },
	listing: Parameters<OperationCall['client']['transactions']>[1],
) {
	for await (const transactions of call.client.transactions(account, listing)) {
		yield transactions.map((one) => toTransactionItem(one, { account }));
	}
}

async function writeFile(
	context: IExecuteFunctions,
	index: number,
	openSource: () => Promise<ExportSource>,
): Promise<INodeExecutionData> {
	const key = context.getNodeParameter('format', index, 'xlsx') as ExportFormatKey;
	const field = String(context.getNodeParameter('binaryPropertyName', index, 'data')).trim();
	if (field === '') {
		throw new BankError('invalid-input', 'Put Output File in Field is empty: give it a name', {
			field: 'Put Output File in Field',
		});
	}
	const format = exportFormats[key];
	const fileName = fileNameWith(String(context.getNodeParameter('fileName', index, '')), format);
	const source = await openSource();
	const sink = new PassThrough();
	// The store drains the sink from the start: whatever is written is on its way to disk at once.
	const stored = settle(context.helpers.prepareBinaryData(sink, fileName, format.mimeType));
	// A store that gives up without touching the sink would leave the export waiting for ever.
	void stored.then((outcome) => 'error' in outcome && sink.destroy());
	const written = await settle(exportTo(key, source, sink, optionsOf(context, index)));
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

function fileNameWith(name: string, { extension }: { readonly extension: string }): string {
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
