import { randomBytes } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { advance, isOver, loginLimits, type LoginEvent } from '../../lib/login/script';
import type { LateRecords } from '../../lib/audit/late-records';
import type { GrantedToken } from '../../lib/login/conversation';
import { withoutSecrets, type LoginRecord } from '../../lib/login/record';
import type { ConsentFirstLogin, LoginFailure, RedirectContext } from '../../lib/profile/login';
import { BankError } from '../../lib/errors';
import { urlWith } from '../../lib/http/send';
import { loginHostsOf } from '../../lib/n8n/credential-hosts';
import { settle } from '../../lib/outcome';
import type { LoginDesk } from '../shared/login-desk';
import type { Answer } from './answers';
import { lead } from './lead';
import { startWorkflow } from './outcome';
import { loginPage } from './page/html';
import { viewOf } from './view';
import type { Visit } from './visit';

/** RFC 6749 §4.1.2.1. */
const reasons: Readonly<Record<string, LoginFailure>> = {
	access_denied: 'cancelled',
	server_error: 'bank-error',
	temporarily_unavailable: 'bank-error',
};

const noLimits = { ...loginLimits, lastsMs: 0 };

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
	const over = isOver(record.state) ? record : await goOn(desk, record, visit);
	const { visitor } = over;
	const page = loginPage({
		bank: desk.ground.bank.name,
		language: visitor.language,
		method: 'redirect',
		asksPersonalNumber: false,
		view: await viewOf(desk, over),
	});
	answer.page(200, page);
	return await startWorkflow(context, desk, over);
}

/** A code is redeemed once, however often its address is loaded: whoever leads the login does it. */
async function goOn(desk: LoginDesk, record: LoginRecord, visit: Visit): Promise<LoginRecord> {
	const { code, error } = visit.query;
	if (code === undefined) {
		const reason = reasons[error ?? ''] ?? 'refused';
		return record.state.phase === 'waiting'
			? await end(desk, record, { kind: 'failed', reason })
			: record;
	}
	const led = await lead(desk, record, {
		redeem: (known, records) => redeem(desk, known, visit.address, records),
		arrived: (known) => {
			const state = advance(known.state, { kind: 'returned' }, noLimits);
			return state === known.state ? known : { ...known, state, facts: { ...known.facts, code } };
		},
	});
	return led ?? (await desk.records.read(record.reference)) ?? record;
}

async function redeem(
	desk: LoginDesk,
	record: LoginRecord,
	address: string,
	records: LateRecords,
): Promise<GrantedToken> {
	const { operation, ask, read } = consentFirstOf(desk).finish;
	const request = ask(contextOf(desk, record, address));
	const conversation = desk.conversation(record.visitor);
	return await conversation.redeem({ operation, request, read }, record.facts, records);
}

async function end(desk: LoginDesk, record: LoginRecord, event: LoginEvent): Promise<LoginRecord> {
	const over = withoutSecrets({
		...record,
		state: advance(record.state, event, noLimits),
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
