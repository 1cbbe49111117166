import type { BankErrorCode } from '../../errors';

/**
 * Bank codes in ours, compared by their letters and digits. Berlin Group 1.3 §14.11, RFC 6749 §5.2, Open Banking UK
 * `UK.OBIE.*` (3.1.11) and `U*` (4.0), Apigee gateways, Klarna's and Swedbank's own.
 */
const groups: { readonly [code in BankErrorCode]?: readonly string[] } = {
	'consent-required': [
		'CONSENT_EXPIRED',
		'CONSENT_INVALID',
		'CONSENT_UNKNOWN',
		'UK.OBIE.REAUTHENTICATE',
		'UK.OBIE.RESOURCE.INVALIDCONSENTSTATUS',
		'EUAEXPIRED',
		'ACCESSEXPIREDERROR',
		'AISCONSENTEXPIRED',
		'CONSENT_REVOKED',
		'INVALID_CONSENT',
		'SCA_REQUIRED',
		'ADDITIONAL_AUTHENTICATION_REQUIRED',
		'CONSENT_NOT_FOUND',
		'CONSENT_TERMINATED',
		'CONSENT_REJECTED',
		// Neonomics.
		'1426',
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
	],
	'quota-exceeded': [
		'ACCESS_EXCEEDED',
		'DAILY_LIMIT',
		'DAILY_LIMIT_EXCEEDED',
		'DAILY_QUOTA_EXCEEDED',
		'CONSENT.LIMIT_EXCEEDED',
		'CLO03941',
		'HUB046',
	],
	'rate-limited': [
		'RATE_LIMIT_EXCEEDED',
		'TOO_MANY_REQUESTS',
		'RATELIMITERROR',
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
		'ACCOUNTACCESSFORBIDDEN',
		'ACCOUNTRESOURCEUNAVAILABLE',
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
		'ACCOUNT_SUSPENDED',
		'ACCOUNT_DEACTIVATED',
		'ACCOUNT_NOT_AVAILABLE',
		'RESOURCE_EXPIRED',
		'PRODUCT_UNKNOWN',
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
		'INVALID_CLIENT',
		'UNAUTHORIZED_CLIENT',
		'INVALID_CLIENT_ID',
		'CLIENT_ID_INVALID',
		'INVALID_API_KEY',
		'APPLICATION_NOT_ACTIVE',
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
		'INVALID_REQUEST',
		'INVALID_SCOPE',
		'UNSUPPORTED_GRANT_TYPE',
		'UK.OBIE.FIELD.EXPECTED',
		'UK.OBIE.FIELD.INVALID',
		'UK.OBIE.FIELD.INVALIDDATE',
		'UK.OBIE.FIELD.MISSING',
		'UK.OBIE.FIELD.UNEXPECTED',
		'UK.OBIE.HEADER.INVALID',
		'UK.OBIE.HEADER.MISSING',
		'UK.OBIE.RESOURCE.INVALIDFORMAT',
	],
	'login-failed': ['ACCESS_DENIED', 'SCA_INVALID', 'SCA_METHOD_INVALID', 'SCA_METHOD_UNKNOWN'],
	'bank-unavailable': [
		'INTERNAL_SERVER_ERROR',
		'INTERNAL_ERROR',
		'SERVICE_UNAVAILABLE',
		'TEMPORARY_UNAVAILABLE',
		'TEMPORARILY_UNAVAILABLE',
		'SERVER_ERROR',
		'BACKEND_ERROR',
		'SERVICEERROR',
		'CONNECTIONERROR',
		'UNKNOWNREQUESTERROR',
		'PROCESSING',
		'ACCOUNT_PROCESSING',
		'NOT_READY',
		'DATA_NOT_READY',
		'REPORT_NOT_READY',
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

/** What a bank's code means; `undefined` where nobody knows it. */
export function meaningOf(bankCode: string): BankErrorCode | undefined {
	// OAuth's `access_denied` is a login that was broken off; in capitals it is a right that is missing.
	return bankCode === 'ACCESS_DENIED' ? 'not-permitted' : codes.get(letters(bankCode));
}

/** Codes that say that something is wrong and not what: the bank's sentence tells more. */
const vague: ReadonlySet<string> = new Set(
	[
		['FORBIDDEN', 'SERVICE_BLOCKED', 'ACCESS_DENIED', 'RESOURCE_BLOCKED'],
		['SERVICE_INVALID', 'INVALID_REQUEST'],
		['RESOURCE_UNKNOWN', 'RESOURCE_NOT_FOUND'],
		['INTERNAL_SERVER_ERROR', 'INTERNAL_ERROR', 'SERVER_ERROR', 'BACKEND_ERROR'],
		['RATE_LIMIT_EXCEEDED', 'TOO_MANY_REQUESTS'],
	]
		.flat()
		.map(letters),
);

export const isVague = (bankCode: string): boolean => vague.has(letters(bankCode));
