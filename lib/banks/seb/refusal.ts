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
 * Account information refuses in Berlin Group's words, the redirect login in OAuth's, the app login with problems
 * (v4: RFC 9457, v3: the same fields). A problem of no type of its own is named by its title.
 */
export function readSebRefusal(answer: HttpAnswer, operation: string): BankRefusal {
	const refusal = readRefusal(answer);
	const isRefused = answer.status >= 400 || Object.keys(refusal).length > 0;
	const bankCode = refusal.bankCode ?? textOf(recordOf(answer.body)?.['title']);
	if (!isRefused || bankCode === undefined) return refusal;
	const own = Object.hasOwn(codes, bankCode) ? codes[bankCode] : undefined;
	// v3 says 422 of a refresh token that was used, and no word of its own.
	const code =
		own ?? refusal.code ?? (isOfTokens(answer, operation) ? 'login-required' : undefined);
	return { ...refusal, bankCode, ...(code !== undefined && { code }) };
}

const isOfTokens = ({ status }: HttpAnswer, operation: string) =>
	operation === 'token' && status === 422;
