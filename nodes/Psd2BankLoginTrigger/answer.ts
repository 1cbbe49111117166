import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkLink } from '../../lib/login/link';
import { bankLoginType } from '../../lib/n8n/bank-login-credential';
import { quote } from '../../lib/http/redact';
import { messageOf, settle, settleSync } from '../../lib/outcome';
import { openGround, openLogin } from '../shared/ground';
import { openDesk, type LoginDesk } from '../shared/login-desk';
import { answerFailure, answerOf, type Answer } from './answers';
import { answerPage } from './from-page';
import { answerProgram } from './from-program';
import { nothingStarts } from './outcome';
import { checkFields, readAccess } from './read-fields';
import { answerCallback } from './callback';
import { loginCookie } from './cookie';
import { pageFor } from './show';
import { refuseWhereFull } from './streams';
import { readRequest, type Request, type Visit } from './visit';
import { loginOfAnswer } from './whose';

/**
 * Whatever is asked of the trigger's address. Nothing is thrown: an error thrown here would be an execution of the
 * workflow, and anybody who finds the address could cause one.
 */
export async function answerLogin(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const answer = answerOf(context);
	const request = settleSync(() => readRequest(context));
	const outcome = await settle(
		'error' in request ? Promise.reject(request.error) : route(context, request.value, answer),
	);
	if ('value' in outcome) return outcome.value;
	const { logger } = context;
	logger.warn(`PSD2 bank login: ${quote(messageOf(outcome.error))}`);
	answerFailure(answer, 'value' in request ? request.value : undefined, outcome.error);
	return nothingStarts;
}

/** Throws `settings-invalid` naming the credential's field. */
const openLoginDesk = async (context: IWebhookFunctions): Promise<LoginDesk> =>
	await openDesk(await openGround(context, bankLoginType));

/** Throws what is wrong with the node's fields and its credential. */
export async function checkBeforeOpening(context: IHookFunctions): Promise<void> {
	const ground = await openGround(context, bankLoginType);
	checkFields(context, ground.bank);
	openLogin(ground);
}

async function route(
	context: IWebhookFunctions,
	request: Request,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const desk = await openLoginDesk(context);
	const { isPost, isFromPage, address, cookies } = request;
	const { connectionId, common } = desk.ground;
	const cookie = loginCookie({ secret: desk.secret, connectionId, address });
	const browser = cookie.browserOf(cookies);
	const visit = { ...request, hasLink: false, ...(browser === undefined ? {} : { browser }) };
	const back = isPost ? undefined : await loginOfAnswer(desk, visit);
	if (back !== undefined) return await answerCallback(context, desk, back, visit, answer);
	if (isPost && !isFromPage) return await answerProgram(context, desk, visit, answer);
	const hasLink = await checkLinkOf(context, desk, visit);
	const isHeldOpen = visit.body.action !== 'pasted';
	if (!hasLink && isHeldOpen) refuseWhereFull(connectionId, browser, common.clock.now());
	if (isPost) return await answerPage(context, desk, { ...visit, hasLink }, answer);
	const { language, query } = visit;
	const page = pageFor(context, desk, {
		language,
		...(query.link === undefined ? {} : { link: query.link }),
	});
	answer.page(200, page, browser === undefined ? { 'Set-Cookie': cookie.fresh() } : {});
	return nothingStarts;
}

/**
 * Whether a good login link came along; throws where the page opens through one only. A login that has begun is tied to its
 * browser already: its link may have been overtaken by the login itself.
 */
async function checkLinkOf(
	context: IWebhookFunctions,
	{ ground, linkSealer, login }: LoginDesk,
	{ query, body, isPost }: Visit,
): Promise<boolean> {
	if (isPost && (body.action === 'follow' || body.action === 'pasted')) return false;
	const link = isPost ? body.link : query.link;
	const { connectionId, common } = ground;
	const stored = await login.session.stored();
	const written = typeof link === 'string' ? link : undefined;
	const checked = settleSync(() =>
		checkLink(linkSealer, connectionId, stored, written, common.clock.now()),
	);
	if ('value' in checked) return true;
	if (readAccess(context) === 'address') return false;
	throw checked.error;
}
