import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { settle } from '../outcome';
import { Caller, type Offered } from './calls';
import { carry } from './carried';

/** In the thread: does the job that `runInThread` gives it. */
export async function doJob<Job, Offer extends Offered>(
	work: (job: Job, calls: Caller<Offer>, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
	if (parentPort === null) return;
	const calls = new Caller<Offer>(workerData as MessagePort);
	const stop = new AbortController();
	parentPort.on('message', (message) => {
		if (message === 'stop') stop.abort();
	});
	const [job] = (await once(parentPort, 'message')) as [Job];
	parentPort.postMessage(carry(await settle(work(job, calls, stop.signal))));
}
