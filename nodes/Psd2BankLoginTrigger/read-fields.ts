import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Texts } from '../../lib/profile/hosts';
import type { BankProfile } from '../../lib/profile/profile';
import { choicesAtLogin } from '../../lib/login/choices';
import { readBankBehind } from '../shared/bank-behind';
import { readChoice, readFlag, readList } from '../shared/field-values';
import { readRedirectUri } from '../shared/redirect-uri';

type Context = Pick<IWebhookFunctions | IHookFunctions, 'getNodeParameter'>;

/** Throws `invalid-input` naming the field: what is mistyped must not open the page to everybody. */
export const readAccess = (context: Context): 'address' | 'link' =>
	readChoice('Who Can Open the Page', context.getNodeParameter('access', 'address'), [
		'address',
		'link',
	]);

export const readLoginMethod = (context: Context): 'decoupled' | 'redirect' =>
	readChoice('Login Method', context.getNodeParameter('loginMethod', 'decoupled'), [
		'decoupled',
		'redirect',
	]);

export const readAsksPersonalNumber = (context: Context): boolean =>
	readFlag(
		'Ask for the Personal Number',
		context.getNodeParameter('options.asksPersonalNumber', false),
		false,
	);

/** What the visitor isn't asked for, by the id of the profile's choices. */
export const readFixedChoices = (context: Context, bank: BankProfile): Texts =>
	readBankBehind(context.getNodeParameter('bankBehind', ''), bank.name, choicesAtLogin(bank));

/** `''`: the page's own address. */
export const readRedirect = (context: Context): string =>
	readRedirectUri(context.getNodeParameter('options.redirectUri', ''));

/** One may stand for a list of one. */
export function readEvents(context: Context): readonly string[] {
	const events: unknown = context.getNodeParameter('events', ['connected']);
	const listed = readList('Events', typeof events === 'string' ? [events] : events);
	return listed.map((event) => readChoice('Events', event, ['connected', 'failed']));
}

/** What is wrong with the fields is said when the page goes up, not to whoever opens it. */
export function checkFields(context: Context, bank: BankProfile): void {
	readAccess(context);
	readLoginMethod(context);
	readAsksPersonalNumber(context);
	readEvents(context);
	readRedirect(context);
	readFixedChoices(context, bank);
}
