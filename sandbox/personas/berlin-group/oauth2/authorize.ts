import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Bank } from '../../../bank/bank';
import type { Consent } from '../../../bank/consents';
import { dateOf } from '../../../data/calendar';
import { people } from '../../../data/people';
import { accessSchema, grantedBy, type Access } from '../access';
import { mayRedirectTo } from './clients';
import { Logins, type Login } from './logins';
import { approvalPage, brokenLinkPage, loginPage } from './pages';

type Query = Readonly<Record<string, string | undefined>>;

const outOfDate = 'This login has ended. Go back and start again.';

/** The redirect approach: authorisation code with PKCE, the bank's login and approval pages. */
export function authorizeRoutes(app: FastifyInstance, bank: Bank): void {
	const logins = new Logins(bank.now);

	app.get('/oauth2/authorize', { config: { endpoint: 'authorize' } }, async (request, reply) => {
		const query = request.query as Query;
		const client = bank.clients.get(query['client_id'] ?? '');
		if (client === undefined) return brokenLinkPage(reply, 'The client_id is unknown to the bank.');
		const redirectUri = query['redirect_uri'] ?? '';
		if (!mayRedirectTo(client, redirectUri)) {
			return brokenLinkPage(reply, 'The redirect_uri is not registered for this client.');
		}
		const back = { redirectUri, state: query['state'] };
		const problem = problemOf(bank, client.id, query);
		if (problem !== undefined) return sendBack(reply, back, problem);
		const scope = query['scope'] ?? '';
		const login = logins.begin({
			...back,
			clientId: client.id,
			scope,
			challenge: query['code_challenge'] ?? '',
			consentId: consentIdOf(scope),
		});
		return loginPage(reply, login);
	});

	app.post('/oauth2/login', { config: { endpoint: 'login' } }, async (request, reply) => {
		const form = (request.body ?? {}) as Query;
		const login = logins.find(form['login']);
		if (login === undefined) return brokenLinkPage(reply, outOfDate);
		const name = (form['person'] ?? form['user'] ?? '').trim().toLowerCase();
		const person = people.find(({ id, name: full }) => id === name || full.toLowerCase() === name);
		if (person === undefined) return loginPage(reply, login, 'The bank knows nobody of that name.');
		login.person = person;
		return approvalPage(reply, login, bank.library.of(person.id));
	});

	app.post('/oauth2/approval', { config: { endpoint: 'approval' } }, async (request, reply) => {
		const form = (request.body ?? {}) as Readonly<Record<string, string | string[] | undefined>>;
		const login = logins.find(String(form['login']));
		if (login?.person === undefined) return brokenLinkPage(reply, outOfDate);
		if (form['decision'] !== 'approve') {
			logins.end(login);
			return sendBack(reply, login, {
				error: 'access_denied',
				error_description: 'denied by the user',
			});
		}
		const books = bank.library.of(login.person.id);
		const ticked = [form['account'] ?? []].flat();
		const chosen = books.map(({ resourceId }) => resourceId).filter((id) => ticked.includes(id));
		if (chosen.length === 0) {
			return approvalPage(reply, login, books, 'Tick at least one account, or deny.');
		}
		logins.end(login);
		return sendBack(reply, login, approve(bank, login, login.person.id, chosen));
	});
}

const consentIdOf = (scope: string): string | undefined => /^AIS:(\S+)$/.exec(scope)?.[1];

function problemOf(bank: Bank, clientId: string, query: Query): Record<string, string> | undefined {
	const wrong = (error: string, error_description: string) => ({ error, error_description });
	if (query['response_type'] !== 'code') {
		return wrong('unsupported_response_type', 'response_type is code');
	}
	const scope = query['scope'] ?? '';
	const consentId = consentIdOf(scope);
	if (scope !== 'AIS' && consentId === undefined) {
		return wrong('invalid_scope', 'the scope is AIS, or AIS:<consentId>');
	}
	const consent = consentId === undefined ? undefined : bank.consents.find(consentId);
	if (
		consentId !== undefined &&
		(consent?.clientId !== clientId || consent.status !== 'received')
	) {
		return wrong('invalid_scope', 'the scope names no consent that waits for approval');
	}
	if (!/^[\w-]{43}$/.test(query['code_challenge'] ?? '')) {
		return wrong('invalid_request', 'PKCE is required: code_challenge is missing or no S256');
	}
	if (query['code_challenge_method'] !== 'S256') {
		return wrong('invalid_request', 'PKCE is required: code_challenge_method is S256');
	}
	return undefined;
}

function sendBack(
	reply: FastifyReply,
	{ redirectUri, state }: Pick<Login, 'redirectUri' | 'state'>,
	parameters: Readonly<Record<string, string>>,
): FastifyReply {
	const target = new URL(redirectUri);
	for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
	if (state !== undefined) target.searchParams.set('state', state);
	return reply.header('referrer-policy', 'no-referrer').redirect(target.href, 302);
}

function approve(
	bank: Bank,
	login: Login,
	personId: string,
	chosen: readonly string[],
): Record<string, string> {
	const consent = consentOf(bank, login);
	const access: Access = accessSchema.parse(consent.asked);
	const granted = grantedBy(access, bank.library.of(personId), chosen);
	if (granted === undefined) {
		bank.consents.move(consent, 'rejected');
		return {
			error: 'access_denied',
			error_description: 'the consent names accounts of somebody else',
		};
	}
	bank.consents.approve(consent, personId, granted);
	const { clientId, scope, challenge, redirectUri } = login;
	const code = bank.grants.code({ clientId, scope, consentId: consent.id, challenge, redirectUri });
	return { code };
}

/** The one the client made, or one that the bank makes for a client that comes with scope AIS only. */
function consentOf(bank: Bank, login: Login): Consent {
	const made = login.consentId === undefined ? undefined : bank.consents.find(login.consentId);
	return (
		made ??
		bank.consents.create({
			clientId: login.clientId,
			asked: { accounts: [], balances: [], transactions: [] },
			recurring: true,
			frequencyPerDay: bank.settings.quotaPerDay ?? 4,
			validUntil: dateOf(bank.today() + bank.settings.consentDays),
		})
	);
}
