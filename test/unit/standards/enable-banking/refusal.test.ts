import { judge } from '../../../../lib/client/judge';
import { enableBanking } from '../../../../lib/banks/enable-banking';
import { readEnableBankingRefusal } from '../../../../lib/standards/enable-banking/refusal';

const noon = Date.UTC(2031, 4, 17, 12);
const hour = 3_600_000;

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
	status,
	headers,
	body,
});

const said = (status: number, error: string | undefined, message = 'M', detail: unknown = null) =>
	answer(status, { code: status, message, ...(error !== undefined && { error }), detail });

const judged = (refused: ReturnType<typeof answer>, operation = 'transactions') =>
	judge(refused, {
		bank: enableBanking,
		asked: 'the transactions',
		operation,
		requestId: 'request-1',
		now: noon,
		secrets: [],
	});

it.each<[number, string, string, RegExp]>([
	[401, 'EXPIRED_SESSION', 'consent-required', /^Log in again/],
	[401, 'CLOSED_SESSION', 'consent-required', /^Log in again/],
	[401, 'REVOKED_SESSION', 'consent-required', /^Log in again/],
	[404, 'SESSION_DOES_NOT_EXIST', 'consent-required', /^Log in again/],
	[422, 'WRONG_SESSION_STATUS', 'consent-required', /^Log in again/],
	[401, 'UNAUTHORIZED_ACCESS', 'settings-invalid', /private key/],
	[401, 'AUTHORIZATION_NOT_PROVIDED', 'settings-invalid', /private key/],
	[401, 'INVALID_HOST', 'settings-invalid', /application ID/],
	[401, 'UNAUTHORIZED_IP', 'settings-invalid', /^Allow the address of this machine/],
	[403, 'NO_ACCOUNTS_ADDED', 'settings-invalid', /link each account/],
	[422, 'REDIRECT_URI_NOT_ALLOWED', 'settings-invalid', /letter by letter/],
	[422, 'ALREADY_AUTHORIZED', 'login-failed', /^Start the login again/],
	[422, 'EXPIRED_AUTHORIZATION_CODE', 'login-failed', /^Start the login again/],
	[422, 'WRONG_AUTHORIZATION_CODE', 'login-failed', /^Start the login again/],
	[422, 'WRONG_CREDENTIALS_PROVIDED', 'login-failed', /^Start the login again/],
	[422, 'WRONG_ASPSP_PROVIDED', 'settings-invalid', /^Choose the bank from the list again/],
	[403, 'ACCESS_DENIED', 'not-permitted', /services/],
	[403, 'ASPSP_PSU_ACTION_REQUIRED', 'not-permitted', /^Log in at the bank itself/],
	[404, 'ACCOUNT_DOES_NOT_EXIST', 'not-found', /linked to it/],
	[404, 'ASPSP_ACCOUNT_NOT_ACCESSIBLE', 'not-found', /linked to it/],
	[422, 'INVALID_ACCOUNT_ID', 'not-found', /linked to it/],
	[422, 'WRONG_TRANSACTIONS_PERIOD', 'request-rejected', /^Ask for a shorter period/],
	[422, 'DATE_FROM_IN_FUTURE', 'request-rejected', /has begun/],
	[422, 'WRONG_DATE_INTERVAL', 'request-rejected', /before the last one/],
	[422, 'DATE_TO_WITHOUT_DATE_FROM', 'request-rejected', /^Give the first day too/],
	[422, 'WRONG_CONTINUATION_KEY', 'request-rejected', /^Run again/],
	[422, 'WRONG_REQUEST_PARAMETERS', 'request-rejected', /^Change what is asked for/],
	[422, 'PSU_HEADER_NOT_PROVIDED', 'request-rejected', /public IP address/],
	[422, 'PSU_HEADER_INVALID', 'request-rejected', /public IP address/],
	[400, 'ASPSP_ERROR', 'bank-unavailable', /Control Panel/],
	[502, 'ASPSP_ERROR', 'bank-unavailable', /Control Panel/],
	[408, 'ASPSP_TIMEOUT', 'bank-unavailable', /Control Panel/],
])('%i %s is %s', (status, error, code, nextStep) => {
	const refused = judged(said(status, error));
	expect(refused).toMatchObject({ code, details: { bankCode: error } });
	expect(refused?.details.nextStep).toMatch(nextStep);
});

