import { Refused, type About, type Reason } from '../../kit/refused';
import { json, type Reply } from '../../kit/served';

type Words = readonly [status: number, error: string | undefined, message: string];

const parameters = [422, 'WRONG_REQUEST_PARAMETERS', 'Wrong request parameters provided'] as const;
const unauthorized = [401, 'UNAUTHORIZED_ACCESS', 'Unauthorized access'] as const;
const tooOften = [429, 'ASPSP_RATE_LIMIT_EXCEEDED', 'ASPSP Rate limit exceeded'] as const;
const wrongKey = [422, 'WRONG_CONTINUATION_KEY', 'Wrong continuation key provided'] as const;

/** `enable-banking §5` and the error codes of the OpenAPI; a code without `error` is one that the API has none for. */
const words: Readonly<Partial<Record<Reason, Words>>> = {
	'missing-header': [422, 'PSU_HEADER_NOT_PROVIDED', 'Required PSU header is not provided'],
	'bad-header': [422, 'PSU_HEADER_INVALID', 'Provided PSU header contains invalid value'],
	'unknown-path': [404, undefined, 'Not Found'],
	'wrong-method': [405, undefined, 'Method Not Allowed'],
	'missing-token': [401, 'AUTHORIZATION_NOT_PROVIDED', 'Authorization header is not provided'],
	'unknown-token': unauthorized,
	'expired-token': unauthorized,
	'unknown-redirect': [422, 'REDIRECT_URI_NOT_ALLOWED', 'Redirect URI not allowed'],
	'bad-scope': [403, 'ACCESS_DENIED', 'Access to this resource is denied'],
	'bad-grant': [422, 'WRONG_AUTHORIZATION_CODE', 'Wrong authorization code provided'],
	'not-consented': [403, undefined, 'Application is not active'],
	'unknown-consent': [404, 'SESSION_DOES_NOT_EXIST', 'No session found matching provided id'],
	'consent-over': [401, 'CLOSED_SESSION', 'Session is closed'],
	'consent-expired': [401, 'EXPIRED_SESSION', 'Session is expired'],
	'unknown-id': [404, 'ACCOUNT_DOES_NOT_EXIST', 'No account found matching provided id'],
	'wrong-state': [422, 'WRONG_SESSION_STATUS', 'Wrong session status'],
	period: [422, 'WRONG_DATE_INTERVAL', 'date_from should be less than or equal date_to'],
	'too-far-back': [422, 'WRONG_TRANSACTIONS_PERIOD', 'Wrong transactions period requested'],
	'page-key': wrongKey,
	'page-expired': wrongKey,
	quota: tooOften,
	'too-many': tooOften,
	'server-error': [400, 'ASPSP_ERROR', 'Error interacting with ASPSP'],
};

/** What a refusal of this API can say besides the kit's own. */
interface More {
	/** Another code than the usual one. */
	readonly code?: string;
	/** Another message than the usual one. */
	readonly says?: string;
	readonly detail?: unknown;
	/** The body of the bank behind the API, passed on as it came. */
	readonly leaked?: unknown;
}

export const refusal = (reason: Reason, more: More = {}): Refused => new Refused(reason, more);

/** An error of the bank behind the API, in whose words the API speaks. */
export const thrown = (message: string, error_name: string): More => ({
	says: message,
	detail: { message, error_name, error_data: {} },
});

/** Codes that a fault may ask for, with what comes beside them (`enable-banking §5 403 PSU action`). */
const exceptions: Readonly<Record<string, More>> = {
	ASPSP_PSU_ACTION_REQUIRED: thrown('Internal error.', 'PsuActionRequiredException'),
	ASPSP_ACCOUNT_NOT_ACCESSIBLE: thrown(
		"The PSU does not have access to the requested account or it doesn't exist",
		'AccountNotAccessibleException',
	),
};

/** A wrong parameter, which the message names. */
export const wrongParameter = (message: string): Refused =>
	refusal('bad-parameter', thrown(message, 'ParameterValidationException'));

export function refuse(reason: Reason, about: About & More): Reply {
	const [usual, error, message] = words[reason] ?? parameters;
	const { status = usual, leaked, text } = about;
	if (leaked !== undefined) return json(leaked, status);
	const named =
		error === parameters[1] && text !== undefined
			? thrown(text, 'ParameterValidationException')
			: {};
	const own = exceptions[about.code ?? ''] ?? {};
	const { says = message, detail = usualDetail(reason) }: More = { ...own, ...named, ...about };
	return json(
		{
			code: status,
			message: says,
			...(error !== undefined && { error: about.code ?? error }),
			detail,
		},
		status,
	);
}

const usualDetail = (reason: Reason): string | null =>
	reason === 'server-error' ? 'Unknown error' : null;
