import { randomBytes } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { advance, isOver, loginLimits, type LoginEvent } from '../../lib/auth/decoupled';
import { reasonOf } from '../../lib/auth/drive';
import { finishLogin, type FinishedLogin } from '../../lib/auth/finish-login';
import { withoutSecrets, type LoginRecord } from '../../lib/auth/login-record';
import type { ConsentFirstLogin, LoginFacts, RedirectContext } from '../../lib/banks/login';
import { BankError } from '../../lib/errors';
import { urlWith } from '../../lib/http/send';
import { loginHostsOf } from '../../lib/n8n/credential-hosts';
import { settle } from '../../lib/outcome';
import type { LoginDesk } from '../shared/login-desk';
import type { Answer } from './answers';
import { nothingStarts, startWorkflow } from './outcome';
import { loginPage } from './page/html';
import { viewOf } from './view';
import type { Visit } from './visit';

/** Makes the consent and gives the bank's address that it is approved at. */
export async function beginRedirect(
	desk: LoginDesk,
	record: LoginRecord,
	{ address }: Visit,
): Promise<string> {
	const { bank, credentials, settings } = desk.ground;
	const consentFirst = consentFirstOf(desk);
	const conversation = desk.conversation(record.visitor);
	const facts = await conversation.prepare(consentFirst, {
		codeVerifier: randomBytes(32).toString('base64url'),
	});
	const waiting = {
		...record,
		facts,
		state: { ...record.state, phase: 'waiting', orders: 1 },
	} as const;
	await desk.records.write(waiting);
	const { authorize } = loginHostsOf(bank, credentials, settings);
	return urlWith(authorize, consentFirst.authorize(contextOf(desk, waiting, address)));
}

/** The bank sends the browser back: to the address that is the page's own. */
export async function answerCallback(
	context: IWebhookFunctions,
	desk: LoginDesk,
	visit: Visit,
	answer: Answer,
): Promise<IWebhookResponseData> {
	const record = await desk.records.read(visit.query.state ?? '');
	if (record === undefined || record.method !== 'redirect' || record.browser !== visit.browser) {
		throw new BankError(
			'login-required',
			'This answer of the bank belongs to no login of this browser, or it came too late',
			{ nextStep: 'Open the login page again and start there' },
		);
	}
	const isFirst = !isOver(record.state) && (await claim(desk, record));
	const over = isFirst ? await redeem(desk, record, visit) : record;
	const { visitor } = over;
	const page = loginPage({
		bank: desk.ground.bank.name,
		language: visitor.language,
		method: 'redirect',
		asksPersonalNumber: false,
		view: await viewOf(desk, over),
	});
	answer.page(200, page);
	return isFirst ? await startWorkflow(context, desk, over) : nothingStarts;
}

/** A code is redeemed once, however often its address is loaded. */
const claim = async ({ ground }: LoginDesk, { reference }: LoginRecord) =>
	await ground.common.store.compareAndSet(`login/back/${reference}`, undefined, 'used', 900_000);

async function redeem(desk: LoginDesk, record: LoginRecord, visit: Visit): Promise<LoginRecord> {
	const { code, error } = visit.query;
	if (code === undefined) {
		const reason = error === 'access_denied' ? 'cancelled' : 'refused';
		return await end(desk, record, { kind: 'failed', reason });
	}
	const finished = await settle(finish(desk, record, visit.address, code));
	if ('error' in finished) {
		return await end(desk, record, { kind: 'failed', reason: reasonOf(finished.error) });
	}
	return await end(desk, { ...record, ...finished.value }, { kind: 'connected' });
}

async function finish(
	desk: LoginDesk,
	record: LoginRecord,
	address: string,
	code: string,
): Promise<FinishedLogin> {
	const { operation, ask, read } = consentFirstOf(desk).finish;
	const { clock } = desk.ground.common;
	const facts: LoginFacts = { ...record.facts, code };
	const answer = await desk.login.calls.send({
		operation,
		at: 'token',
		asked: 'the login',
		request: ask(contextOf(desk, { ...record, facts }, address)),
		secrets: Object.values(facts),
	});
	const receivedAt = clock.now();
	const granted = { token: read(answer)(receivedAt), receivedAt };
	const finishing = desk.finishing(record.visitor);
	return await finishLogin(finishing, record.reference, granted, facts.consentId);
}

async function end(desk: LoginDesk, record: LoginRecord, event: LoginEvent): Promise<LoginRecord> {
	const over = withoutSecrets({
		...record,
		state: advance(record.state, event, { ...loginLimits, lastsMs: 0 }),
	});
	await settle(desk.records.write(over));
	return over;
}

function contextOf(desk: LoginDesk, record: LoginRecord, redirectUri: string): RedirectContext {
	return {
		...desk.conversation(record.visitor).contextOf(record.facts),
		redirectUri,
		state: record.reference,
		codeVerifier: record.facts.codeVerifier ?? '',
	};
}

function consentFirstOf({ ground: { bank } }: LoginDesk): ConsentFirstLogin {
	if (bank.consentFirst !== undefined) return bank.consentFirst;
	throw new BankError('settings-invalid', `${bank.name} has no login by redirect here`, {
		field: 'Login Method',
		nextStep: 'Choose the app in Login Method, or connect with the PSD2 OAuth2 API credential',
	});
}
