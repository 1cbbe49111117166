import type { BankProfile } from '../profile/profile';
import type { BankRefusal } from '../profile/refusal';
import { BankError, type BankErrorCode } from '../errors';
import type { HttpAnswer } from '../http/port';
import { createRedactor, quote } from '../http/redact';
import { readRetryAt, sensibleRetryAt } from '../http/retry-after';
import { settleSync } from '../outcome';
import { nextSteps } from './next-steps';

export interface Subject {
	readonly bank: BankProfile;
	/** What was asked for, masked: `the balances of SE…1234`. */
	readonly asked: string;
	/** As in the audit log. */
	readonly operation: string;
	readonly requestId: string;
	/** Epoch ms. */
	readonly now: number;
	/** What must not be quoted: tokens, consent and account ids. */
	readonly secrets: ReadonlyArray<string | undefined>;
}

const statusCodes: Readonly<Record<number, BankErrorCode>> = {
	401: 'login-required',
	403: 'not-permitted',
	404: 'not-found',
	408: 'bank-unavailable',
	410: 'not-found',
	425: 'bank-unavailable',
	429: 'rate-limited',
	501: 'request-rejected',
	505: 'request-rejected',
};

/** Codes for which the bank's "come back later" means something. */
const waiting: ReadonlySet<BankErrorCode> = new Set([
	'rate-limited',
	'quota-exceeded',
	'bank-unavailable',
]);

/** What an answer is to us: `undefined` where it can be read. The bank's own code outranks the status. */
export function judge(answer: HttpAnswer, subject: Subject): BankError | undefined {
	const { status } = answer;
	const isSuccess = status >= 200 && status < 300;
	const page = isSuccess ? webPage(answer, subject) : undefined;
	if (page !== undefined) return page;
	const refused = settleSync(() => subject.bank.refusal(answer, subject.operation));
	const refusal = 'value' in refused ? refused.value : {};
	if (isSuccess && Object.keys(refusal).length === 0) return undefined;
	return told(refusal, answer, subject);
}

/** Of a 2xx answer that can't be read: the refusal that it holds instead, where the bank says one that we know. */
export function judgeUnread(answer: HttpAnswer, subject: Subject): BankError | undefined {
	const refused = settleSync(() =>
		subject.bank.refusal({ ...answer, status: 400 }, subject.operation),
	);
	if ('error' in refused || refused.value.code === undefined) return undefined;
	return told(refused.value, answer, subject);
}

function told(
	refusal: BankRefusal,
	{ status, headers }: HttpAnswer,
	{ bank, asked, requestId, now, secrets }: Subject,
): BankError {
	const mask = createRedactor(secrets);
	const said = (text: string | undefined) => (text === undefined ? undefined : quote(text, mask));
	const bankCode = said(refusal.bankCode);
	const bankText = said(refusal.bankText);
	const field = said(refusal.field);
	const { code, nextStep } = reactionTo(refusal, status);
	const retryAt = waiting.has(code)
		? (readRetryAt(headers, now) ?? timeAfter(now, refusal.retryAfterMs))
		: undefined;
	const answered = bankCode === undefined ? String(status) : `${status} ${bankCode}`;
	const message = `${bank.name} answered ${answered} when asked for ${asked}`;
	return new BankError(code, bankText === undefined ? message : `${message}: ${bankText}`, {
		bank: bank.name,
		status,
		requestId,
		nextStep,
		...(bankCode === undefined ? {} : { bankCode }),
		...(bankText === undefined ? {} : { bankText }),
		...(field === undefined ? {} : { field }),
		...(retryAt === undefined ? {} : { retryAt }),
	});
}

/** What a refusal means and what to do next. `status`: of the answer, where the bank says no code that we know. */
export function reactionTo(
	refusal: BankRefusal,
	status: number,
): { readonly code: BankErrorCode; readonly nextStep: string } {
	const code =
		refusal.code ?? standardCode(refusal.bankCode) ?? statusCode(refusal.status ?? status);
	return { code, nextStep: refusal.nextStep ?? nextSteps[code] };
}

function timeAfter(now: number, waitMs: number | undefined): number | undefined {
	return waitMs === undefined ? undefined : sensibleRetryAt(now + waitMs, now);
}

/** Berlin Group's own code for a day's reads used up, whatever the profile says of its other codes. */
function standardCode(bankCode: string | undefined): BankErrorCode | undefined {
	return bankCode === 'ACCESS_EXCEEDED' ? 'quota-exceeded' : undefined;
}

function statusCode(status: number): BankErrorCode {
	if (status < 400) return 'unreadable-answer';
	return statusCodes[status] ?? (status < 500 ? 'request-rejected' : 'bank-unavailable');
}

/** Proxies and login gateways answer 200 with a page for people. */
function webPage(
	{ status, body }: HttpAnswer,
	{ bank, asked, requestId }: Subject,
): BankError | undefined {
	// Some banks answer in XML (camt.052), which is no page.
	if (typeof body !== 'string' || !/^\s*<(?:!doctype html|html|head|body)\b/i.test(body)) {
		return undefined;
	}
	return new BankError(
		'unreadable-answer',
		`${bank.name} answered with a web page instead of data when asked for ${asked}`,
		{
			bank: bank.name,
			status,
			requestId,
			nextStep: "Check the bank's address in the credential; it may be the one of its website",
		},
	);
}
