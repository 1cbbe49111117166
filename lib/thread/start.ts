import { MessageChannel, Worker, type ResourceLimits } from 'node:worker_threads';
import { BankError } from '../errors';
import { cancelled } from '../http/subject';
import { errorCode, settle } from '../outcome';
import { offer, type Offered } from './calls';
import { unpack, type Carried } from './carried';

export interface ThreadOptions {
	/** Path of the file that calls `doJob`. */
	readonly file: string;
	/** Gives the job while the thread starts. */
	readonly prepare: () => Promise<Prepared>;
	readonly signal?: AbortSignal | undefined;
	/** Only tests want less than `threadLimits`. */
	readonly limits?: ResourceLimits;
	/** How long a job that is stopped may take to end. Default 10 s: enough to record what was on its way. */
	readonly patienceMs?: number;
}

export interface Prepared {
	/** A structured clone of it goes over. */
	readonly job: unknown;
	/** What the thread may call here. */
	readonly offered: Offered;
}

/**
 * New objects: room for a few pages of rows, which are dead before the next ones come; more would only be kept and
 * less be copied more often (docs/benchmarks.md). Old ones: far more than the largest answer that is read (64 MiB) and
 * what comes of it; what needs more ends the thread and not n8n. Below 2 GiB V8 collects twice as eagerly.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 2048 } as const;

/**
 * Does a job in a thread of its own, so that neither its work nor its garbage keeps this one from answering.
 * Rejects with what preparing or the job rejected with. A signal stops the job, which then ends by itself; one that
 * doesn't is ended.
 */
export async function runInThread({
	file,
	prepare,
	signal,
	limits = threadLimits,
	patienceMs = 10_000,
}: ThreadOptions): Promise<unknown> {
	const { port1: here, port2: there } = new MessageChannel();
	const worker = new Worker(file, {
		workerData: there,
		transferList: [there],
		resourceLimits: limits,
	});
	const ended = settle(endOf(worker));
	let isAtWork = false;
	const work = async () => {
		const { job, offered } = await prepare();
		offer(here, offered);
		worker.postMessage(job);
		isAtWork = true;
		if (signal?.aborted === true) worker.postMessage('stop');
		return await ended;
	};
	let timer: NodeJS.Timeout | undefined;
	let stop = () => undefined as void;
	const overdue = new Promise<never>((_resolve, reject) => {
		stop = () => {
			// Before its job it would take this for it.
			if (isAtWork) worker.postMessage('stop');
			timer = setTimeout(() => reject(cancelled()), patienceMs);
		};
	});
	signal?.addEventListener('abort', stop);
	if (signal?.aborted === true) stop();
	const outcome = await settle(Promise.race([work(), ended, overdue]));
	clearTimeout(timer);
	signal?.removeEventListener('abort', stop);
	await worker.terminate();
	here.close();
	if ('error' in outcome) throw outcome.error;
	if ('error' in outcome.value) throw outcome.value.error;
	return unpack(outcome.value.value);
}

const endOf = (worker: Worker) =>
	new Promise<Carried>((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', (cause) => reject(endedWith(cause)));
		worker.once('exit', () => reject(broken()));
	});

const broken = (cause?: Error) =>
	new BankError('storage-failed', 'The thread that made the file ended before it was done.', {
		nextStep: 'Run the workflow again; report it if it happens again.',
		...(cause === undefined ? {} : { cause }),
	});

function endedWith(cause: Error): BankError {
	if (errorCode(cause) !== 'ERR_WORKER_OUT_OF_MEMORY') return broken(cause);
	return new BankError('storage-failed', 'There was not enough memory to make the file.', {
		nextStep: 'Ask for a shorter period or fewer accounts, or give n8n more memory.',
		cause,
	});
}
