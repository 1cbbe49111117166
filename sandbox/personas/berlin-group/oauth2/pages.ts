import type { FastifyReply } from 'fastify';
import type { AccountBook } from '../../../data/book';
import { people } from '../../../data/people';
import { page, safe } from '../../../pages/layout';
import type { Login } from './logins';

export function loginPage(reply: FastifyReply, login: Login, warning?: string): FastifyReply {
	const choices = people
		.map(
			({ id, name }) =>
				`<button class="choice" name="person" value="${id}" id="person-${id}">${safe(name)}</button>`,
		)
		.join('');
	return page(
		reply,
		'Log in to Sandbank',
		`<p>Who are you today?</p>${warned(warning)}
		<form method="post" action="login"><input type="hidden" name="login" value="${login.id}">
		${choices}
		<p><input type="text" name="user" placeholder="or type a demo user, e.g. testa"></p>
		<button class="act" id="log-in">Log in</button></form>`,
	);
}

export function approvalPage(
	reply: FastifyReply,
	login: Login,
	books: readonly AccountBook[],
	warning?: string,
): FastifyReply {
	const accounts = books
		.map(
			({ plan, resourceId }) =>
				`<label><input type="checkbox" name="account" value="${resourceId}" checked>
				${safe(plan.name)} <span class="note">${plan.currencies.join(', ')} ·
				${safe(plan.iban ?? plan.maskedPan ?? plan.bban ?? '')}</span></label>`,
		)
		.join('');
	return page(
		reply,
		'Share your accounts?',
		`<p><b>${safe(login.clientId)}</b> asks to read balances and transactions. Which accounts?</p>
		${warned(warning)}
		<form method="post" action="approval"><input type="hidden" name="login" value="${login.id}">
		${accounts}
		<p><button class="act" name="decision" value="approve" id="approve">Approve</button>
		<button class="act quiet" name="decision" value="deny" id="deny">Deny</button></p></form>`,
	);
}

export function brokenLinkPage(reply: FastifyReply, reason: string): FastifyReply {
	reply.code(400);
	return page(reply, 'This link does not work', `<p class="warning">${safe(reason)}</p>`);
}

const warned = (text: string | undefined): string =>
	text === undefined ? '' : `<p class="warning">${safe(text)}</p>`;
