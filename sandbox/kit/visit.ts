import type { Visit } from '../bank/visits';
import type { AccountBook } from '../data/book';
import { people } from '../data/people';
import { htmlPage, safe } from '../pages/layout';
import type { BankCall } from './persona';
import { redirect, type Reply, type Served } from './served';

const outOfDate = 'This login has ended. Go back and start again.';

/** Where a browser is sent that shall log in: for banks that hand out an address instead of a page. */
export const visitUrl = (served: Served, visit: Visit): string =>
	`${served.base}/oauth2/login?login=${visit.id}`;

/** The first of the bank's own pages: who are you? `path`: the persona's. */
export function loginPage(path: string, visit: Visit, warning?: string): Reply {
	const choices = people
		.map(
			({ id, name }) =>
				`<button class="choice" name="person" value="${id}" id="person-${id}">${safe(name)}</button>`,
		)
		.join('');
	return htmlPage(
		'Log in to Sandbank',
		`<p>Who are you today?</p>${warned(warning)}
		<form method="post" action="${path}/oauth2/login"><input type="hidden" name="login" value="${visit.id}">
		${choices}
		<p><input type="text" name="user" placeholder="or type a demo user, e.g. testa"></p>
		<button class="act" id="log-in">Log in</button></form>`,
	);
}

function approvalPage(
	path: string,
	visit: Visit,
	books: readonly AccountBook[],
	warning?: string,
): Reply {
	const accounts = books
		.map(
			({ plan, resourceId }) =>
				`<label><input type="checkbox" name="account" value="${resourceId}" checked>
				${safe(plan.name)} <span class="note">${plan.currencies.join(', ')} ·
				${safe(plan.iban ?? plan.maskedPan ?? plan.bban ?? '')}</span></label>`,
		)
		.join('');
	return htmlPage(
		'Share your accounts?',
		`<p><b>${safe(visit.clientId)}</b> asks to read balances and transactions. Which accounts?</p>
		${warned(warning)}
		<form method="post" action="${path}/oauth2/approval"><input type="hidden" name="login" value="${visit.id}">
		${accounts}
		<p><button class="act" name="decision" value="approve" id="approve">Approve</button>
		<button class="act quiet" name="decision" value="deny" id="deny">Deny</button></p></form>`,
	);
}

/** A page instead of a redirect: where nobody can be trusted to be sent back to. */
export const brokenLinkPage = (reason: string): Reply =>
	htmlPage('This link does not work', `<p class="warning">${safe(reason)}</p>`, 400);

const warned = (text: string | undefined): string =>
	text === undefined ? '' : `<p class="warning">${safe(text)}</p>`;

/** Sends the browser back to the client. */
export function sendBack(
	{ redirectUri, state }: Pick<Visit, 'redirectUri' | 'state'>,
	parameters: Readonly<Record<string, string>>,
): Reply {
	const target = new URL(redirectUri);
	for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
	if (state !== undefined) target.searchParams.set('state', state);
	return redirect(target.href);
}

const accessDenied = { error: 'access_denied', error_description: 'denied by the user' };

/** The pages that every bank has; a persona's own calls lead to them. */
export const visitCalls: readonly BankCall[] = [
	{
		name: 'login',
		method: 'GET',
		path: '/oauth2/login',
		browser: true,
		demands: [],
		answer: ({ query, path }, bank) => {
			const visit = bank.visits.find(query['login']);
			return visit === undefined ? brokenLinkPage(outOfDate) : loginPage(path, visit);
		},
	},
	{
		name: 'login',
		method: 'POST',
		path: '/oauth2/login',
		browser: true,
		demands: [],
		answer: ({ form, path }, bank) => {
			const visit = bank.visits.find(form['login']);
			if (visit === undefined) return brokenLinkPage(outOfDate);
			const name = (form['person'] ?? form['user'] ?? '').trim().toLowerCase();
			const person = people.find(
				({ id, name: full }) => id === name || full.toLowerCase() === name,
			);
			if (person === undefined) {
				return loginPage(path, visit, 'The bank knows nobody of that name.');
			}
			visit.person = person;
			return approvalPage(path, visit, bank.library.of(person.id));
		},
	},
	{
		name: 'approval',
		method: 'POST',
		path: '/oauth2/approval',
		browser: true,
		demands: [],
		answer: ({ form, forms, path }, bank) => {
			const visit = bank.visits.find(form['login']);
			if (visit?.person === undefined) return brokenLinkPage(outOfDate);
			if (form['decision'] !== 'approve') {
				bank.visits.end(visit);
				return sendBack(visit, visit.denied?.() ?? accessDenied);
			}
			const books = bank.library.of(visit.person.id);
			const ticked = forms('account');
			const chosen = books.map(({ resourceId }) => resourceId).filter((id) => ticked.includes(id));
			if (chosen.length === 0) {
				return approvalPage(path, visit, books, 'Tick at least one account, or deny.');
			}
			bank.visits.end(visit);
			return sendBack(visit, visit.approved(visit.person, chosen));
		},
	},
];
