/**
 * Preloaded into the n8n that is measured: on SIGUSR2 it collects its garbage. What starting n8n has left on the heap
 * would otherwise be counted against whoever runs first, or be reused by whoever runs next.
 */
const { setFlagsFromString } = require('node:v8');
const { isMainThread } = require('node:worker_threads');
const { runInNewContext } = require('node:vm');

if (isMainThread) {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	process.on('SIGUSR2', () => {
		collect();
		collect();
	});
}
