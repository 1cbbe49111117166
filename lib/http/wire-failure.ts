import { isCancel } from 'axios';
import { BankError } from '../errors';
import type { TransportKeys } from '../keys/transport';
import { errorCode, messageOf } from '../outcome';
import { networkReason } from './network-reason';
import { quote } from './redact';
import { cancelled, noAnswer, type Subject } from './subject';
import { tlsFailure, type Told } from './tls-failure';

const checkAddress = "Check the bank's address in the credential, the host settings and n8n's own";

/** What another attempt can't mend: the address is wrong. */
const addressFailures: Readonly<Record<string, Told>> = {
	SsrfBlockedIpError: [
		"n8n's SSRF protection doesn't allow the bank's address",
		'host',
		checkAddress,
	],
	ERR_INVALID_URL: ["the bank's address isn't a URL", 'host', checkAddress],
};

export interface Opened {
	/** What was shown to the bank. */
	readonly keys: TransportKeys | undefined;
	/** Whether the bank cut the connection, and about the certificate (`Cuts`). */
	readonly isCut: boolean;
	readonly signal: AbortSignal | undefined;
}

/** What a failure of the wire is to the user. */
export function wireFailure(
	error: unknown,
	subject: Subject,
	{ keys, isCut, signal }: Opened,
): BankError {
	if (signal?.aborted || isCancel(error)) return cancelled();
	if (error instanceof BankError) return error;
	const code = errorCode(error);
	if (code === 'AbortError') return cancelled();
	const refusal = tlsFailure(error, keys, isCut) ?? addressFailures[code ?? ''];
	if (refusal !== undefined) {
		const [what, field, nextStep] = refusal;
		return new BankError('settings-invalid', `${subject.bank} can't be reached: ${what}`, {
			field,
			nextStep,
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
