import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { threadLimits } from '../../lib/thread/start';
import type { PrebuiltBank } from '../bank/prebuilt';
import { readByClient } from './client';

/** Reads in a thread like that of an export straight from the bank. `file`: this bench, compiled. */
export async function readInThread(bank: PrebuiltBank, file: string): Promise<number> {
	const worker = new Worker('require(require("node:worker_threads").workerData.file).inThread()', {
		eval: true,
		workerData: { file, bank },
		resourceLimits: threadLimits,
	});
	const [rows] = (await once(worker, 'message')) as [number];
	await worker.terminate();
	return rows;
}

/** In that thread. */
export async function inThread(): Promise<void> {
	const { bank } = workerData as { readonly bank: PrebuiltBank };
	parentPort?.postMessage(await readByClient(bank));
}
