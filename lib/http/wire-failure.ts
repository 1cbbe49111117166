import { isCancel } from 'axios';
import { BankError } from '../errors';
import { errorCode, messageOf } from '../outcome';
import { networkReason } from './network-reason';
import { quote } from './redact';
import { cancelled, noAnswer, type Subject } from './subject';

/** What another attempt can't mend: the address or the trust in it is wrong. */
const wireRefusals: Readonly<Record<string, string>> = {
	SsrfBlockedIpError: "n8n's SSRF protection doesn't allow the bank's address",
	ERR_INVALID_URL: "the bank's address isn't a URL",
	CERT_HAS_EXPIRED: "the bank's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT: "the bank's certificate is self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "the bank's certificate chain is self-signed",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the issuer of the bank's certificate isn't known here",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the issuer of the bank's certificate isn't known here",
	ERR_TLS_CERT_ALTNAME_INVALID: "the bank's certificate is for another host name",
};

/** What a failure of the wire is to the user. */
export function wireFailure(
	error: unknown,
	subject: Subject,
	signal: AbortSignal | undefined,
): BankError {
	if (signal?.aborted || isCancel(error)) return cancelled();
	if (error instanceof BankError) return error;
	const code = errorCode(error);
	if (code === 'AbortError') return cancelled();
	const refusal = wireRefusals[code ?? ''];
	if (refusal !== undefined) {
		return new BankError('settings-invalid', `${subject.bank} can't be reached: ${refusal}`, {
			field: 'host',
			nextStep: "Check the bank's address in the credential, the host settings and n8n's own",
			cause: masked(error),
		});
	}
	if (code === 'ERR_INVALID_CHAR') {
		return new BankError(
			'invalid-input',
			`${subject.bank} was not asked${subject.when.replace('when asked ', '')}: a header would hold characters that can't be sent`,
			{
				field: 'header',
				nextStep:
					'Correct what was typed for the login, or log in again: it may come from the token',
				cause: masked(error),
			},
		);
	}
	if (/^Z_DATA|^Z_NEED|ERROR_FORMAT|^ZSTD/.test(code ?? '')) {
		const why = `${subject.bank} calls its answer compressed, and it isn't${subject.when}`;
		return new BankError('unreadable-answer', why, {
			nextStep: 'Report it with the name of the bank and the request ID',
			cause: masked(error),
		});
	}
	return noAnswer(subject, networkReason(code), masked(error));
}

/** The wire's error carries the whole request, token included: only its words go on. */
const masked = (error: unknown) => new Error(quote(messageOf(error)));
