import { readRefusal } from '../../../lib/standards/refusals';
import { standards } from '../../../lib/standards';
import { readAnswer } from '../../../lib/reading/read-answer';
import { judge, judgeUnread } from '../../../lib/client/judge';
import { BankError, type BankErrorCode } from '../../../lib/errors';
import { settleSync } from '../../../lib/outcome';
import { plainBank } from '../../support/client-under-test';

const judged = (status: number, body: unknown) =>
	judge(
		{ status, headers: {}, body },
		{
			bank: plainBank,
			asked: 'the accounts',
			operation: 'accounts',
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
		[
			'beside content: nobody knows what is missing',
			{ accounts: [{ resourceId: '1' }], ...tpp('SERVICE_UNAVAILABLE') },
			'bank-unavailable',
		],
		[
			'in a list beside content',
			{ accounts: [{ resourceId: '1' }], errors: [{ code: 'CONSENT_EXPIRED' }] },
			'consent-required',
		],
		['in a wrapper', { data: tpp('CONSENT_EXPIRED') }, 'consent-required'],
		['a bare list', tpp('CONSENT_EXPIRED').tppMessages, 'consent-required'],
		['a code alone', { code: 'TOKEN_EXPIRED', message: 'Over' }, 'login-required'],
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
		[
			'content beside a message of no category',
			{ accounts: [{ resourceId: '1' }], tppMessages: [{ code: 'W', text: 'Soon' }] },
		],
		['content beside a code for nothing', { accounts: [{}], errors: [{ code: '00', text: 'OK' }] }],
		['a consent that is ended', { summary: 'Done', detail: 'The consent is terminated' }],
		['a state beside an error', { consentStatus: 'rejected', ...tpp('CONSENT_INVALID') }],
		['a token', { access_token: 'made-up', error: 'none of them' }],
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

describe('a refusal that nothing but its words tells of', () => {
	it.each<[unknown, BankErrorCode]>([
		[{ message: 'Your consent has expired' }, 'consent-required'],
		[{ code: 'CONSENT_EXPIRED', message: 'Over' }, 'consent-required'],
		[{ hello: 'world', message: 'The account is closed' }, 'not-found'],
		[{ status: 'PROCESSING', message: 'Your data is being prepared' }, 'bank-unavailable'],
		['<error><code>TOKEN_INVALID</code></error>', 'login-required'],
		['Too many requests', 'rate-limited'],
	])('is known where %j can not be read', (body, code) => {
		const subject = {
			bank: plainBank,
			asked: 'the accounts',
			operation: 'accounts',
			requestId: '00000000-0000-4000-8000-000000000001',
			now: Date.UTC(2026, 0, 15, 8),
			secrets: [],
		};
		expect(judgeUnread({ status: 200, headers: {}, body }, subject)).toMatchObject({ code });
		const read = settleSync(() =>
			readAnswer('berlin-group', standards['berlin-group'], 'transactions', body),
		);
		expect(read).toMatchObject({ error: { code } });
	});

	it('is not looked for in what has no such words', () => {
		const subject = {
			bank: plainBank,
			asked: 'x',
			operation: 'accounts',
			requestId: '',
			now: 0,
			secrets: [],
		};
		const answer = { status: 200, headers: {}, body: { hello: 'world' } };
		expect(judgeUnread(answer, subject)).toBeUndefined();
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

	it.each<[BankErrorCode, readonly string[]]>([
		[
			'consent-required',
			[
				'End User Agreement (EUA) 7 has expired',
				'No valid End User Agreement',
				'Access has expired or it has been revoked. To restore access reconnect the account.',
				'The consent was withdrawn by the account holder',
				'Consent not found',
				'Re-authentication is needed',
				'Strong customer authentication is required',
				'Die Zustimmung ist abgelaufen',
				'Ditt samtycke har gått ut',
				'Le consentement a expiré',
				'El consentimiento ha caducado',
				'Il consenso è scaduto',
				'De toestemming is verlopen',
			],
		],
		[
			'not-found',
			[
				'This account has been closed',
				'Inactive account',
				'Account suspended',
				'Account ID 7 not found',
				'Das Konto wurde aufgelöst',
				'Kontot är avslutat',
				'Le compte est clôturé',
				'La cuenta está cancelada',
				'Il conto è estinto',
				'De rekening is opgeheven',
			],
		],
		[
			'settings-invalid',
			[
				'Authentication failed No active account found with the given credentials',
				"IP address access denied Your IP 192.0.2.1 isn't whitelisted to perform this action",
				'Application is not active',
				'Invalid client id or secret',
				'Unknown API key',
				'The certificate has expired',
				'The signature is missing',
				'Client is not registered',
			],
		],
		[
			'bank-unavailable',
			[
				'Account is Processing',
				'The report is being prepared',
				'Data not ready',
				'Try again in a few minutes',
			],
		],
		['rate-limited', ['Too many requests', 'Rate limit reached']],
		['not-permitted', ['User action is required', 'Please accept the new terms of your bank']],
		[
			'quota-exceeded',
			[
				'Daily request limit exceeded',
				'Daily PSU not present limit',
				'CLO03941',
				'4 requests in 24 hours',
			],
		],
	])('%s', (code, sentences) => {
		for (const message of sentences) {
			const { code: read } = readRefusal({ status: 400, headers: {}, body: { message } });
			expect(`${message}: ${String(read)}`).toBe(`${message}: ${code}`);
		}
	});

	it.each([
		'The access token has expired',
		'Invalid token Token is invalid or expired',
		'Content-Type application/xml is not allowed',
		'An error occurred while the request was being processed',
		'Client error: invalid date',
		'Your user account is blocked',
		'Account plan limit exceeded',
		'Access denied: invalid scope',
	])('leaves "%s" to the status', (message) => {
		expect(readRefusal({ status: 400, headers: {}, body: { message } })).toEqual({
			bankText: message,
		});
	});

	it('does not outrank a code that says more than the sentence', () => {
		const refusal = (code: string, text: string) =>
			readRefusal({ status: 400, headers: {}, body: { tppMessages: [{ code, text }] } }).code;
		expect(refusal('CONSENT_UNKNOWN', 'The account is closed')).toBe('consent-required');
		expect(refusal('TOKEN_EXPIRED', 'The request is being processed')).toBe('login-required');
		expect(refusal('FORBIDDEN', 'The account is closed')).toBe('not-found');
		expect(refusal('SERVER_ERROR', 'Account was blocked')).toBe('not-found');
	});

	it.each<[unknown, RegExp]>([
		[{ code: 403, message: 'Application is not active' }, /that the application is active$/],
		[{ summary: 'Account is Processing' }, /^Try again in some minutes/],
		[tpp('CERTIFICATE_MISSING'), /^Fill in the transport certificate, or the signing/],
		[tpp('CERTIFICATE_EXPIRED'), /^Get a new certificate/],
		[tpp('SIGNATURE_INVALID'), /^Check the signing key/],
		[
			'<html><head><title>400 No required SSL certificate was sent</title></head></html>',
			/^Check how n8n is registered.*certificate/,
		],
		[
			'<html><head><title>400 The SSL certificate error</title></head></html>',
			/^Check how n8n is registered.*certificate/,
		],
	])('says what to do after %j', (body, nextStep) => {
		expect(judged(403, body)?.details.nextStep).toMatch(nextStep);
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
