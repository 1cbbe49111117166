import type { PrebuiltBank } from '../bank/prebuilt';
import { median } from '../results';

export interface Sample {
	readonly what: string;
	readonly rows: number;
	readonly seconds: number;
	/** All threads of the process: also the garbage collector and the compiler. */
	readonly cpuSeconds: number;
	/** The thread that our code runs on. */
	readonly threadSeconds: number;
	/** Peak resident memory over what the process held before it read anything. */
	readonly growthMegabytes: number;
	/** What was still in use after a collection, the median of many, where the process lets us collect. */
	readonly liveMegabytes?: number;
}

type Reader = (bank: PrebuiltBank, onPage?: () => void) => Promise<number>;

const readers: Readonly<Record<string, () => Promise<Reader>>> = {
	floor: async () => (await import('./floor')).readByFloor,
	client: async () => (await import('./client')).readByClient,
	'client-thread': async () => {
		const { readInThread } = await import('./in-thread');
		return (bank) => readInThread(bank, process.argv[1] ?? '');
	},
};

const pagesBetweenLooks = 50;

/** One reading of everything the bank has, in this process. */
export async function measure(what: string, bank: PrebuiltBank): Promise<Sample> {
	const reader = await readers[what]?.();
	if (reader === undefined) throw new Error(`There is nothing called ${what} to measure`);
	const live = liveMemory();
	const idle = process.memoryUsage().rss;
	const cpu = process.cpuUsage();
	const thread = process.threadCpuUsage();
	const started = performance.now();
	const rows = await reader(bank, live?.look);
	const seconds = (performance.now() - started) / 1000;
	if (rows !== bank.rows) throw new Error(`${what} read ${rows} rows of ${bank.rows}`);
	const { user, system } = process.cpuUsage(cpu);
	const own = process.threadCpuUsage(thread);
	return {
		what,
		rows,
		seconds,
		cpuSeconds: (user + system) / 1e6,
		threadSeconds: (own.user + own.system) / 1e6,
		growthMegabytes: (process.resourceUsage().maxRSS * 1024 - idle) / 1e6,
		...live?.held(),
	};
}

/** Only under `--expose-gc`: peak memory says how lazily V8 collects, this says what is held. */
function liveMemory() {
	const { gc: collect } = globalThis;
	if (collect === undefined) return undefined;
	let pages = 0;
	const held: number[] = [];
	return {
		look: () => {
			pages += 1;
			if (pages % pagesBetweenLooks !== 0) return;
			void collect();
			const { heapUsed, arrayBuffers } = process.memoryUsage();
			held.push(heapUsed + arrayBuffers);
		},
		held: () => (held.length === 0 ? {} : { liveMegabytes: median(held) / 1e6 }),
	};
}
