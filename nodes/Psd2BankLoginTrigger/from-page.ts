import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOver } from '../../lib/auth/decoupled';
import { takeLoginTurn } from '../../lib/auth/order-limit';
import type { LoginRecord } from '../../lib/auth/login-record';
import { BankError } from '../../lib/errors';
import type { LoginDesk } from '../shared/login-desk';
import { readPersonalNumber } from '../shared/personal-number';
import type { Answer } from './answers';
import { leadOrWatch } from './lead';
import { nothingStarts } from './outcome';
import { readLoginMethod } from './read-fields';
import { beginRedirect } from './redirect';
import type { Visit } from './visit';

/** Logins that may begin on a page in ten minutes. */
const limit = 20;
const browserMs = 15 * 60 * 1000;

/** What the page's script asks for: a new login, or the one it knows of. */
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
	if (visit.body.action === 'follow') {
		const record = await knownLogin(desk, visit, browser);
		return await leadOrWatch(context, desk, record, answer.lines());
	}
	const record = await ownLogin(context, desk, visit, browser);
	if (record.method === 'redirect') {
		answer.json(200, { redirect: await beginRedirect(desk, record, visit) });
		return nothingStarts;
	}
	return await leadOrWatch(context, desk, record, answer.lines());
}

/** A login that this browser has begun; nobody else may look at it, whatever he knows. */
async function knownLogin(desk: LoginDesk, visit: Visit, browser: string): Promise<LoginRecord> {
	const { reference, ticket } = visit.body;
	const record = await desk.records.read(String(reference), String(ticket));
	if (record?.browser !== browser) {
		throw new BankError('not-found', 'This login was begun in another browser, or it is too old', {
			nextStep: 'Load the page again and start the login there',
		});
	}
	const stored = await desk.login.session.stored();
	// It ended while nobody was looking, and the store has forgotten how.
	return stored?.loginId === record.reference && !isOver(record.state)
		? { ...record, state: { ...record.state, phase: 'connected' } }
		: record;
}

/** One login a browser: a double click or a second tab joins the one under way. */
async function ownLogin(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	browser: string,
): Promise<LoginRecord> {
	const { ground, records } = desk;
	const { store, clock } = ground.common;
	const key = `login/of/${ground.connectionId}/${browser}`;
	const personalNumber = readPersonalNumber(visit.body.personalNumber);
	const method = readLoginMethod(context);
	for (;;) {
		const before = await store.get(key);
		const under = before === undefined ? undefined : await records.read(before);
		if (under !== undefined && !isOver(under.state) && under.method === 'decoupled') return under;
		const record = desk.begin(
			{
				psuIpAddress: visit.ipAddress,
				language: visit.language,
				...(personalNumber === undefined ? {} : { personalNumber }),
			},
			method,
			browser,
		);
		await takeLoginTurn(store, clock, `page/${ground.connectionId}`, limit);
		await records.write(record);
		if (await store.compareAndSet(key, before, record.reference, browserMs)) return record;
	}
}
