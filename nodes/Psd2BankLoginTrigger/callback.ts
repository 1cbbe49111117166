import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver } from '../../lib/login/script';
import type { LoginRecord } from '../../lib/login/record';
import { BankError } from '../../lib/errors';
import type { LoginDesk } from '../shared/login-desk';
import type { Answer } from './answers';
import { lead } from './lead';
import { startWorkflow } from './outcome';
import { loginPage } from './page/html';
import { viewOf } from './view';
import type { Visit } from './visit';

/** The bank sends the browser back: to the address that is the page's own. Loaded twice, it is taken once. */
export async function answerCallback(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const record = await waitingLogin(desk, visit, visit.query.state);
	const over = await goOn(desk, record, visit.query);
	const { language } = over.visitor;
	const address = desk.addressOf(over);
	if (address !== undefined) answer.leadTo(address);
	else
		answer.page(
			200,
			loginPage({ desk, language, method: over.method, view: await viewOf(desk, over) }),
		);
	return await startWorkflow(context, desk, over);
}

/** The login of this browser that is at the bank. Throws `login-required` where there is none. */
export async function waitingLogin(
	desk: LoginDesk,
	{ browser }: Visit,
	reference = '',
): Promise<LoginRecord> {
	const record = await desk.records.read(reference);
	if (record !== undefined && record.browser === browser) return record;
	throw new BankError(
		'login-required',
		'This answer of the bank belongs to no login of this browser, or it came too late',
		{ nextStep: 'Open the login page again and start there' },
	);
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
