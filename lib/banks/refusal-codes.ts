import type { BankErrorCode } from '../errors';

/**
 * Bank codes in ours, compared by their letters and digits. Berlin Group 1.3 §14.11, RFC 6749 §5.2, Open Banking UK
 * `UK.OBIE.*` (3.1.11) and `U*` (4.0), Enable Banking, Apigee
 * gateways, Klarna's and Swedbank's own.
 */
const groups: { readonly [code in BankErrorCode]?: readonly string[] } = {
	'consent-required': [
		'CONSENT_EXPIRED',
		'CONSENT_INVALID',
		'CONSENT_UNKNOWN',
		'EXPIRED_SESSION',
		'CLOSED_SESSION',
		'REVOKED_SESSION',
		'SESSION_DOES_NOT_EXIST',
		'WRONG_SESSION_STATUS',
		'UK.OBIE.REAUTHENTICATE',
		'UK.OBIE.RESOURCE.INVALIDCONSENTSTATUS',
		'EUAEXPIRED',
		'ACCESSEXPIREDERROR',
		'AISCONSENTEXPIRED',
		'CONSENT_REVOKED',
		'INVALID_CONSENT',
		'SCA_REQUIRED',
	],
	'login-required': [
		'TOKEN_EXPIRED',
		'TOKEN_INVALID',
		'TOKEN_UNKNOWN',
		'PSU_CREDENTIALS_INVALID',
		'INVALID_TOKEN',
		'INVALID_ACCESS_TOKEN',
		'ACCESS_TOKEN_EXPIRED',
		'EXPIRED_TOKEN',
		'OAUTH.V2.INVALIDACCESSTOKEN',
		'KEYMANAGEMENT.SERVICE.ACCESS_TOKEN_EXPIRED',
		'KEYMANAGEMENT.SERVICE.INVALID_ACCESS_TOKEN',
		'INVALID_GRANT',
		'ASPSP_PSU_ACTION_REQUIRED',
	],
	'quota-exceeded': ['ACCESS_EXCEEDED', 'DAILY_LIMIT', 'CONSENT.LIMIT_EXCEEDED'],
	'rate-limited': [
		'ASPSP_RATE_LIMIT_EXCEEDED',
		'RATE_LIMIT_EXCEEDED',
		'TOO_MANY_REQUESTS',
		'POLICIES.RATELIMIT.QUOTAVIOLATION',
		'POLICIES.RATELIMIT.SPIKEARRESTVIOLATION',
	],
	'not-permitted': [
		'FORBIDDEN',
		'SERVICE_BLOCKED',
		'RESOURCE_BLOCKED',
		'ROLE_INVALID',
		'CORPORATE_ID_INVALID',
		'PRODUCT_INVALID',
		'INSUFFICIENT_SCOPE',
		'UNAUTHORIZED_ACCESS',
		'ACCOUNTACCESSFORBIDDEN',
		'UK.OBIE.UNSUPPORTED.ACCOUNTSECONDARYIDENTIFIER',
	],
	'not-found': [
		'RESOURCE_UNKNOWN',
		'RESOURCE_NOT_FOUND',
		'ERROR.RESOURCE.NOT_FOUND',
		'ACCOUNT_NOT_FOUND',
		'ACCOUNTINACTIVEERROR',
		'ACCOUNT_INACTIVE',
		'ACCOUNT_CLOSED',
		'ACCOUNT_BLOCKED',
		'ACCOUNT_NOT_AVAILABLE',
		'RESOURCE_EXPIRED',
		'PRODUCT_UNKNOWN',
		'ACCOUNT_DOES_NOT_EXIST',
		'ASPSP_ACCOUNT_NOT_ACCESSIBLE',
		'INVALID_ACCOUNT_ID',
		'TRANSACTION_DOES_NOT_EXIST',
		'UK.OBIE.RESOURCE.NOTFOUND',
	],
	'settings-invalid': [
		'CERTIFICATE_INVALID',
		'CERTIFICATE_EXPIRED',
		'CERTIFICATE_BLOCKED',
		'CERTIFICATE_REVOKED',
		'CERTIFICATE_MISSING',
		'CERTIFICATE_MISSSING',
		'SIGNATURE_INVALID',
		'SIGNATURE_MISSING',
		'SIGNATURE_MISSSING',
		'ERROR.SIGNATURE.INVALID',
		'INVALID_CLIENT',
		'UNAUTHORIZED_CLIENT',
		'AUTHORIZATION_NOT_PROVIDED',
		'INVALID_HOST',
		'UNAUTHORIZED_IP',
		'NO_ACCOUNTS_ADDED',
		'REDIRECT_URI_NOT_ALLOWED',
		'UK.OBIE.SIGNATURE.INVALID',
		'UK.OBIE.SIGNATURE.MISSING',
	],
	'request-rejected': [
		'FORMAT_ERROR',
		'PARAMETER_NOT_CONSISTENT',
		'PARAMETER_NOT_SUPPORTED',
		'SERVICE_INVALID',
		'TIMESTAMP_INVALID',
		'PERIOD_INVALID',
		'SCHEMA_INVALID',
		'SESSIONS_NOT_SUPPORTED',
		'REQUESTED_FORMATS_INVALID',
		'SERVICE_NOT_SUPPORTED',
		'CONTENT_TYPE_NOT_SUPPORTED',
		'UNSUPPORTED_MEDIA_TYPE',
		'WRONG_TRANSACTIONS_PERIOD',
		'WRONG_CONTINUATION_KEY',
		'WRONG_REQUEST_PARAMETERS',
		'PSU_HEADER_NOT_PROVIDED',
		'PSU_HEADER_INVALID',
		'DATE_TO_WITHOUT_DATE_FROM',
		'DATE_FROM_IN_FUTURE',
		'WRONG_DATE_INTERVAL',
		'WRONG_ASPSP_PROVIDED',
		'INVALID_REQUEST',
		'INVALID_SCOPE',
		'UNSUPPORTED_GRANT_TYPE',
		'ERROR.DATE.INVALID',
		'UK.OBIE.FIELD.EXPECTED',
		'UK.OBIE.FIELD.INVALID',
		'UK.OBIE.FIELD.INVALIDDATE',
		'UK.OBIE.FIELD.MISSING',
		'UK.OBIE.FIELD.UNEXPECTED',
		'UK.OBIE.HEADER.INVALID',
		'UK.OBIE.HEADER.MISSING',
		'UK.OBIE.RESOURCE.INVALIDFORMAT',
	],
	'login-failed': [
		'ACCESS_DENIED',
		'SCA_INVALID',
		'SCA_METHOD_INVALID',
		'SCA_METHOD_UNKNOWN',
		'EXPIRED_AUTHORIZATION_CODE',
		'WRONG_AUTHORIZATION_CODE',
		'WRONG_CREDENTIALS_PROVIDED',
	],
	'bank-unavailable': [
		'INTERNAL_SERVER_ERROR',
		'INTERNAL_ERROR',
		'SERVICE_UNAVAILABLE',
		'TEMPORARY_UNAVAILABLE',
		'TEMPORARILY_UNAVAILABLE',
		'SERVER_ERROR',
		'BACKEND_ERROR',
		'ASPSP_ERROR',
		'ASPSP_TIMEOUT',
		'SERVICEERROR',
		'CONNECTIONERROR',
		'UK.OBIE.UNEXPECTEDERROR',
	],
};

