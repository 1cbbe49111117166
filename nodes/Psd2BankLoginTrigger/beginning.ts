import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { BankError } from '../../lib/errors';
import type { Texts } from '../../lib/profile/hosts';
import type { Login } from '../../lib/profile/login';
import type { Beginning, LoginDesk } from '../shared/login-desk';
import type { Answer } from './answers';
import { nothingStarts } from './outcome';
import { readFixedChoices, readRedirect } from './read-fields';
import type { Visit } from './visit';

/** What there is to choose before a login, as far as the node has not chosen it. */
export const openChoices = (context: IWebhookFunctions, { ground, choices }: LoginDesk) => {
	const fixed = readFixedChoices(context, ground.bank);
	return choices.all.filter(({ id }) => !(id in fixed));
};

export async function answerChoices(
	context: IWebhookFunctions,
	desk: LoginDesk,
	answer: Answer,
): Promise<IWebhookResponseData> {
	answer.json(200, { choices: await desk.choices.offered(openChoices(context, desk)) });
	return nothingStarts;
}

/**
 * Where the bank sends the browser back to, and what is chosen: what the node's fields say outranks what was sent.
 * Throws `invalid-input`.
 */
export async function beginningOf(
	context: IWebhookFunctions,
	desk: LoginDesk,
	{ body, address }: Pick<Visit, 'body' | 'address'>,
): Promise<Pick<Beginning, 'redirectUri' | 'isPasted' | 'choices'>> {
	const redirectUri = readRedirect(context) || address;
	const fixed = readFixedChoices(context, desk.ground.bank);
	return {
		redirectUri,
		isPasted: redirectUri !== address,
		choices: await desk.choices.chosen({ ...textsIn(body.choices), ...fixed }),
	};
}

function textsIn(written: unknown): Texts {
	if (written === undefined || written === null) return {};
	const entries = typeof written === 'object' && !Array.isArray(written) && Object.entries(written);
	if (entries && entries.every(([, value]) => typeof value === 'string')) {
		return Object.fromEntries(entries);
	}
	throw new BankError('invalid-input', 'choices must be an object of texts', { field: 'choices' });
}

/** Where the app is, for a bank that wants to know. */
export function deviceIn({ body }: Pick<Visit, 'body'>, { device }: Login) {
	if (device === undefined) return {};
	return { device: body.device === 'this' ? 'this' : 'other' } as const;
}
