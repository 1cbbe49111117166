import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkLink } from '../../lib/auth/login-link';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { quote } from '../../lib/http/redact';
import { messageOf, settle, settleSync } from '../../lib/outcome';
import { openGround } from '../shared/ground';
import { openDesk, type LoginDesk } from '../shared/login-desk';
import { answerFailure, answerOf, type Answer } from './answers';
import { answerPage } from './from-page';
import { answerProgram } from './from-program';
import { nothingStarts } from './outcome';
import { loginPage } from './page/html';
import { checkFields, readAccess, readAsksPersonalNumber, readLoginMethod } from './read-fields';
import { answerCallback } from './redirect';
import { newCookie, readVisit, type Visit } from './visit';

/**
 * Whatever is asked of the trigger's address. Nothing is thrown: an error thrown here would be an execution of the
 * workflow, and anybody who finds the address could cause one.
 */
export async function answerLogin(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const answer = answerOf(context);
	const visit = settleSync(() => readVisit(context));
	const outcome = await settle(
		'error' in visit ? Promise.reject(visit.error) : route(context, visit.value, answer),
	);
	if ('value' in outcome) return outcome.value;
	const { logger } = context;
	logger.warn(`PSD2 bank login: ${quote(messageOf(outcome.error))}`);
	answerFailure(answer, 'value' in visit ? visit.value : undefined, outcome.error);
	return nothingStarts;
}

/** Throws `settings-invalid` naming the credential's field. */
const openLoginDesk = async (context: IWebhookFunctions | IHookFunctions): Promise<LoginDesk> =>
	openDesk(await openGround(context, bankLoginType));

/** Throws what is wrong with the node's fields and its credential. */
export async function checkBeforeOpening(context: IHookFunctions): Promise<void> {
	checkFields(context);
	await openLoginDesk(context);
}

async function route(
	context: IWebhookFunctions,
	visit: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const desk = await openLoginDesk(context);
	const { query, isPost, isFromPage } = visit;
	const isBack = query.state !== undefined && (query.code ?? query.error) !== undefined;
	if (!isPost && isBack) return await answerCallback(context, desk, visit, answer);
	if (isPost && !isFromPage) return await answerProgram(context, desk, visit, answer);
	await checkLinkOf(context, desk, visit);
	if (isPost) return await answerPage(context, desk, visit, answer);
	showPage(context, desk, visit, answer);
	return nothingStarts;
}

function showPage(
	context: IWebhookFunctions,
	{ ground: { bank } }: LoginDesk,
	{ address, browser, language, query }: Visit,
	answer: Answer,
): void {
	const method = readLoginMethod(context);
	const page = loginPage({
		bank: bank.name,
		language,
		method,
		asksPersonalNumber:
			method === 'decoupled' &&
			(bank.decoupled?.personalNumber === 'required' || readAsksPersonalNumber(context)),
		...(query.link === undefined ? {} : { link: query.link }),
	});
	answer.page(200, page, browser === undefined ? { 'Set-Cookie': newCookie(address) } : {});
}

/** A login that has begun is tied to its browser already: its link may have been overtaken by the login itself. */
async function checkLinkOf(
	context: IWebhookFunctions,
	{ ground, linkSealer, login }: LoginDesk,
	{ query, body, isPost }: Visit,
): Promise<void> {
	if (readAccess(context) === 'address') return;
	if (isPost && body.action === 'follow') return;
	const link = isPost ? body.link : query.link;
	const { connectionId, common } = ground;
	const stored = await login.session.stored();
	const written = typeof link === 'string' ? link : undefined;
	checkLink(linkSealer, connectionId, stored, written, common.clock.now());
}
