/** Run as a process of its own: writes records to an audit log. */
import { createFileSink } from '../../../lib/audit/file-sink';
import { systemClock } from '../../../lib/http/clock';

const [path = '', key = '', count = '0'] = process.argv.slice(2);
const sink = createFileSink({ path, key, clock: systemClock });

async function write(): Promise<void> {
	for (let attempt = 1; attempt <= Number(count); attempt += 1) {
		await sink({
			time: '2026-01-15T08:00:00.000Z',
			bank: 'plain-bank',
			operation: 'accounts',
			attended: false,
			outcome: 'answered',
			attempt,
			ms: 12,
		});
	}
}

void write();
