/** Run as a process of its own: adds to one counter in a file store, round by round. */
import { systemClock } from '../../../lib/http/clock';
import { createFileStore } from '../../../lib/store/file';

const [path = '', rounds = '0'] = process.argv.slice(2);
const store = createFileStore({ path, clock: systemClock });

async function count(): Promise<void> {
	for (let done = 0; done < Number(rounds); ) {
		const seen = await store.get('counter');
		if (await store.compareAndSet('counter', seen, String(Number(seen ?? 0) + 1))) done += 1;
	}
}

void count();
