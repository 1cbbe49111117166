import type { BankErrorCode } from '../../errors';
import type { HttpAnswer } from '../../http/port';
import type { BankRefusal } from '../../profile/refusal';
import { readRefusal } from '../refusals';
import { recordOf } from '../kit/fields';

type Meaning = Pick<BankRefusal, 'nextStep'> & { readonly code: BankErrorCode };

const wrongClient: Meaning = {
	code: 'settings-invalid',
	nextStep:
		'Open the credential and correct Client ID and Client Secret: they are those of the app in the Nordea Developer Portal',
};

/** `error.signature.invalid` and `error.date.invalid`: facts. Those of keys, tokens and resources: Nordea's swagger ia-v5. */
const meanings: Readonly<Record<string, Meaning>> = {
	'error.signature.invalid': {
		code: 'settings-invalid',
		nextStep:
			'Check the signing key of the credential: its public key or certificate must be the one registered for this app in the Nordea Developer Portal',
	},
	'error.date.invalid': { code: 'request-rejected' },
	'error.apikey.missing': wrongClient,
	'error.token': { code: 'login-required' },
	'error.token.invalid': { code: 'login-required' },
	'error.token.expired': { code: 'login-required' },
	'error.resource.denied': { code: 'not-permitted' },
};

/** A signature from the future is refused by the same code as a period in it. */
const wrongClock: Meaning = {
	code: 'settings-invalid',
	nextStep:
		'Set the clock of the machine that n8n runs on: Nordea finds the date of the request wrong',
};

/** `{ group_header, error: { failures: [{ code, description, path }] } }`, or the gateway's `{ httpCode, … }` before it. */
export function nordeaRefusal(answer: HttpAnswer, operation: string): BankRefusal {
	const said = readRefusal(answer);
	const meaning = meaningOf(answer, operation, said);
	return meaning === undefined ? said : { ...said, ...meaning };
}

function meaningOf(
	{ status, body }: HttpAnswer,
	operation: string,
	{ bankCode = '' }: BankRefusal,
): Meaning | undefined {
	const { httpCode } = recordOf(body) ?? {};
	// Tokens are the bank's own matter: the gateway knows clients only.
	if (httpCode !== undefined) return String(httpCode) === '401' ? wrongClient : undefined;
	if (bankCode === 'error.date.invalid' && status === 401) return wrongClock;
	if (Object.hasOwn(meanings, bankCode)) return meanings[bankCode];
	// Where codes and refresh tokens are redeemed, what is refused is one of them (its code is in no document).
	const isGrant = operation === 'token' && (status === 400 || status === 401);
	return isGrant && bankCode.startsWith('error.') ? { code: 'login-required' } : undefined;
}
