import type { BankErrorCode } from '../../errors';
import type { HttpAnswer } from '../../http/port';
import type { BankRefusal } from '../../profile/refusal';
import { recordOf, textOf } from '../../standards/kit/fields';
import { readRefusal } from '../../standards/refusals';

/** SEB's own codes: the last part of a problem's type (decoupled authorisation v4). */
const codes: Readonly<Record<string, BankErrorCode>> = {
	'invalid-refresh-token': 'login-required',
};

/**
 * What is wrong with the client where no word says so: its certificate or secret (401), id, secret or redirect address
 * (v4: 400, v3: 422). A call of a login has nothing else in it that could be.
 */
const ofClient: Readonly<Record<string, readonly number[]>> = {
	'authorisation.start': [400, 401, 422],
	'authorisation.status': [401],
	token: [400, 401],
};

/**
 * Account information refuses in Berlin Group's words, the redirect login in OAuth's, the app login with problems
 * (v4: RFC 9457, v3: the same fields). A problem of no type of its own is named by its title.
 */
export function readSebRefusal(answer: HttpAnswer, operation: string): BankRefusal {
	const refusal = readRefusal(answer);
	const isRefused = answer.status >= 400 || Object.keys(refusal).length > 0;
	if (!isRefused) return refusal;
	const bankCode = refusal.bankCode ?? textOf(recordOf(answer.body)?.['title']);
	const own =
		bankCode !== undefined && Object.hasOwn(codes, bankCode) ? codes[bankCode] : undefined;
	const code = own ?? refusal.code;
	return {
		...refusal,
		...(bankCode !== undefined && { bankCode }),
		...(code === undefined ? saidByStatus(answer.status, operation) : { code }),
	};
}

function saidByStatus(status: number, operation: string): BankRefusal {
	if (ofClient[operation]?.includes(status) === true) {
		return {
			code: 'settings-invalid',
			nextStep:
				"Check in the credential that client ID, secret and transport certificate are those of the app at SEB's developer portal, and that the redirect address is registered there",
		};
	}
	// v3 says of a refresh token that was used no more than that.
	return status === 422 && operation === 'token' ? { code: 'login-required' } : {};
}
