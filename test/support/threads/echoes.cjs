/** A thread that answers with its job, or, where it is told to wait, with what comes next. */
const { parentPort } = require('node:worker_threads');

parentPort.once('message', (job) => {
	if (job !== 'wait') parentPort.postMessage({ value: job });
	else parentPort.once('message', (message) => parentPort.postMessage({ value: { message } }));
});
