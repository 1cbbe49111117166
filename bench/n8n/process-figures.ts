import { readFileSync, writeFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processor time of all its threads so far: what the machine's other work hardly changes. */
export function cpuSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Linux only: what the kernel says of a process' resident memory, in MB. */
export function residentMegabytes(pid: number, which: 'now' | 'peak'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const name = which === 'now' ? 'VmRSS' : 'VmHWM';
	const [, kibibytes = ''] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
	return (Number(kibibytes) * 1024) / 1e6;
}

/** Lets the peak start anew: what n8n needed to start is not counted. */
export function resetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
