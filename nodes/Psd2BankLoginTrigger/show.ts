import type { IWebhookFunctions } from 'n8n-workflow';
import type { Login } from '../../lib/profile/login';
import type { LoginDesk } from '../shared/login-desk';
import { loginPage, type Page, type PageOptions } from './page/html';
import { openChoices } from './beginning';
import { readAsksPersonalNumber, readLoginMethod } from './read-fields';

/** The page as the node's fields want it. */
export function pageFor(
	context: IWebhookFunctions,
	desk: LoginDesk,
	shown: Pick<PageOptions, 'language' | 'link' | 'view' | 'ticket'>,
): Page {
	const method = readLoginMethod(context);
	return loginPage({
		desk,
		method,
		asksPersonalNumber: asksFor(desk.loginOf(method), readAsksPersonalNumber(context)),
		choices: openChoices(context, desk),
		...shown,
	});
}

const asksFor = ({ person }: Login, isWanted: boolean) =>
	person !== undefined && (person.asked === 'required' || isWanted);
