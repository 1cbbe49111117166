/** A thread that answers with its job, or, where it is stopped first, with that. */
const { parentPort, workerData } = require('node:worker_threads');

parentPort.once('message', (message) => parentPort.postMessage({ value: { message } }));
if (workerData.job !== 'wait') parentPort.postMessage({ value: workerData.job });
