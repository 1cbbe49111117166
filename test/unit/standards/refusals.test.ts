import { readRefusal } from '../../../lib/standards/refusals';

const refusalOf = (body: unknown) => readRefusal({ status: 400, headers: {}, body });

describe('readRefusal', () => {
	it.each([
		[
			'Berlin Group',
			{
				tppMessages: [
					{ category: 'ERROR', code: 'CONSENT_EXPIRED', text: 'Expired', path: 'Consent-ID' },
				],
			},
			{
				code: 'consent-required',
				bankCode: 'CONSENT_EXPIRED',
				bankText: 'Expired',
				field: 'Consent-ID',
			},
		],
		[
			'Berlin Group, a warning first',
			{
				tppMessages: [
					{ category: 'WARNING', code: 'W' },
					{ category: 'ERROR', code: 'PERIOD_INVALID' },
				],
			},
			{ code: 'request-rejected', bankCode: 'PERIOD_INVALID' },
		],
		[
			'Berlin Group, warnings only',
			{ tppMessages: [{ category: 'WARNING', code: 'W', text: 'Soon' }] },
			{ bankCode: 'W', bankText: 'Soon' },
		],
		[
			'a bare list of messages',
			[{ category: 'ERROR', code: 'TOKEN_EXPIRED' }],
			{ code: 'login-required', bankCode: 'TOKEN_EXPIRED' },
		],
		[
			'problem+json',
			{ type: 'about:blank', title: 'Not allowed', detail: 'No', code: 'SERVICE_BLOCKED' },
			{ code: 'not-permitted', bankCode: 'SERVICE_BLOCKED', bankText: 'No' },
		],
		[
			'problem+json with additional errors',
			{
				type: 'about:blank',
				title: 'T',
				additionalErrors: [{ code: 'FORMAT_ERROR', detail: 'D' }],
			},
			{ code: 'request-rejected', bankCode: 'FORMAT_ERROR', bankText: 'D' },
		],
		[
			'problem+json named by its type',
			{ type: 'https://bank.example/problems/invalid-refresh-token', title: 'T', status: 400 },
			{ bankCode: 'invalid-refresh-token', bankText: 'T' },
		],
		[
			'Nordea',
			{
				group_header: {},
				error: { failures: [{ code: 'error.signature.invalid', description: 'Bad' }] },
			},
			{ bankCode: 'error.signature.invalid', bankText: 'Bad' },
		],
		[
			'an IBM gateway',
			{ httpCode: '401', httpMessage: 'Unauthorized', moreInformation: 'Invalid token' },
			{ bankCode: '401', bankText: 'Invalid token' },
		],
		[
			'Open Banking UK',
			{
				Code: '400',
				Message: 'Bad',
				Errors: [
					{ ErrorCode: 'UK.OBIE.Field.Invalid', Message: 'Wrong', Path: 'fromBookingDateTime' },
				],
			},
			{
				code: 'request-rejected',
				bankCode: 'UK.OBIE.Field.Invalid',
				bankText: 'Wrong',
				field: 'fromBookingDateTime',
			},
		],
		[
			'Open Banking UK without details',
			{ Code: '403', Message: 'No' },
			{ bankCode: '403', bankText: 'No' },
		],
		[
			'OAuth',
			{ error: 'invalid_grant', error_description: 'Spent' },
			{ code: 'login-required', bankCode: 'invalid_grant', bankText: 'Spent' },
		],
		[
			'OAuth as SEB writes it',
			{ error: 'invalid_request', error_descriptions: 'Missing' },
			{ code: 'request-rejected', bankCode: 'invalid_request', bankText: 'Missing' },
		],
		[
			'OP',
			{
				type: 'VALIDATION',
				message: 'Bad',
				violations: [{ field: 'from', message: 'Too old' }],
				id: '1',
			},
			{ bankCode: 'VALIDATION', bankText: 'Too old', field: 'from' },
		],
		[
			'PolishAPI',
			{ responseHeader: {}, code: 'X1', message: 'Zle' },
			{ bankCode: 'X1', bankText: 'Zle' },
		],
		['SpareBank 1', { code: 'E', message: 'M', traceId: 't' }, { bankCode: 'E', bankText: 'M' }],
		[
			'Neonomics',
			{ errorCode: '1426', message: 'Consent', links: [] },
			{ code: 'consent-required', bankCode: '1426', bankText: 'Consent' },
		],
		[
			'GoCardless',
			{ summary: 'EUA expired', detail: 'Renew', type: 'AccessExpiredError', status_code: 401 },
			{ code: 'consent-required', bankCode: 'AccessExpiredError', bankText: 'EUA expired Renew' },
		],
		['GoCardless in lists', { summary: ['A', 'B'], detail: ['C'] }, { bankText: 'A B C' }],
		[
			"GoCardless's daily limit",
			{
				summary: 'Rate limit exceeded',
				detail: 'The rate limit for this resource is 4/day. Try again in 9 seconds',
			},
			{
				code: 'quota-exceeded',
				bankText:
					'Rate limit exceeded The rate limit for this resource is 4/day. Try again in 9 seconds',
				retryAfterMs: 9000,
			},
		],
		[
			'SEB cards',
			{ error: { errorCode: 'E7', userMessage: 'Sorry', developerMessage: 'dev' } },
			{ bankCode: 'E7', bankText: 'Sorry' },
		],
		[
			'Swedbank beyond 90 days',
			{ tppMessages: [{ code: 'X', text: 'Statement requires SCA' }] },
			{ code: 'consent-required', bankCode: 'X', bankText: 'Statement requires SCA' },
		],
		[
			'Swedbank in a hurry',
			{ tppMessages: [{ code: 'ACCESS_EXCEEDED', text: 'Reached parallel requests limit: (5)' }] },
			{
				code: 'rate-limited',
				bankCode: 'ACCESS_EXCEEDED',
				bankText: 'Reached parallel requests limit: (5)',
			},
		],
		[
			'an HTML page',
			'<html><body><h1>504 Gateway Time-out</h1></body></html>',
			{ bankText: '504 Gateway Time-out' },
		],
		['plain text', 'Nope', { bankText: 'Nope' }],
		[
			'openFinance 2',
			{ apiClientMessages: [{ category: 'ERROR', code: 'TOKEN_EXPIRED', text: 'T' }] },
			{ code: 'login-required', bankCode: 'TOKEN_EXPIRED', bankText: 'T' },
		],
		[
			'Berlin Group without a list, in a wrapper',
			{ data: { tppMessages: { category: 'ERROR', code: 'CONSENT_EXPIRED', text: 'T' } } },
			{ code: 'consent-required', bankCode: 'CONSENT_EXPIRED', bankText: 'T' },
		],
		[
			'Apigee',
			{ fault: { faultstring: 'F', detail: { errorcode: 'oauth.v2.InvalidAccessToken' } } },
			{ code: 'login-required', bankCode: 'oauth.v2.InvalidAccessToken', bankText: 'F' },
		],
		[
			'WSO2',
			{ fault: { code: 900901, message: 'Invalid', description: 'Access failure' } },
			{ bankCode: '900901', bankText: 'Invalid Access failure' },
		],
		[
			'a fault in JSON',
			{ faultcode: 'Server', faultstring: 'F' },
			{ bankCode: 'Server', bankText: 'F' },
		],
		[
			'ABN AMRO',
			{ messages: [{ messageKey: 'MESSAGE_BAD_REQUEST', messageText: 'T' }] },
			{ bankCode: 'MESSAGE_BAD_REQUEST', bankText: 'T' },
		],
		[
			'a list of errors, whose code is written with a point',
			{ errors: [{ code: 'consent.expired', message: 'M', path: 'p' }] },
			{ code: 'consent-required', bankCode: 'consent.expired', bankText: 'M', field: 'p' },
		],
		[
			'Fabrick',
			{ status: 'KO', error: [{ code: 'E12', description: 'D' }] },
			{ bankCode: 'E12', bankText: 'D' },
		],
		['bunq', { Error: [{ error_description: 'D' }] }, { bankText: 'D' }],
		[
			"Enable Banking's missing right",
			{ code: 403, message: 'M', error: 'ACCESS_DENIED', detail: null },
			{ code: 'not-permitted', bankCode: 'ACCESS_DENIED', bankText: 'M' },
		],
		[
			'a login broken off',
			{ error: 'access_denied' },
			{ code: 'login-failed', bankCode: 'access_denied' },
		],
		['bare sentences', { errors: ['A', 'B'] }, { bankText: 'A B' }],
		['Klarna', { error: { code: 'C', description: 'D' } }, { bankCode: 'C', bankText: 'D' }],
		['a gateway in capitals', { Message: 'No' }, { bankText: 'No' }],
		[
			'N26',
			{ error: 'invalid', status: 400, userMessage: { title: 'T', detail: 'Too long ago' } },
			{ bankCode: 'invalid', bankText: 'Too long ago' },
		],
		[
			'ASP.NET',
			{ title: 'Wrong', status: 400, errors: { dateFrom: ['Is no date'] } },
			{ bankText: 'Is no date', field: 'dateFrom' },
		],
		[
			'an errand of a gateway',
			{ result: { code: 'E', msg: 'M' } },
			{ bankCode: 'E', bankText: 'M' },
		],
		[
			'names with strokes',
			{ error_code: 'E', error_message: 'M' },
			{ bankCode: 'E', bankText: 'M' },
		],
		[
			'XML',
			'<e:error><code>CONSENT_EXPIRED</code><e:message lang="en">M</e:message></e:error>',
			{ code: 'consent-required', bankCode: 'CONSENT_EXPIRED', bankText: 'M' },
		],
		[
			'SOAP',
			'<s:Fault><faultcode>s:Client</faultcode><faultstring>F</faultstring></s:Fault>',
			{ bankCode: 's:Client', bankText: 'F' },
		],
		['an HTML page without a title', '<html></html>', {}],
		['nothing', undefined, {}],
		['an empty object', {}, {}],
		['null', null, {}],
	])('of %s', (_name, body, expected) => {
		expect(refusalOf(body)).toEqual(expected);
	});
});
