import type { Logger } from 'n8n-workflow';
import type { AuditSink } from '../audit/record';
import type { Settings } from '../config/settings';

/** Records go to n8n's own log. */
export function auditSink(_settings: Settings, logger: Logger): AuditSink {
	return (record) => logger.info('PSD2 bank call', { ...record });
}
