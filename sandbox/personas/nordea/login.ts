import { mayRedirectTo, tokenReply } from '../../kit/grants';
import { may, oneOf } from '../../kit/demands';
import type { BankCall } from '../../kit/persona';
import { Refused } from '../../kit/refused';
import { json, redirect } from '../../kit/served';
import { visitUrl } from '../../kit/visit';
import { facts } from './facts';
import { clientOf, withBody } from './gate';
import { codeFor, country, grantDemands, methodPattern, type Asked } from './grant';

interface AuthorizeBody extends Asked {
	readonly redirect_uri: string;
	readonly state: string;
}

/** The redirect way, version 5: the client asks and is told where to send the browser. */
const authorize: BankCall = {
	name: 'authorize',
	method: 'POST',
	path: '/personal/v5/authorize',
	demands: [
		...withBody,
		country,
		...grantDemands(facts.redirect, true),
		{
			in: 'body',
			name: 'authentication_method',
			reason: 'bad-parameter',
			optional: true,
			test: methodPattern,
			fact: facts.redirect,
		},
		may('body', 'language', facts.redirect),
		may('body', 'skip_account_selection', facts.redirect),
		{
			in: 'body',
			name: 'redirect_uri',
			reason: 'unknown-redirect',
			test: /./,
			fact: facts.redirect,
		},
		{
			in: 'body',
			name: 'state',
			reason: 'missing-parameter',
			test: /./,
			wrong: '',
			fact: facts.redirect,
		},
	],
	answer: (served, bank) => {
		const { redirect_uri: redirectUri, state, ...asked } = served.body as AuthorizeBody;
		const client = clientOf(served, bank);
		if (!mayRedirectTo(client, redirectUri)) {
			throw new Refused('unknown-redirect', {
				field: 'redirect_uri',
				text: 'redirect_uri is not registered for this client',
			});
		}
		const given = { clientId: client.id, asked, redirectUri };
		const person = bank.person(bank.settings.bankIdAutoPerson);
		if (bank.settings.shortcuts && person !== undefined) {
			const back = new URL(redirectUri);
			back.searchParams.set('code', codeFor(bank, { ...given, person }));
			back.searchParams.set('state', state);
			return redirect(back.href);
		}
		const visit = bank.visits.begin({
			clientId: client.id,
			redirectUri,
			state,
			approved: (somebody, ticked) => ({
				code: codeFor(bank, { ...given, person: somebody, ticked }),
			}),
		});
		return redirect(visitUrl(served, visit));
	},
};

const grantType = oneOf(
	'form',
	'grant_type',
	['authorization_code', 'refresh_token'],
	facts.token,
	{ spoilt: 'unsupported-grant' },
);

/** Both ways end at an address of their own, which also renews. */
export const tokenCall = (path: string, redirects: boolean): BankCall => ({
	name: 'token',
	method: 'POST',
	path,
	demands: [...withBody, grantType],
	answer: (served, bank) => {
		const { grant_type: type, redirect_uri: redirectUri } = served.form;
		if (redirects && type === 'authorization_code' && redirectUri === undefined) {
			throw new Refused('missing-parameter', {
				field: 'redirect_uri',
				text: 'redirect_uri is missing',
			});
		}
		return tokenReply(served, bank, { client: clientOf(served, bank) });
	},
});

/** 200 for a token that the bank doesn't know, too (RFC 7009 §2.2). */
const revoke: BankCall = {
	name: 'revoke',
	method: 'POST',
	path: '/personal/v5/authorize/token/revoke',
	demands: [
		...withBody,
		{
			in: 'body',
			name: 'token',
			reason: 'missing-parameter',
			test: /./,
			wrong: '',
			fact: facts.revoke,
		},
	],
	answer: (served, bank) => {
		const { token } = served.body as { token: string };
		bank.grants.revoke(token, clientOf(served, bank).id);
		return json({});
	},
};

export const loginCalls: readonly BankCall[] = [
	authorize,
	tokenCall('/personal/v5/authorize/token', true),
	revoke,
];
