import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver } from '../../lib/login/script';
import { takeLoginTurn } from '../../lib/login/order-limit';
import type { LoginRecord } from '../../lib/login/record';
import { BankError } from '../../lib/errors';
import type { LoginDesk } from '../shared/login-desk';
import { readPersonalNumber } from '../shared/personal-number';
import { readPasted } from '../shared/redirect-uri';
import type { Answer } from './answers';
import { digest } from '../../lib/store/digest';
import { answerChoices, beginningOf, deviceIn } from './beginning';
import { goOn } from './callback';
import { lead, leadOrWatch } from './lead';
import { nothingStarts, startWorkflow } from './outcome';
import { withValidity } from './page/html';
import { readLoginMethod } from './read-fields';
import { networkOf } from './network';
import { openStream } from './streams';
import { viewOf } from './view';
import type { Visit } from './visit';
import { browserKey, knownLogin } from './whose';

/** Logins that may begin in ten minutes: from one address, through one link, and in all, for each is an order at the bank. */
const limits = { address: 20, link: 20, page: 100 } as const;
const browserMs = 15 * 60 * 1000;

/** What the page's script asks for: what can be chosen, a new login, or the one it knows of. */
export async function answerPage(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const { browser } = visit;
	if (browser === undefined) {
		throw new BankError('login-required', 'This browser keeps no cookies for this page', {
			nextStep: 'Allow cookies for this page and load it again',
		});
	}
	const { action } = visit.body;
	if (action === 'choices') return await answerChoices(context, desk, answer);
	if (action === 'pasted') return await takePasted(context, desk, visit, answer, browser);
	if (action === 'follow') {
		const record = await knownLogin(desk, visit, browser);
		if (visit.body.once === true) {
			const view = withValidity(await viewOf(desk, record), record.visitor.language);
			answer.json(200, { view });
			return nothingStarts;
		}
		return await leadOrWatch(context, desk, record, streamFor(desk, browser, answer));
	}
	const record = await ownLogin(context, desk, visit, browser);
	if (record.method === 'redirect') return await sendAway(context, desk, record, answer);
	return await leadOrWatch(context, desk, record, streamFor(desk, browser, answer));
}

/** As far as it gets without the person: to the bank's address. */
async function sendAway(
	context: IWebhookFunctions,
	desk: LoginDesk,
	record: LoginRecord,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const led = (await lead(desk, record)) ?? record;
	const redirect = desk.addressOf(led);
	if (redirect !== undefined && led.isPasted !== true) answer.json(200, { redirect });
	else answer.json(200, { view: await viewOf(desk, led), ticket: desk.records.ticket(led) });
	return await startWorkflow(context, desk, isOver(led.state) ? led : undefined);
}

/** The person has been at the bank and brings the address of the page that opened at the end. */
async function takePasted(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	answer: Answer,
	browser: string,
): Promise<IWebhookResponseData> {
	const record = await knownLogin(desk, visit, browser);
	const query = isOver(record.state) ? {} : readPasted(record, visit.body.address);
	const over = await goOn(desk, record, query, async (shown) => {
		const view = withValidity(await viewOf(desk, shown), shown.visitor.language);
		if (!answer.isBegun) answer.json(200, { view });
	});
	return await startWorkflow(context, desk, isOver(over.state) ? over : undefined);
}

const streamFor = ({ ground }: LoginDesk, browser: string, answer: Answer) =>
	openStream(ground.connectionId, browser, answer);

/** Who fills the page's turns from many addresses keeps nobody out who has a link. */
async function takeTurn({ ground }: LoginDesk, { hasLink, body, ipAddress }: Visit): Promise<void> {
	const { store, clock } = ground.common;
	const take = (limit: keyof typeof limits, of = '') =>
		takeLoginTurn(store, clock, `${limit}/${ground.connectionId}${of}`, limits[limit]);
	if (hasLink) return await take('link', `/${digest('link', String(body.link))}`);
	await take('address', `/${digest('address', networkOf(ipAddress))}`);
	await take('page');
}

/** One login a browser: a double click or a second tab joins the one under way. */
async function ownLogin(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	browser: string,
): Promise<LoginRecord> {
	const { ground, records } = desk;
	const { store } = ground.common;
	const key = browserKey(desk, browser);
	const method = readLoginMethod(context);
	const login = desk.loginOf(method);
	const personalNumber = readPersonalNumber(visit.body.personalNumber, login.person);
	let beginning: Awaited<ReturnType<typeof beginningOf>> | undefined;
	for (;;) {
		const before = await store.get(key);
		const under = before === undefined ? undefined : await records.read(before);
		if (under !== undefined && !isOver(under.state) && under.method === 'decoupled') return under;
		beginning ??= await beginningOf(context, desk, visit);
		const record = desk.begin({
			...beginning,
			visitor: {
				psuIpAddress: visit.ipAddress,
				language: visit.language,
				...(visit.userAgent === undefined ? {} : { psuUserAgent: visit.userAgent }),
				...(personalNumber === undefined ? {} : { personalNumber }),
				...deviceIn(visit, login),
			},
			method,
			browser,
		});
		await takeTurn(desk, visit);
		await records.write(record);
		if (await store.compareAndSet(key, before, record.reference, browserMs)) return record;
	}
}
