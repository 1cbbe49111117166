import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionEntry } from '../../scripts/n8n/api';
import type { OpenBank } from '../bank/open';
import { cpuSeconds, residentMegabytes, resetPeak } from './process-figures';
import type { RunningN8n, Stage } from './stage';
import { trigger, type Way } from './workflows';

export interface Sample {
	readonly way: Way;
	readonly rows: number;
	/** From n8n's own start of the execution to its end. Absent: it did not succeed. */
	readonly seconds?: number;
	readonly status: string;
	/** Of the n8n process, all threads. */
	readonly cpuSeconds: number;
	readonly idleMegabytes: number;
	/** Peak resident memory of the n8n process during the run over what it held when idle before. */
	readonly growthMegabytes: number;
	/** Asked of the bank during the run. */
	readonly calls: number;
	readonly connections: number;
	/** Of n8n's `/healthz` while the run lasted, ms. */
	readonly health: { readonly median: number; readonly longest: number; readonly asked: number };
}

const settleMs = 4_000;
const collectMs = 1_500;
const patienceMs = 15 * 60_000;

/** One run of a workflow in an n8n process that has done nothing before. */
export async function takeSample(
	stage: Stage,
	{ bank, counters }: OpenBank,
	way: Way,
): Promise<Sample> {
	const n8n = await stage.start();
	try {
		return await measureRun(n8n, stage.workflowIds[way], { bank, counters }, way);
	} finally {
		await n8n.stop();
	}
}

async function measureRun(
	n8n: RunningN8n,
	workflowId: string,
	{ bank, counters }: Pick<OpenBank, 'bank' | 'counters'>,
	way: Way,
): Promise<Sample> {
	await pause(settleMs);
	process.kill(n8n.pid, 'SIGUSR2');
	await pause(collectMs);
	const before = await counters();
	resetPeak(n8n.pid);
	const idleMegabytes = residentMegabytes(n8n.pid, 'now');
	const cpuBefore = cpuSeconds(n8n.pid);
	const run = { over: false };
	const health = watchHealth(n8n.url, run);
	await n8n.api.run(workflowId, trigger);
	const entry = await endOf(n8n, workflowId).finally(() => (run.over = true));
	const growthMegabytes = residentMegabytes(n8n.pid, 'peak') - idleMegabytes;
	const cpu = cpuSeconds(n8n.pid) - cpuBefore;
	const after = await counters();
	const answered = await health;
	return {
		way,
		rows: bank.rows,
		...(entry.status === 'success' ? { seconds: secondsOf(entry) } : {}),
		status: entry.status,
		cpuSeconds: cpu,
		idleMegabytes,
		growthMegabytes,
		calls: after.calls - before.calls,
		connections: after.connections - before.connections,
		health: answered,
	};
}

const secondsOf = ({ startedAt, stoppedAt }: ExecutionEntry) =>
	(Date.parse(stoppedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;

/** By the list of executions: reading the execution itself would load what went through it. */
async function endOf(n8n: RunningN8n, workflowId: string): Promise<ExecutionEntry> {
	const giveUpAt = Date.now() + patienceMs;
	for (;;) {
		await pause(500);
		const [entry] = await n8n.api.executionList(workflowId).catch(() => []);
		if (entry !== undefined && !['new', 'running', 'waiting'].includes(entry.status)) return entry;
		if (Date.now() > giveUpAt) throw new Error('n8n did not come to the end of the workflow');
	}
}

async function watchHealth(
	url: string,
	run: { readonly over: boolean },
): Promise<Sample['health']> {
	const answers: number[] = [];
	let asked = performance.now();
	while (!run.over) {
		const answered = await fetch(`${url}/healthz`).then(
			(answer) => answer.ok,
			() => false,
		);
		// A kept connection that n8n has given up meanwhile: the time goes on until it answers.
		if (!answered) {
			await pause(5);
			continue;
		}
		answers.push(performance.now() - asked);
		await pause(50);
		asked = performance.now();
	}
	answers.sort((one, other) => one - other);
	return {
		median: answers[Math.floor(answers.length / 2)] ?? Number.NaN,
		longest: answers.at(-1) ?? Number.NaN,
		asked: answers.length,
	};
}
