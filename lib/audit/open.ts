import type { Settings } from '../config/settings';
import { systemClock } from '../http/clock';
import { createFileSink } from './file-sink';
import type { AuditRecord, AuditSink } from './record';

const opened = new Map<string, AuditSink>();

/** Records go to `log` and, where the settings name one, to the audit file: one a month where its name says `{month}`. */
export function openAudit(
	{ audit }: Pick<Settings, 'audit'>,
	log: (record: AuditRecord) => void,
	now: () => number = systemClock.now,
): AuditSink {
	const { log: path, key } = audit;
	if (path === undefined || key === undefined) return log;
	const sinkOf = (time: string) => fileSink(path.replaceAll('{month}', monthOf(time)), key);
	return Object.assign(
		async (record: AuditRecord) => {
			log(record);
			await sinkOf(record.time)(record);
		},
		{ ready: async () => await sinkOf(new Date(now()).toISOString()).ready?.() },
	);
}

/** `YYYY-MM` in UTC, by when the call began. */
const monthOf = (time: string) => time.slice(0, 'YYYY-MM'.length);

/** One chain a process and file, however often it is opened. */
function fileSink(path: string, key: string): AuditSink {
	const name = JSON.stringify([path, key]);
	const sink = opened.get(name) ?? createFileSink({ path, key, clock: systemClock });
	opened.set(name, sink);
	return sink;
}
