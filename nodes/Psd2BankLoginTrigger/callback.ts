import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver } from '../../lib/login/script';
import type { LoginRecord } from '../../lib/login/record';
import type { LoginDesk } from '../shared/login-desk';
import type { Answer } from './answers';
import { lead } from './lead';
import { startWorkflow } from './outcome';
import { pageFor } from './show';
import { viewOf } from './view';
import type { Visit } from './visit';

/** The bank sends the browser back: to the address that is the page's own. Loaded twice, it is taken once. */
export async function answerCallback(
	context: IWebhookFunctions,
	desk: LoginDesk,
	record: LoginRecord,
	{ query }: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const over = await goOn(desk, record, query);
	const { language } = over.visitor;
	const address = desk.addressOf(over);
	if (address !== undefined) answer.leadTo(address);
	else answer.page(200, pageFor(context, desk, { language, view: await viewOf(desk, over) }));
	return await startWorkflow(context, desk, over);
}

/** As far as it gets with what the bank has sent the browser back with. */
export async function goOn(
	desk: LoginDesk,
	record: LoginRecord,
	query: Visit['query'],
): Promise<LoginRecord> {
	if (isOver(record.state)) return record;
	const led = await lead(desk, record, { query });
	return led ?? (await desk.records.read(record.reference)) ?? record;
}
