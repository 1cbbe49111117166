/** Run as a process of its own: is killed while it holds the lock of a key in a file store. */
import { systemClock } from '../../../lib/http/clock';
import { createFileStore } from '../../../lib/store/file';
import { realFiles } from '../../../lib/store/replace-file';

const [path = ''] = process.argv.slice(2);
const files: typeof realFiles = {
	...realFiles,
	open: async (...parameters) => {
		const handle = await realFiles.open(...parameters);
		process.kill(process.pid, 'SIGKILL');
		return handle;
	},
};

void createFileStore({ path, clock: systemClock, files }).set('a', '1');
