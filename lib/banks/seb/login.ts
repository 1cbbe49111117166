import { z } from 'zod/v4';
import type { HttpRequest } from '../../http/port';
import { present } from '../../models/present';
import { readAs, unreadable } from '../../models/unreadable';
import type { Call, Context, Gain } from '../../profile/call';
import type { Login, LoginFailure, LoginStanding } from '../../profile/login';
import type { Renewal } from '../../profile/profile';
import { bankIdLinks, standingOf } from '../../standards/bankid';
import { dayAfter } from '../../standards/kit/consents';
import { anything, textOf } from '../../standards/kit/fields';
import { codeFlow, renewalWith, tokenGain } from '../../standards/oauth2';

/*
 * SEB's two ways to log in. There is no consent: what is agreed to is the scope.
 * https://developer.sebgroup.com/products/authorization; seb-oss/openbanking of 2026-01-13: Postman collection (v3) and
 * decoupled_authorization_v4_migration_notes.md. Of the two versions only the address differs to us: what v4 wants in
 * addition is sent to both, and both spellings of hint codes and all bodies of refusals are read.
 */

const scope = 'psd2_accounts';

/** RTS Art. 10a. That the refresh token lasts as long is recalled, unverified. */
const loginDays = 180;

/** What renewal has to know of the login: each way has an address of its own, and v4 wants the redirect address again. */
export const keptFacts = ['how', 'redirectUri'] as const;

const granted = (how: Login['how'], tokens: Gain, { now, redirectUri }: Context): Gain => ({
	...tokens,
	facts: { how, redirectUri },
	validUntil: dayAfter(now, loginDays),
});

const request = (context: Context, path: string, body?: object): HttpRequest => ({
	method: body === undefined ? 'GET' : 'POST',
	path,
	// v4 wants to know where the person is.
	headers: { accept: 'application/json', 'psu-ip-address': context.psuIpAddress },
	...(body && { body: { client_id: context.client.id, ...body } }),
});

const orderSchema = z.object({ auth_req_id: z.string().min(1) });

const order: Call<LoginStanding> = {
	operation: 'authorisation.start',
	at: 'login',
	ask: (context) =>
		request(context, '/authorizations', {
			scope,
			// The first gives what opens the app, the other the QR code.
			start_mode: context.device === 'this' ? 'ast' : 'qr',
			lang: context.language,
		}),
	read: ({ body }) => ({
		state: 'outstanding',
		facts: { authReqId: readAs(orderSchema, body).auth_req_id },
	}),
};

const standingSchema = z.object({
	status: anything,
	hint_code: anything,
	autostart_token: anything,
	qr_token: anything,
	poll_delay: z.number().positive().optional().catch(undefined),
});

/** SEB's own words beside BankID's. */
const ownHints: Readonly<Record<string, LoginFailure>> = { sebTimeout: 'expired' };

/** BankID's word is the finer one, the bank's status the one that decides. */
function whereItStands(status: unknown, hintCode: unknown) {
	const {
		state = 'outstanding',
		reason,
		hint,
	} = standingOf(textOf(hintCode) ?? '', ownHints) ?? {};
	switch (status) {
		case 'PENDING':
			return { state: reason === undefined ? state : 'outstanding', hint } as const;
		case 'COMPLETE':
			return { state: 'complete' } as const;
		case 'FAILED':
			return { state: 'failed', reason: reason ?? 'refused', hint } as const;
		default:
			throw unreadable('status', 'is not PENDING, COMPLETE or FAILED');
	}
}

function readStanding(body: unknown): LoginStanding {
	const answer = readAs(standingSchema, body);
	const token = textOf(answer.autostart_token);
	return present<LoginStanding>({
		...whereItStands(answer.status, answer.hint_code),
		qr: textOf(answer.qr_token),
		links: token === undefined ? undefined : bankIdLinks(token),
		pollMs: answer.poll_delay,
	});
}

/** An id that the bank has forgotten is an order that is over; 429 is waited out as everywhere. */
const gone: Readonly<Record<number, LoginStanding>> = {
	404: { state: 'failed', reason: 'expired' },
	422: { state: 'failed', reason: 'refused' },
};

const look: Call<LoginStanding> = {
	operation: 'authorisation.status',
	at: 'login',
	ask: (context) =>
		request(context, `/authorizations/${encodeURIComponent(context.facts['authReqId'] ?? '')}`),
	reads: [404, 422],
	read: ({ status, body }) => gone[status] ?? readStanding(body),
};

const tokens = (context: Context, redirectUri = '', asked: object): HttpRequest =>
	request(context, '/tokens', {
		client_secret: context.client.secret ?? '',
		redirect_uri: redirectUri,
		...asked,
	});

/** There is no code: the id of the order itself is exchanged. */
const exchange: Call<Gain | 'not-yet'> = {
	operation: 'token',
	at: 'login',
	ask: (context) =>
		tokens(context, context.redirectUri, { auth_req_id: context.facts['authReqId'] }),
	// The order is not complete yet.
	reads: [409],
	read: (answer, context) =>
		answer.status === 409 ? 'not-yet' : granted('app', tokenGain(answer), context),
};

/** Nobody is named before: whoever opens the order logs in. */
export const appLogin = {
	how: 'app',
	app: 'bankid',
	device: 'asked',
	redirectUri: 'named',
	// 180 s: BankID's own limit (recalled, unverified).
	steps: [{ order, look, pollMs: 500, lastsMs: 180_000 }, { call: exchange }],
} as const satisfies Login;

const { visit, redeem } = codeFlow(scope, 'body');

export const redirectLogin = {
	how: 'redirect',
	steps: [
		visit,
		{
			call: {
				...redeem,
				read: (answer, context) => granted('redirect', tokenGain(answer), context),
			},
		},
	],
} as const satisfies Login;

const isOfApp = ({ facts }: Context) => facts['how'] === 'app';
const { call: renewed } = renewalWith('body');

/** A refresh token is taken once: each renewal brings the next one. */
export const renewal = {
	call: {
		...renewed,
		at: (context) => (isOfApp(context) ? 'login' : 'token'),
		ask: (context) => {
			if (!isOfApp(context)) return renewed.ask(context);
			const { token, facts } = context;
			return tokens(context, facts['redirectUri'], { refresh_token: token?.refreshToken ?? '' });
		},
	},
} as const satisfies Renewal;
