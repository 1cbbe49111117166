import type { Logger } from 'n8n-workflow';
import { openAudit } from '../audit/open';
import type { AuditSink } from '../audit/record';
import type { Settings } from '../config/settings';

/** Records go to n8n's own log, and to the audit file where one is set. */
export function auditSink(settings: Settings, logger: Logger): AuditSink {
	return openAudit(settings, (record) => logger.info('PSD2 bank call', { ...record }));
}
