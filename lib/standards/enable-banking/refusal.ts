import type { HttpAnswer } from '../../http/port';
import { parseDate } from '../../models/dates';
import type { BankRefusal } from '../../profile/refusal';
import { recordOf, textOf } from '../kit/fields';
import { readRefusal } from '../refusals';
import { atTheBank } from '../refusals/words';

/*
 * `{ code: <HTTP status>, message, error, detail }`, https://enablebanking.com/docs/api/reference/#errorcode. What the bank
 * behind the API says stands in `detail`, or comes through as it is, without `error`.
 */

interface Meaning extends Pick<BankRefusal, 'nextStep' | 'field' | 'retryAfterMs'> {
	readonly code: NonNullable<BankRefusal['code']>;
	/** The code says little: where a sentence tells more, that counts. */
	readonly isVague?: true;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const over: Meaning = {
	code: 'consent-required',
	nextStep: 'Log in again: open the login page of the PSD2 Bank Login Trigger',
};
const application: Meaning = {
	code: 'settings-invalid',
	field: 'Application ID',
	nextStep:
		'Check the credential: the application ID, the private key that was made with it (the file called <application ID>.pem), the environment, and that the clock of this machine is right',
};
const linked: Meaning = {
	code: 'settings-invalid',
	field: 'Application ID',
	nextStep:
		'Open the application in the Control Panel of Enable Banking, link each account that is to be read ("Activate by linking accounts"), then log in again',
};
const codeSpent: Meaning = { code: 'login-failed', nextStep: 'Start the login again' };
const account: Meaning = {
	code: 'not-found',
	nextStep:
		'Log in again and choose this account at the bank, or choose another one from the list. An application that is restricted shows only accounts that are linked to it in the Control Panel of Enable Banking',
};
const period: Meaning = {
	code: 'request-rejected',
	field: 'date_from',
	nextStep: 'Ask for a shorter period: the last 89 days, or 60, or 30 where that is too long',
};
const present: Meaning = {
	code: 'request-rejected',
	nextStep:
		'Give the public IP address of the account holder while that person is there and asking: this bank answers nobody else',
};
/** Each attempt is one of the few reads of a day, and what is down stays down for a while. */
const bankDown: Meaning = {
	code: 'bank-unavailable',
	isVague: true,
	retryAfterMs: minuteMs,
	nextStep:
		'Try again later, or for a shorter period. What the bank itself has said stands in the log of the application in the Control Panel of Enable Banking',
};

const meanings: ReadonlyMap<string, Meaning> = new Map(
	Object.entries({
		EXPIRED_SESSION: over,
		CLOSED_SESSION: over,
		REVOKED_SESSION: over,
		SESSION_DOES_NOT_EXIST: over,
		WRONG_SESSION_STATUS: over,
		UNAUTHORIZED_ACCESS: application,
		AUTHORIZATION_NOT_PROVIDED: application,
		INVALID_HOST: application,
		UNAUTHORIZED_IP: {
			...application,
			nextStep: 'Allow the address of this machine in the Control Panel of Enable Banking',
		},
		NO_ACCOUNTS_ADDED: linked,
		REDIRECT_URI_NOT_ALLOWED: {
			...application,
			field: 'Redirect URL',
			nextStep:
				'Add the redirect URL that the credential shows to the application in the Control Panel of Enable Banking, letter by letter',
		},
		ALREADY_AUTHORIZED: codeSpent,
		EXPIRED_AUTHORIZATION_CODE: codeSpent,
		WRONG_AUTHORIZATION_CODE: codeSpent,
		WRONG_CREDENTIALS_PROVIDED: codeSpent,
		WRONG_ASPSP_PROVIDED: {
			code: 'settings-invalid',
			field: 'Bank',
			nextStep: 'Choose the bank from the list again: Enable Banking may call it otherwise now',
		},
		ACCESS_DENIED: {
			code: 'not-permitted',
			nextStep: 'Check which services the application may use, then log in again',
		},
		ASPSP_PSU_ACTION_REQUIRED: { code: 'not-permitted', nextStep: atTheBank },
		ACCOUNT_DOES_NOT_EXIST: account,
		ASPSP_ACCOUNT_NOT_ACCESSIBLE: account,
		INVALID_ACCOUNT_ID: account,
		WRONG_TRANSACTIONS_PERIOD: period,
		// N26's own, which comes through.
		PERIOD_INVALID: period,
		DATE_FROM_IN_FUTURE: { ...period, nextStep: 'Ask from a day on that has begun' },
		WRONG_DATE_INTERVAL: { ...period, nextStep: 'Ask from a day on that is before the last one' },
		DATE_TO_WITHOUT_DATE_FROM: {
			...period,
			nextStep: 'Give the first day too: no last day is taken without it',
		},
		WRONG_CONTINUATION_KEY: {
			code: 'request-rejected',
			nextStep: 'Run again: the reading begins anew',
		},
		WRONG_REQUEST_PARAMETERS: { code: 'request-rejected', isVague: true },
		PSU_HEADER_NOT_PROVIDED: present,
		PSU_HEADER_INVALID: present,
		ASPSP_ERROR: bankDown,
		ASPSP_TIMEOUT: bankDown,
	} satisfies Readonly<Record<string, Meaning>>),
);

/** `operation`: a session that is over is an answer to whoever asks for its status, and none to who asks for accounts. */
export function readEnableBankingRefusal(answer: HttpAnswer, operation = ''): BankRefusal {
	const { status, body } = answer;
	const fields = recordOf(body) ?? {};
	if (status >= 200 && status < 300 && operation === 'accounts' && isOver(fields)) {
		return { code: over.code, ...nextStepOf(over), bankCode: String(fields['status']) };
	}
	const said = readRefusal(answer);
	const { bankCode = '', bankText = '' } = said;
	if (bankCode === 'ASPSP_RATE_LIMIT_EXCEEDED') {
		return { ...said, code: 'quota-exceeded', retryAfterMs: waitAfter(answer, bankText) };
	}
	const meaning = meanings.get(bankCode) ?? unnamed(status, fields, bankText);
	if (meaning === undefined) return said;
	if (meaning.isVague === true && said.code !== undefined) return said;
	const { isVague: _, ...own } = meaning;
	return { ...said, ...own, ...earliestIn(fields) };
}

const nextStepOf = ({ nextStep }: Meaning) => (nextStep === undefined ? {} : { nextStep });

const overStatuses = new Set(['INVALID', 'EXPIRED', 'CLOSED', 'REVOKED', 'CANCELLED']);
const isOver = ({ status }: Readonly<Record<string, unknown>>) =>
	overStatuses.has(textOf(status) ?? '');

/** Refusals of the API's own that have no `error`: their `code` is the HTTP status. */
function unnamed(
	status: number,
	{ code, error }: Readonly<Record<string, unknown>>,
	text: string,
): Meaning | undefined {
	if (error !== undefined || code !== status) return undefined;
	if (/application is not active/i.test(text)) return linked;
	return status === 401 ? application : undefined;
}

/** The first day that may be asked for, where it is named. */
function earliestIn({ detail }: Readonly<Record<string, unknown>>) {
	const day = parseDate(recordOf(detail)?.['date_from']);
	return day === undefined ? {} : { nextStep: `Ask from ${day} on: the bank goes no further back` };
}

const dayMs = 24 * hourMs;

/** Who tries each hour never gets out of it (users of several importers): a day's limit ends at midnight UTC. */
function waitAfter({ headers }: HttpAnswer, text: string): number {
	const now = Date.parse(headers['date'] ?? '');
	const isOfDay = /\bdaily\b|\bday\b|\btoday\b/i.test(text);
	return isOfDay && !Number.isNaN(now) ? dayMs - (now % dayMs) : 6 * hourMs;
}
