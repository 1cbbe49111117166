import type { PrebuiltBank } from '../bank/prebuilt';

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
}

const readers: Readonly<Record<string, () => Promise<(bank: PrebuiltBank) => Promise<number>>>> = {
	floor: async () => (await import('./floor')).readByFloor,
	client: async () => (await import('./client')).readByClient,
};

/** One reading of everything the bank has, in this process. */
export async function measure(what: string, bank: PrebuiltBank): Promise<Sample> {
	const reader = await readers[what]?.();
	if (reader === undefined) throw new Error(`There is nothing called ${what} to measure`);
	const idle = process.memoryUsage().rss;
	const cpu = process.cpuUsage();
	const thread = process.threadCpuUsage();
	const started = performance.now();
	const rows = await reader(bank);
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
	};
}
