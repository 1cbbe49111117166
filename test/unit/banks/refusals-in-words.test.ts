import { readRefusal } from '../../../lib/banks/refusals';
import { standards } from '../../../lib/banks/standards';
import { readAnswer } from '../../../lib/banks/standards/read-answer';
import { judge } from '../../../lib/client/judge';
import { BankError, type BankErrorCode } from '../../../lib/errors';
import { settleSync } from '../../../lib/outcome';
import { plainBank } from '../../support/client-under-test';

const judged = (status: number, body: unknown) =>
	judge(
		{ status, headers: {}, body },
		{
			bank: plainBank,
			asked: 'the accounts',
			requestId: '00000000-0000-4000-8000-000000000001',
			now: Date.UTC(2026, 0, 15, 8),
			secrets: [],
		},
	);

const tpp = (code: string) => ({ tppMessages: [{ category: 'ERROR', code, text: 'Made up' }] });

describe('a refusal that comes with 200', () => {
	it.each<[string, unknown, BankErrorCode]>([
		['Berlin Group', tpp('CONSENT_EXPIRED'), 'consent-required'],
		['one message without its list', { tppMessages: { code: 'TOKEN_INVALID' } }, 'login-required'],
		['beside an empty list', { accounts: [], ...tpp('CONSENT_INVALID') }, 'consent-required'],
		[
			'beside groups of nothing',
			{ transactions: { booked: [], pending: [] }, ...tpp('ACCESS_EXCEEDED') },
			'quota-exceeded',
		],
		['beside no content', { data: null, errors: [{ code: 'RESOURCE_UNKNOWN' }] }, 'not-found'],
		['OAuth', { error: 'invalid_grant', error_description: 'Spent' }, 'login-required'],
		[
			'a status of its own',
			{ status: 503, title: 'Down', detail: 'Back soon' },
			'bank-unavailable',
		],
		['a status as text', { httpCode: '401', httpMessage: 'Unauthorized' }, 'login-required'],
		['GoCardless', { summary: 'S', detail: 'D', status_code: 404 }, 'not-found'],
		[
			'Open Banking UK',
			{ Code: '403', Errors: [{ ErrorCode: 'UK.OBIE.Field.Missing' }] },
			'request-rejected',
		],
		[
			'a gateway',
			{ fault: { faultstring: 'x', detail: { errorcode: 'oauth.v2.InvalidAccessToken' } } },
			'login-required',
		],
		[
			'without a word that we know',
			{ error: 'made_up', message: 'Nobody knows' },
			'unreadable-answer',
		],
	])('%s', (_, body, code) => {
		expect(judged(200, body)).toMatchObject({ code, details: { status: 200 } });
		const read = settleSync(() =>
			readAnswer('berlin-group', standards['berlin-group'], 'transactions', body),
		);
		expect('error' in read && read.error).toBeInstanceOf(BankError);
		expect('error' in read && read.error).toMatchObject({
			message: expect.stringContaining('This answer is a refusal'),
		});
	});

	it.each<[string, unknown]>([
		[
			'content beside a warning',
			{ accounts: [], tppMessages: [{ category: 'WARNING', code: 'W' }] },
		],
		['content beside an error', { accounts: [{ resourceId: '1' }], ...tpp('SERVICE_INVALID') }],
		['a state of a login that failed', { scaStatus: 'failed', ...tpp('PSU_CREDENTIALS_INVALID') }],
		['no errors', { accounts: [], errors: [] }],
		['a success', { code: '0', message: 'OK', error: false }],
		['a status in words', { status: 'PENDING' }],
		['a status of success', { status: 200, message: 'Deleted' }],
		['nothing', undefined],
		['an empty object', {}],
		['a list', [{ code: 'CONSENT_EXPIRED' }]],
	])('is not %s', (_, body) => {
		expect(judged(200, body)).toBeUndefined();
		expect(readRefusal({ status: 200, headers: {}, body })).toEqual({});
	});
});

