import { randomUUID } from 'node:crypto';
import type { About, Reason } from '../../kit/refused';
import type { Reply } from '../../kit/served';

/** The gateway in front of the bank speaks for itself: `{httpCode, httpMessage, moreInformation}`. */
const gateway: Readonly<Partial<Record<Reason, readonly [status: number, message: string]>>> = {
	'unknown-client': [401, 'Unauthorized'],
	'missing-certificate': [401, 'Unauthorized'],
	'bad-certificate': [401, 'Unauthorized'],
	'unknown-path': [404, 'Not Found'],
	'wrong-method': [405, 'Method Not Allowed'],
	'unsupported-media': [415, 'Unsupported Media Type'],
	'not-acceptable': [406, 'Not Acceptable'],
	quota: [429, 'Too Many Requests'],
	'too-many': [429, 'Too Many Requests'],
	'server-error': [500, 'Internal Server Error'],
};

/**
 * The bank's own failures. The facts know `error.signature.invalid` and `error.date.invalid`; the codes of tokens and
 * `error.resource.denied` are in NordeaOB/swaggers `ia-v5.json`; the rest is recalled, unverified.
 */
const failures: Readonly<Partial<Record<Reason, readonly [status: number, code: string]>>> = {
	'missing-signature': [401, 'error.signature.invalid'],
	'bad-signature': [401, 'error.signature.invalid'],
	'missing-token': [401, 'error.token.invalid'],
	'unknown-token': [401, 'error.token.invalid'],
	'expired-token': [401, 'error.token.expired'],
	'ended-token': [401, 'error.token.invalid'],
	'consent-over': [401, 'error.token.invalid'],
	'consent-expired': [401, 'error.token.expired'],
	'not-consented': [403, 'error.resource.denied'],
	blocked: [403, 'error.resource.denied'],
	'too-far-back': [403, 'error.resource.denied'],
	'unknown-id': [404, 'error.resource.notfound'],
	period: [400, 'error.date.invalid'],
	'bad-grant': [400, 'error.code.invalid'],
	'unknown-person': [400, 'error.psu.unknown'],
	'wrong-person': [401, 'error.authentication.failed'],
	'wrong-state': [401, 'error.authentication.failed'],
	'in-progress': [409, 'error.authentication.inprogress'],
};

/** `url`: where the bank says that it was asked. */
export function refuse(
	reason: Reason,
	{ call, field, text, status, code }: About,
	url: string | undefined,
): Reply {
	const refusal = gateway[reason];
	if (refusal !== undefined) {
		const [usual, message] = refusal;
		const httpCode = status ?? usual;
		return {
			status: httpCode,
			body: {
				httpCode: String(httpCode),
				httpMessage: message,
				moreInformation: code ?? text ?? `The gateway refused the call ${call}.`,
			},
		};
	}
	// A date from the future is no matter of what was asked for: the caller's clock is wrong.
	const clock = reason === 'period' && field === 'X-Nordea-Originating-Date';
	const [usual, failure] = failures[reason] ?? [400, 'error.validation'];
	const httpCode = status ?? (clock ? 401 : usual);
	return {
		status: httpCode,
		body: {
			group_header: groupHeader(httpCode, Date.now()),
			error: {
				request: { url: url ?? call },
				failures: [
					{
						code: code ?? failure,
						description: text ?? `refused: ${reason}`,
						...(field !== undefined && { path: field }),
					},
				],
			},
		},
	};
}

/** Stands in front of every answer of the bank itself. */
export const groupHeader = (httpCode: number, at: number) => ({
	message_identification: randomUUID().replaceAll('-', ''),
	creation_date_time: new Date(at).toISOString(),
	http_code: httpCode,
});
