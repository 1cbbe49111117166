import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import { exportFormats, exportTo, type ExportFormatKey } from '../../lib/export';
import { generatedSource, transaction } from './generated';

export interface Sample {
	readonly what: string;
	readonly rows: number;
	readonly seconds: number;
	/** Processor time of all threads: what the machine's other work doesn't change. */
	readonly cpuSeconds: number;
	/** Of that, the main thread: what n8n's own work has to wait for. */
	readonly mainThreadSeconds: number;
	readonly growthMegabytes: number;
	readonly fileMegabytes: number;
	/** Longest time the event loop didn't turn, ms. */
	readonly longestBlockMs: number;
}

export const compressionLevel = 1;
const chunkLength = 64 * 1024;

/** Runs one export in this process, which must be fresh. */
export async function measure(what: string, rows: number, file: string): Promise<Sample> {
	const idle = process.memoryUsage.rss();
	const blocks = watchEventLoop();
	const cpu = process.cpuUsage();
	const thread = process.threadCpuUsage();
	const started = performance.now();
	await (what === 'floor' ? floor(rows, file) : exported(what, rows, file));
	const seconds = (performance.now() - started) / 1000;
	const longestBlockMs = blocks.stop();
	const { user, system } = process.cpuUsage(cpu);
	const main = process.threadCpuUsage(thread);
	const peak = process.resourceUsage().maxRSS * 1024;
	const { size } = await stat(file);
	return {
		what,
		rows,
		seconds,
		cpuSeconds: (user + system) / 1e6,
		mainThreadSeconds: (main.user + main.system) / 1e6,
		growthMegabytes: (peak - idle) / 1e6,
		fileMegabytes: size / 1e6,
		longestBlockMs,
	};
}

async function exported(format: string, rows: number, file: string): Promise<void> {
	const source = generatedSource(rows);
	const sink = createWriteStream(file);
	// Not through `exportTo`: the bundle that runs this has no file of its own to load lazily.
	if (format === 'xlsx') {
		const { writeWorkbook } = await import('../../lib/export/excel');
		await writeWorkbook(source, sink, { compressionLevel });
	} else if (format in exportFormats) {
		await exportTo(format as ExportFormatKey, source, sink);
	} else {
		throw new Error(`There is no format "${format}".`);
	}
}

/** The same rows with nothing checked, escaped, summed or styled. */
async function floor(rows: number, file: string): Promise<void> {
	const xml = Readable.from(floorXml(rows), { highWaterMark: 4 });
	await pipeline(xml, createDeflateRaw({ level: compressionLevel }), createWriteStream(file));
}

function* floorXml(rows: number): Generator<Buffer> {
	let chunk = '';
	for (let index = 0; index < rows; index += 1) {
		const row = transaction(index);
		const number = index + 2;
		chunk +=
			`<row r="${number}"><c r="A${number}" s="1"><v>45000</v></c><c r="B${number}" s="1"><v>45000</v></c>` +
			`${cell('C', number, row.text)}${cell('D', number, row.counterpartyName)}` +
			`${cell('E', number, row.counterpartyIban)}${cell('F', number, row.reference)}` +
			`<c r="G${number}" s="2"><v>${row.amount}</v></c>${cell('H', number, row.currency)}` +
			`<c r="I${number}" s="2"><v>${row.amount}</v></c>${cell('J', number, row.status)}` +
			`${cell('K', number, row.bankId)}${cell('L', number, row.id)}</row>`;
		if (chunk.length >= chunkLength) {
			yield Buffer.from(chunk);
			chunk = '';
		}
	}
	yield Buffer.from(chunk);
}

const cell = (letter: string, number: number, text: string | undefined): string =>
	`<c r="${letter}${number}" s="3" t="inlineStr"><is><t>${text}</t></is></c>`;

function watchEventLoop() {
	let last = performance.now();
	let longest = 0;
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last - 5);
		last = now;
	}, 5);
	return {
		stop: () => {
			clearInterval(timer);
			return longest;
		},
	};
}