describe('what a bank says in words only', () => {
	const goCardless = (status_code: number, summary: string, detail: string, type?: string) => ({
		summary,
		detail,
		status_code,
		...(type !== undefined && { type }),
	});

	it.each<[number, string, unknown, BankErrorCode]>([
		[401, 'a closed account', goCardless(401, 'S', 'Made up', 'AccountInactiveError'), 'not-found'],
		[
			401,
			'the same in words',
			goCardless(401, 'S', 'The account was closed in spring'),
			'not-found',
		],
		[403, 'no longer there', { code: 403, message: 'Account 7 no longer exists' }, 'not-found'],
		[409, 'not ready', goCardless(409, 'Account is Processing', 'Wait'), 'bank-unavailable'],
		[409, 'not ready yet', { code: 'X', message: 'Data is not ready yet' }, 'bank-unavailable'],
		[400, 'shortly', { error: 'pending', message: 'Please try again shortly' }, 'bank-unavailable'],
		[
			429,
			'the day',
			goCardless(429, 'S', 'Daily request limit set by the bank was exceeded'),
			'quota-exceeded',
		],
		[429, 'the day otherwise', { message: 'The limit is 4 per day' }, 'quota-exceeded'],
		[
			429,
			'the day again',
			{ message: 'Maximum number of calls per day reached' },
			'quota-exceeded',
		],
		[429, 'today', { message: 'You have reached your limit for today' }, 'quota-exceeded'],
		[
			429,
			'through Enable Banking',
			{ code: 429, error: 'ASPSP_RATE_LIMIT_EXCEEDED', message: '[HUB046] accesses exceeded' },
			'quota-exceeded',
		],
		[
			429,
			'multiplicity',
			{ message: 'Consented multiplicity per day is used up' },
			'quota-exceeded',
		],
		[429, 'too many at once', { message: 'Reached parallel requests limit: (5)' }, 'rate-limited'],
		[429, 'too many a minute', { message: 'Rate limit: 100 requests per minute' }, 'rate-limited'],
		[429, 'nothing', {}, 'rate-limited'],
		[401, 'an ended token', { message: 'The access token has expired' }, 'login-required'],
		[
			403,
			'no right to an account',
			{ type: 'AccountAccessForbidden', summary: 'S', detail: 'D' },
			'not-permitted',
		],
	])('%i, %s', (status, _, body, code) => {
		expect(judged(status, body)).toMatchObject({ code });
	});

	it('says of a closed account to choose another one, and asks for no login', () => {
		const error = judged(401, goCardless(401, 'S', 'The account has been deactivated'));
		expect(error?.details.nextStep).toMatch(/^Choose another account/);
	});

	it.each<[string, unknown, string]>([
		['detail.message', { error: 'E', detail: { message: 'Only 77 days' } }, 'Only 77 days'],
		[
			'beside message',
			{ error: 'E', message: 'Wrong period', detail: { message: 'Only 77 days' } },
			'Wrong period Only 77 days',
		],
		[
			'beside a code',
			{ code: 'E', message: 'Wrong', detail: { message: 'Only 77 days' } },
			'Wrong Only 77 days',
		],
		['of a problem', { title: 'T', detail: { description: 'Only 77 days' } }, 'Only 77 days'],
		['in a list', { errors: [{ code: 'E', message: { text: 'Only 77 days' } }] }, 'Only 77 days'],
		[
			'of a gateway',
			{ httpCode: '400', moreInformation: { message: 'Only 77 days' } },
			'Only 77 days',
		],
		['once', { error: 'E', message: 'Same', detail: { message: 'Same' } }, 'Same'],
	])('is found %s', (_, body, bankText) => {
		expect(readRefusal({ status: 400, headers: {}, body })).toMatchObject({ bankText });
	});

	it('names the field that GoCardless complains about', () => {
		const body = { max_days: { summary: 'Wrong', detail: 'Too many' }, status_code: 400 };
		expect(readRefusal({ status: 400, headers: {}, body })).toEqual({
			bankText: 'Wrong Too many',
			field: 'max_days',
		});
	});
});
