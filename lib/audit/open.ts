import type { Settings } from '../config/settings';
import { systemClock } from '../http/clock';
import { createFileSink } from './file-sink';
import type { AuditRecord, AuditSink } from './record';

const opened = new Map<string, AuditSink>();

/** Records go to `log` and, where the settings name one, to the audit file. */
export function openAudit(
	{ audit }: Pick<Settings, 'audit'>,
	log: (record: AuditRecord) => void,
): AuditSink {
	const { log: path, key } = audit;
	if (path === undefined || key === undefined) return log;
	const file = fileSink(path, key);
	return async (record) => {
		log(record);
		await file(record);
	};
}

/** One chain a process, however often it is opened. */
function fileSink(path: string, key: string): AuditSink {
	const name = JSON.stringify([path, key]);
	const sink = opened.get(name) ?? createFileSink({ path, key, clock: systemClock });
	opened.set(name, sink);
	return sink;
}
