import type { BankError, BankErrorCode } from '../errors';

/** What the user does next, where nothing more particular is known. */
export const nextSteps: Readonly<Record<BankErrorCode, string>> = {
	'invalid-input': 'Correct the field and run again',
	'settings-invalid': 'Correct the setting and run again',
	'login-required': 'Log in to the bank again: open the credential and connect it',
	'consent-required': 'Renew the consent: open the credential and connect it again',
	'login-failed': 'Start the login again',
	'not-permitted': 'Connect again and give access to this account and to what is read from it',
	'not-found': 'Choose another account from the list: it shows the accounts of this connection',
	'request-rejected': 'Change what is asked for as the bank says',
	'rate-limited': 'Wait, then run again',
	'quota-exceeded':
		'Wait, or give the IP address of the account holder while that person is there and asking: such reads are not counted',
	'bank-unavailable': 'Try again later',
	'no-answer': 'Check the network and try again later',
	'unreadable-answer':
		'Nothing was taken over. Report it with the name of the bank and the request ID',
	'storage-failed': 'Free disk space or mend the store (PSD2_STORE settings)',
	cancelled: 'Nothing: the run was stopped',
};

/** What to do next after this error, when, and what to quote to the bank: sentences. */
export function nextStepOf({ code, details }: BankError): string {
	const parts = [details.nextStep ?? nextSteps[code]];
	const retryAt = retryTime(details.retryAt);
	if (retryAt !== undefined) parts.push(`Next possible: ${retryAt}`);
	if (details.requestId !== undefined) parts.push(`Request ID: ${details.requestId}`);
	return `${parts.join('. ')}.`.replace(/\.{2,}$/, '.');
}

/** ISO 8601, UTC; `undefined` where none is known, or none that a calendar has. */
export function retryTime(retryAt: number | undefined): string | undefined {
	const time = new Date(retryAt ?? Number.NaN);
	return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
