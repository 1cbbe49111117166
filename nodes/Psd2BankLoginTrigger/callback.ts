import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver, isUnderWay } from '../../lib/login/script';
import type { LoginRecord } from '../../lib/login/record';
import { settle } from '../../lib/outcome';
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
	{ query, browser }: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	// Who began it in this browser may follow it; the login of a program is the program's to follow.
	const mayFollow = browser !== undefined && record.browser === browser;
	const over = await goOn(desk, record, query, async (shown) => {
		const address = desk.addressOf(shown);
		const page = pageFor(context, desk, {
			language: shown.visitor.language,
			view: await viewOf(desk, shown),
			...(mayFollow ? { ticket: desk.records.ticket(shown) } : {}),
		});
		if (answer.isBegun) return;
		if (address === undefined) answer.page(200, page);
		else answer.leadTo(address);
	});
	return await startWorkflow(context, desk, over);
}

/**
 * As far as it gets with what the bank has sent the browser back with. It is shown as soon as the person has something
 * to do, and at the end: what is shown first counts. Leading goes on meanwhile.
 */
export async function goOn(
	desk: LoginDesk,
	record: LoginRecord,
	query: Visit['query'],
	show: (record: LoginRecord) => Promise<void>,
): Promise<LoginRecord> {
	const onChange = (changed: LoginRecord) => {
		if (isUnderWay(changed.state)) void settle(show(changed));
	};
	const led = isOver(record.state) ? record : await lead(desk, record, { query, onChange });
	const over = led ?? (await desk.records.read(record.reference)) ?? record;
	await show(over);
	return over;
}
