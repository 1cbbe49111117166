import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { settle } from '../outcome';
import { Caller, type Offered } from './calls';
import { carry } from './carried';

/** In the thread: does the job that `runInThread` gave it. */
export async function doJob<Job, Offer extends Offered>(
	work: (job: Job, calls: Caller<Offer>, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
	const { job, calls } = workerData as { readonly job: Job; readonly calls: MessagePort };
	const stop = new AbortController();
	parentPort?.once('message', () => stop.abort());
	const outcome = await settle(work(job, new Caller<Offer>(calls), stop.signal));
	parentPort?.postMessage(carry(outcome));
}
