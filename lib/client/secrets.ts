import type { Access } from '../login/session';
import type { BankClientOptions } from './options';

/** What no message may quote, whatever is asked for: what the bank knows client and login by. */
export const secretsOf = (
	{ client }: Pick<BankClientOptions, 'client'>,
	{ accessToken, consentId }: Access,
): ReadonlyArray<string | undefined> => [
	...Object.values(client?.others ?? {}),
	client?.secret,
	accessToken,
	consentId,
];