it('tells an application that is not active from one that may not', () => {
	const refused = judged(said(403, undefined, 'Application is not active'), 'aspsps');
	expect(refused).toMatchObject({ code: 'settings-invalid' });
	expect(refused?.details.nextStep).toMatch(/Activate by linking accounts/);
	expect(judged(said(403, undefined, 'Forbidden'))?.code).toBe('not-permitted');
	expect(judged(said(401, undefined, 'Bad token'))?.code).toBe('settings-invalid');
});

it("doesn't take another bank's 401 that comes through for a wrong key", () => {
	expect(judged(answer(401, { title: 'Unauthorized', code: 'SOME' }))?.code).toBe('login-required');
});

it('names the first day that may be asked for', () => {
	const detail = { message: 'date_from can not be before 2031-02-17', date_from: '2031-02-17' };
	expect(judged(said(422, 'WRONG_TRANSACTIONS_PERIOD', 'Wrong', detail))?.details).toMatchObject({
		field: 'date_from',
		nextStep: 'Ask from 2031-02-17 on: the bank goes no further back',
		bankText: 'Wrong date_from can not be before 2031-02-17',
	});
	const leaked = { title: 'Out of range', code: 'PERIOD_INVALID', detail: 'dateFrom=2030-01-01' };
	expect(judged(answer(400, leaked))).toMatchObject({
		code: 'request-rejected',
		details: { field: 'date_from', nextStep: expect.stringMatching(/89 days/) as string },
	});
});

it('lets a sentence count more than a code that says little', () => {
	expect(judged(said(400, 'ASPSP_ERROR', 'The account is closed'))?.code).toBe('not-found');
});

describe("a day's reads that are used up", () => {
	const retryAt = (message: string, headers: Record<string, string> = {}) =>
		judged({ ...said(429, 'ASPSP_RATE_LIMIT_EXCEEDED', message), headers })?.details.retryAt;
	const date = new Date(noon).toUTCString();

	it('is not tried again at once', () => {
		const refused = judged(said(429, 'ASPSP_RATE_LIMIT_EXCEEDED', 'ASPSP Rate limit exceeded'));
		expect(refused).toMatchObject({ code: 'quota-exceeded', retryable: false });
	});

	it('waits as long as the bank says', () => {
		expect(retryAt('Access exceeded', { date, 'retry-after': '90' })).toBe(noon + 90_000);
	});

	it('waits for midnight UTC where the limit is of a day', () => {
		const daily = 'Daily PSU not present consultation limit has been exceeded';
		expect(retryAt(daily, { date })).toBe(noon + 12 * hour);
		expect(retryAt(daily)).toBe(noon + 6 * hour);
	});

	it('else waits for six hours', () => {
		const text = '[HUB046] Allowed number of accesses exceeded for consent.';
		expect(retryAt(text, { date })).toBe(noon + 6 * hour);
	});
});

it('spends no further reads on a bank that is down', () => {
	expect(judged(said(400, 'ASPSP_ERROR'))?.details.retryAt).toBe(noon + 60_000);
});

it.each(['INVALID', 'EXPIRED', 'CLOSED', 'REVOKED', 'CANCELLED'])(
	'takes no accounts from a session that is %s, and its status all the same',
	(status) => {
		const body = { status, accounts: [], accounts_data: [] };
		expect(judged(answer(200, body), 'accounts')).toMatchObject({
			code: 'consent-required',
			details: { bankCode: status },
		});
		expect(readEnableBankingRefusal(answer(200, body), 'consent.status')).toEqual({});
		expect(judged(answer(200, { ...body, status: 'AUTHORIZED' }), 'accounts')).toBeUndefined();
	},
);
