import type { TokenRefusal } from '../login/renewal';
import { quote } from '../http/redact';
import { settleSync } from '../outcome';

/**
 * What n8n's token client makes of a refused renewal: an `AuthError` with the answer's `body` and no status below 500,
 * a `ResponseError` with the body's text, an `AxiosError` from 500 on; of `invalid_grant` an error that says so in
 * `failure`. Not by `instanceof`: they are classes of n8n's own.
 */
export function readTokenRefusal(error: unknown): TokenRefusal & { readonly isRevoked: boolean } {
	const fields = recordOf(error);
	const response = recordOf(fields['response']);
	const status = fields['status'] ?? response['status'];
	const body = bodyOf(fields['body'] ?? response['data']);
	const code = body['error'];
	return {
		...(typeof status === 'number' ? { status } : {}),
		...(typeof code === 'string' && code !== '' ? { bankCode: quote(code) } : {}),
		isRevoked: recordOf(fields['failure'])['cause'] === 'credential-invalid',
	};
}

function bodyOf(body: unknown): Readonly<Record<string, unknown>> {
	if (typeof body !== 'string') return recordOf(body);
	const parsed = settleSync((): unknown => JSON.parse(body));
	return 'value' in parsed ? recordOf(parsed.value) : {};
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
