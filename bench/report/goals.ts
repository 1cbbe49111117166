import { median } from '../results';
import { middle, plus, ratio, show, table, type Results } from './samples';

interface Goal {
	readonly goal: string;
	readonly measured: string;
	/** `undefined`: not taken. */
	readonly met: boolean | undefined;
}

const atMost = (figure: number | undefined, limit: number) =>
	figure === undefined ? undefined : figure <= limit;
const atLeast = (figure: number | undefined, limit: number) =>
	figure === undefined ? undefined : figure >= limit;

export function goals(results: Results): string {
	const rows = [
		...ofN8n(results),
		...ofClient(results),
		...ofPackage(results),
		...ofLogin(results),
	];
	return table(
		['goal', 'measured', 'met'],
		rows.map(({ goal, measured, met }) => [
			goal,
			measured,
			met === undefined ? '–' : met ? 'yes' : '**no**',
		]),
	);
}

function ofN8n({ n8n }: Results): readonly Goal[] {
	const of = (way: string, rows: number, figure: 'growthMegabytes') =>
		middle(
			n8n,
			(sample) => sample.way === way && near(sample.rows, rows),
			(sample) => sample[figure],
		);
	const figures = (way: string, rows: number, figure: 'seconds' | 'growthMegabytes') =>
		(n8n?.samples ?? [])
			.filter((sample) => sample.way === way && near(sample.rows, rows))
			.map((sample) => sample[figure]);
	/** Of samples taken in turn: how busy the machine is changes between runs more than within one. */
	const inTurn = (
		one: string,
		other: string,
		rows: number,
		figure: 'seconds' | 'growthMegabytes',
	) => {
		const others = figures(other, rows, figure);
		const ratios = figures(one, rows, figure).map((mine, run) => ratio(mine, others[run]));
		const known = ratios.filter((each) => each !== undefined);
		return known.length === 0 ? undefined : median(known);
	};
	const faster = inTurn('built-in', 'straight', 1e5, 'seconds');
	const lighter = inTurn('built-in', 'straight', 1e5, 'growthMegabytes');
	const growth = of('straight', 1e6, 'growthMegabytes');
	const overFloor = inTurn('straight', 'floor', 1e6, 'seconds');
	const slowest = middle(
		n8n,
		(sample) => sample.way === 'straight',
		(sample) => ('health' in sample ? sample.health.longest : undefined),
	);
	return [
		{
			goal: '100,000 from the bank to Excel in n8n: ≥ 4 × faster than the built-in path',
			measured: show(faster, 1, ' ×'),
			met: atLeast(faster, 4),
		},
		{
			goal: '… with ≤ 1/5 of its memory growth',
			measured: lighter === undefined ? 'not taken' : `1/${lighter.toFixed(1)}`,
			met: atLeast(lighter, 5),
		},
		{
			goal: '1,000,000 to Excel in n8n: ≤ 256 MB growth over idle',
			measured: show(growth, 0, ' MB'),
			met: atMost(growth, 256),
		},
		{
			goal: '… in ≤ 2 × the floor (fetch, then XML and zlib)',
			measured: show(overFloor, 2, ' ×'),
			met: atMost(overFloor, 2),
		},
		{
			goal: "n8n's health endpoint answers within 200 ms during an export (median of the longest of each run)",
			measured: show(slowest, 0, ' ms'),
			met: atMost(slowest, 200),
		},
	];
}

function ofClient({ client }: Results): readonly Goal[] {
	const of = (
		what: string,
		rows: number,
		figure: 'seconds' | 'growthMegabytes' | 'liveMegabytes',
	) =>
		middle(
			client,
			(sample) => sample.what === what && near(sample.rows, rows),
			(sample) => sample[figure],
		);
	const overFloor = ratio(of('client', 1e5, 'seconds'), of('floor', 1e5, 'seconds'));
	const both = (what: string, figure: 'growthMegabytes' | 'liveMegabytes') =>
		[of(what, 2e5, figure), of(what, 1e6, figure)] as const;
	const [small, large] = both('client-live', 'liveMegabytes');
	const [peak, peakOfAll] = both('client-thread', 'growthMegabytes');
	return [
		{
			goal: 'client at 100,000: ≤ 2 × the floor (fetch and JSON.parse)',
			measured: show(overFloor, 2, ' ×'),
			met: atMost(overFloor, 2),
		},
		{
			goal: "client's memory flat from 200,000 to 1,000,000 (what it holds, by the median of many collections)",
			measured:
				`${show(small)} MB → ${show(large)} MB; ` +
				`resident at the peak +${show(peak)} MB → +${show(peakOfAll)} MB in a thread as the export has it`,
			met: atMost(ratio(large, small), 1.25),
		},
	];
}

function ofPackage({ package: packed }: Results): readonly Goal[] {
	const milliseconds = (what: string) =>
		middle(
			packed,
			(sample) => sample.what === what,
			(sample) => sample.milliseconds,
		);
	const alone = milliseconds('n8n-workflow');
	const more = plus(milliseconds('with the package'), alone === undefined ? undefined : -alone);
	const megabytes = middle(
		packed,
		(sample) => sample.what === 'tarball',
		(sample) => sample.megabytes,
	);
	return [
		{
			goal: 'all nodes and credentials load in < 100 ms more than n8n-workflow alone',
			measured: show(more, 0, ' ms'),
			met: atMost(more, 100),
		},
		{
			goal: 'tarball < 3 MB',
			measured: show(megabytes, 2, ' MB'),
			met: atMost(megabytes, 3),
		},
	];
}

function ofLogin({ login }: Results): readonly Goal[] {
	const samples = login?.samples ?? [];
	const longest = samples.length === 0 ? undefined : Math.max(...samples.map(({ ms }) => ms));
	const allowed = (samples[0]?.pollMs ?? 0) + 500;
	return [
		{
			goal: "from the approval on the phone to the workflow: ≤ the bank's poll interval + 500 ms",
			measured: `${show(longest, 0, ' ms')} at the longest`,
			met: atMost(longest, allowed),
		},
	];
}

/** Banks round: an account gets a row more or less. */
const near = (rows: number, wanted: number) => Math.abs(rows - wanted) < wanted / 100;
