import { middle, origin, ratio, show, table, type Results, type Taken } from './samples';

const whole = (count: number) => count.toLocaleString('en');

function different<Sample, Value>(
	taken: Taken<Sample> | undefined,
	of: (sample: Sample) => Value,
): readonly Value[] {
	return [...new Set((taken?.samples ?? []).map(of))];
}

/** The median of one figure, of the row's own name unless `of` says another. */
type Figure<Sample> = (
	read: (sample: Sample) => number | undefined,
	of?: string,
) => number | undefined;

/** One row of figures for each size and each thing that was measured. */
function bySize<Sample extends { readonly rows: number }>(
	taken: Taken<Sample> | undefined,
	nameOf: (sample: Sample) => string,
	head: readonly string[],
	cells: (figure: Figure<Sample>) => readonly string[],
): string {
	const sizes = [...different(taken, ({ rows }) => rows)].sort((one, other) => one - other);
	const rows = sizes.flatMap((size) =>
		different(taken, nameOf).flatMap((name) => {
			const count = (taken?.samples ?? []).filter(
				(sample) => sample.rows === size && nameOf(sample) === name,
			).length;
			if (count === 0) return [];
			const figure = (read: (sample: Sample) => number | undefined, of = name) =>
				middle(taken, (sample) => sample.rows === size && nameOf(sample) === of, read);
			const seconds = figure((sample) =>
				'seconds' in sample ? Number(sample.seconds) : undefined,
			);
			return [
				[
					whole(size),
					name,
					show(seconds, 2),
					seconds === undefined ? '' : whole(Math.round(size / seconds)),
					...cells(figure),
					String(count),
				],
			];
		}),
	);
	return `${origin(taken)}\n\n${table(['transactions', 'what', 's', 'rows/s', ...head, 'samples'], rows)}`;
}

export function n8nTable(taken: Results['n8n']): string {
	const head = [
		'× floor',
		'× built-in',
		'processor s',
		'growth MB',
		'calls',
		'connections',
		'health ms, median',
		'longest',
	];
	return bySize(
		taken,
		({ way }) => way,
		head,
		(figure) => {
			const seconds = figure((sample) => sample.seconds);
			const over = (way: string) =>
				ratio(
					seconds,
					figure((sample) => sample.seconds, way),
				);
			const own = (read: (sample: N8nRun) => number) =>
				figure((sample) => ('health' in sample ? read(sample) : undefined));
			return [
				show(over('floor'), 2),
				blank(over('built-in'), 2),
				blank(
					own(({ cpuSeconds }) => cpuSeconds),
					1,
				),
				show(figure((sample) => sample.growthMegabytes)),
				blank(own(({ calls }) => calls)),
				blank(own(({ connections }) => connections)),
				blank(own(({ health }) => health.median)),
				blank(own(({ health }) => health.longest)),
			];
		},
	);
}

type N8nRun = Extract<NonNullable<Results['n8n']>['samples'][number], { readonly health: unknown }>;

const blank = (figure: number | undefined, digits = 0) =>
	figure === undefined || Number.isNaN(figure) ? '' : show(figure, digits);

interface Cost {
	readonly seconds: number;
	readonly cpuSeconds: number;
	readonly growthMegabytes: number;
}

const costHead = ['× floor', 'processor s', 'growth MB'] as const;

/** The cells under `costHead`. */
const costs = <Sample extends Cost>(figure: Figure<Sample>): readonly string[] => [
	show(
		ratio(
			figure(({ seconds }) => seconds),
			figure(({ seconds }) => seconds, 'floor'),
		),
		2,
	),
	show(
		figure(({ cpuSeconds }) => cpuSeconds),
		2,
	),
	show(figure(({ growthMegabytes }) => growthMegabytes)),
];

export const clientTable = (taken: Results['client']): string =>
	bySize(
		taken,
		({ what }) => what,
		[...costHead, 'live MB'],
		(figure) => [...costs(figure), blank(figure(({ liveMegabytes }) => liveMegabytes))],
	);

export const exportTable = (taken: Results['export']): string =>
	bySize(
		taken,
		({ what }) => what,
		[...costHead, 'file MB', 'blocked ms'],
		(figure) => [
			...costs(figure),
			show(
				figure(({ fileMegabytes }) => fileMegabytes),
				1,
			),
			show(figure(({ longestBlockMs }) => longestBlockMs)),
		],
	);

export function connectionsTable(taken: Results['connections']): string {
	const perPage = (line: string, way: string) =>
		middle(
			taken,
			(sample) => sample.line === line && sample.way === way,
			({ seconds, pages }) => (seconds / pages) * 1000,
		);
	const opened = (line: string, way: string) =>
		middle(
			taken,
			(sample) => sample.line === line && sample.way === way,
			({ connections }) => connections,
		);
	const rows = different(taken, ({ line }) => line).map((line) => [
		line,
		show(perPage(line, 'helper'), 1),
		show(perPage(line, 'kept'), 1),
		show(ratio(perPage(line, 'helper'), perPage(line, 'kept')), 2),
		`${show(opened(line, 'helper'))} → ${show(opened(line, 'kept'))}`,
	]);
	const head = [
		'line, 20 ms a round trip',
		"n8n's helper, ms a page",
		'kept, ms a page',
		'×',
		'connections',
	];
	return `${origin(taken)}\n\n${table(head, rows)}`;
}

export function packageTable(taken: Results['package']): string {
	const rows = different(taken, ({ what }) => what).map((what) => [
		what,
		blank(
			middle(
				taken,
				(sample) => sample.what === what,
				({ milliseconds }) => milliseconds,
			),
		),
		blank(
			middle(
				taken,
				(sample) => sample.what === what,
				({ megabytes }) => megabytes,
			),
			2,
		),
	]);
	return `${origin(taken)}\n\n${table(['what', 'ms to load', 'MB'], rows)}`;
}

export function loginTable(taken: Results['login']): string {
	const waits = (taken?.samples ?? []).map(({ ms }) => ms).sort((one, other) => one - other);
	const rows = [
		[
			'median',
			show(
				middle(
					taken,
					() => true,
					({ ms }) => ms,
				),
			),
		],
		['longest', show(waits.at(-1))],
		['poll interval of the bank', show(taken?.samples[0]?.pollMs)],
	];
	return `${origin(taken)}\n\n${table([`from the approval to the workflow, ${waits.length} logins`, 'ms'], rows)}`;
}
