import { judge } from '../../../lib/client/judge';
import type { BankErrorCode } from '../../../lib/errors';
import { plainBank } from '../../support/client-under-test';

const subject = {
	bank: plainBank,
	asked: 'the accounts',
	operation: 'accounts',
	requestId: '00000000-0000-4000-8000-000000000001',
	now: Date.UTC(2026, 0, 15, 8),
	secrets: [],
};
const judged = (status: number, body: unknown = undefined, headers = {}) =>
	judge({ status, headers, body }, subject);
const tpp = (code: string, text?: string) => ({ tppMessages: [{ category: 'ERROR', code, text }] });

describe('judging an answer', () => {
	it.each([200, 201, 202, 204, 206])('takes %i as an answer', (status) => {
		expect(judged(status, { accounts: [] })).toBeUndefined();
	});

	it.each(['<!DOCTYPE html><title>Login</title>', '\n<html lang="sv">', '<HTML>'])(
		'refuses the web page %j',
		(body) => {
			expect(judged(200, body)).toMatchObject({
				code: 'unreadable-answer',
				message: 'Plain Bank answered with a web page instead of data when asked for the accounts',
			});
		},
	);

	it('leaves XML to the profile: some banks answer in camt.052', () => {
		expect(judged(200, '<?xml version="1.0"?><Document/>')).toBeUndefined();
		expect(judged(200, '<Document xmlns="urn:x"/>')).toBeUndefined();
	});

	it.each<[number, BankErrorCode]>([
		[301, 'unreadable-answer'],
		[304, 'unreadable-answer'],
		[400, 'request-rejected'],
		[401, 'login-required'],
		[403, 'not-permitted'],
		[404, 'not-found'],
		[405, 'request-rejected'],
		[406, 'request-rejected'],
		[408, 'bank-unavailable'],
		[409, 'request-rejected'],
		[410, 'not-found'],
		[415, 'request-rejected'],
		[422, 'request-rejected'],
		[425, 'bank-unavailable'],
		[429, 'rate-limited'],
		[500, 'bank-unavailable'],
		[501, 'request-rejected'],
		[502, 'bank-unavailable'],
		[503, 'bank-unavailable'],
		[504, 'bank-unavailable'],
		[505, 'request-rejected'],
		[530, 'bank-unavailable'],
	])('without a code of the bank, %i is %s', (status, code) => {
		expect(judged(status)).toMatchObject({
			code,
			message: `Plain Bank answered ${status} when asked for the accounts`,
			details: { bank: 'Plain Bank', status, requestId: subject.requestId },
		});
		expect(judged(status)?.details.nextStep).toMatch(/\w{3}/);
	});

	it.each<[number, string, BankErrorCode]>([
		[400, 'CONSENT_UNKNOWN', 'consent-required'],
		[401, 'CONSENT_EXPIRED', 'consent-required'],
		[403, 'CONSENT_UNKNOWN', 'consent-required'],
		[400, 'TOKEN_EXPIRED', 'login-required'],
		[401, 'CERTIFICATE_EXPIRED', 'settings-invalid'],
		[400, 'RESOURCE_UNKNOWN', 'not-found'],
		[429, 'ACCESS_EXCEEDED', 'quota-exceeded'],
		[500, 'FORMAT_ERROR', 'request-rejected'],
	])("%i %s is %s: the bank's code outranks the status", (status, bankCode, code) => {
		expect(judged(status, tpp(bankCode))).toMatchObject({ code, details: { status, bankCode } });
	});

	it('knows a used-up day also of a profile that does not', () => {
		const bank = { ...plainBank, refusal: () => ({ bankCode: 'ACCESS_EXCEEDED' }) };
		expect(judge({ status: 429, headers: {}, body: {} }, { ...subject, bank })?.code).toBe(
			'quota-exceeded',
		);
	});

	it('falls back on the status where a profile stumbles over a body', () => {
		const bank = {
			...plainBank,
			refusal: () => {
				throw new TypeError('body is undefined');
			},
		};
		expect(judge({ status: 503, headers: {}, body: 1 }, { ...subject, bank })?.code).toBe(
			'bank-unavailable',
		);
	});

	it("quotes the bank's words and field, masked", () => {
		const error = judged(400, {
			tppMessages: [
				{
					category: 'ERROR',
					code: 'FORMAT_ERROR',
					path: 'dateFrom',
					text: 'SE35 5000 0000 0549 1000 0003 has no such date',
				},
			],
		});
		expect(error?.message).toBe(
			'Plain Bank answered 400 FORMAT_ERROR when asked for the accounts: SE…0003 has no such date',
		);
		expect(error?.details).toMatchObject({
			field: 'dateFrom',
			bankText: 'SE…0003 has no such date',
		});
	});

	it.each([
		[503, 60_000],
		[429, 60_000],
		[404, undefined],
	])('takes Retry-After of a %i for %s ms', (status, ms) => {
		expect(judged(status, undefined, { 'retry-after': '60' })?.details.retryAt).toBe(
			ms === undefined ? undefined : subject.now + ms,
		);
	});
});
