import type { Sample as ClientSample } from '../client/measure';
import type { Sample as ExportSample } from '../export/measure';
import type { FloorSample } from '../n8n/floor';
import type { Sample as N8nSample } from '../n8n/sample';
import { median } from '../results';

/** A file of bench/results. */
export interface Taken<Sample> {
	readonly taken: string;
	readonly commit: string;
	readonly machine: {
		readonly cores: number;
		readonly memoryGigabytes: number;
		readonly node: string;
	};
	readonly samples: readonly Sample[];
}

export interface ConnectionSample {
	readonly line: string;
	readonly way: string;
	readonly seconds: number;
	readonly pages: number;
	readonly connections: number;
}

export interface PackageSample {
	readonly what: string;
	readonly milliseconds?: number;
	readonly megabytes?: number;
}

export interface LoginSample {
	/** From the approval to the start of the workflow. */
	readonly ms: number;
	readonly pollMs: number;
}

export interface Results {
	readonly n8n: Taken<N8nSample | FloorSample> | undefined;
	readonly client: Taken<ClientSample> | undefined;
	readonly export: Taken<ExportSample> | undefined;
	readonly connections: Taken<ConnectionSample> | undefined;
	readonly package: Taken<PackageSample> | undefined;
	readonly login: Taken<LoginSample> | undefined;
}

/** The median of one figure of the samples that fit; `undefined` where there is none. */
export function middle<Sample>(
	taken: Taken<Sample> | undefined,
	fits: (sample: Sample) => boolean,
	figure: (sample: Sample) => number | undefined,
): number | undefined {
	const figures = (taken?.samples ?? []).filter(fits).map(figure);
	const known = figures.filter((one): one is number => Number.isFinite(one));
	return known.length === 0 ? undefined : median(known);
}

export const ratio = (one: number | undefined, other: number | undefined): number | undefined =>
	one === undefined || other === undefined ? undefined : one / other;

export const plus = (one: number | undefined, other: number | undefined): number | undefined =>
	one === undefined || other === undefined ? undefined : one + other;

export const show = (figure: number | undefined, digits = 0, unit = ''): string =>
	figure === undefined ? 'not taken' : `${figure.toFixed(digits)}${unit}`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Which commit on what machine, without its name. */
export const origin = (taken: Taken<unknown> | undefined): string =>
	taken === undefined
		? '_Not taken yet._'
		: `Commit ${taken.commit}, ${taken.taken.slice(0, 16).replace('T', ' ')} UTC, ${taken.machine.cores} cores, ` +
			`${taken.machine.memoryGigabytes} GB, Node ${taken.machine.node}.`;