/** `CONSENT_EXPIRED`, `consent.expired` and `ConsentExpired` are one code. */
function letters(code: string): string {
	return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

const codes: ReadonlyMap<string, BankErrorCode> = new Map(
	Object.entries(groups).flatMap(([code, words]) =>
		words.map((word) => [letters(word), code as BankErrorCode] as const),
	),
);

interface Exception {
	readonly code: BankErrorCode;
	readonly when: RegExp;
}

/** Where the same bank code means two things, its text decides. */
const exceptions: readonly Exception[] = [
	// Swedbank: history beyond 90 days without a fresh login (401 without a code of its own).
	{ code: 'consent-required', when: /requires SCA/i },
	// Swedbank: 429 ACCESS_EXCEEDED also for too many calls at once, which passes in a moment.
	{ code: 'rate-limited', when: /parallel requests/i },
	// GoCardless: "The rate limit for this resource is 4/day", and of the bank's own: "Daily request limit … exceeded".
	// Banks behind Enable Banking: "[HUB046]", "Access exceeded", "Daily PSU not present limit", `CLO03941`.
	{
		code: 'quota-exceeded',
		when: /\blimit\b[^.]{0,40}\b\d+ ?(?:\/|per|a) ?day\b|\bdaily\b[^.]{0,60}\b(?:limit|quota|maximum|allowance)\b|\b(?:limit|quota|maximum|number)\b[^.]{0,60}\b(?:per|a|each|the|this) day\b|\blimit\b[^.]{0,40}\b(?:for )?today\b|\bmultiplicity\b|\baccess(?:es)? (?:is |are |has been )?exceeded\b|HUB046|CLO03941/i,
	},
	// GoCardless: a closed account answers 401, so that a new login would seem to help.
	{
		code: 'not-found',
		when: /\baccount\b[^.]{0,40}\b(?:closed|deactivated|inactive|no longer exists|terminated|does not exist)\b/i,
	},
	// GoCardless: the bank is still being asked (409).
	{
		code: 'bank-unavailable',
		when: /\b(?:is|are|still|currently|being) (?:being )?process(?:ing|ed)\b|\bnot (?:yet )?ready\b|try again shortly/i,
	},
];

export function refusalCode(
	bankCode: string | undefined,
	bankText: string | undefined,
): BankErrorCode | undefined {
	const exception = exceptions.find(({ when }) => bankText !== undefined && when.test(bankText));
	// OAuth's `access_denied` is a login that was broken off; in capitals it is a right that is missing.
	if (exception === undefined && bankCode === 'ACCESS_DENIED') return 'not-permitted';
	return exception?.code ?? codes.get(letters(bankCode ?? ''));
}
