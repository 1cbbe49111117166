import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import type { HttpAnswer } from '../../http/port';
import { present } from '../../models/present';
import { readAs, unreadable } from '../../models/unreadable';
import type { Call, Context } from '../../profile/call';
import type { AppLinks, Login, LoginStanding } from '../../profile/login';
import { urlWith } from '../../http/url';
import { bankIdLinks, standingOf } from '../bankid';
import { anything, recordOf, textOf, textsOf } from '../kit/fields';
import { redirectBack } from '../kit/redirect';
import { clientToken, tokenCall, tokenRequest } from '../oauth2';
import { consentPath, createConsent, loginHeaders } from './consent';

/*
 * Berlin Group 1.3 §5.1 and §7: a consent with the decoupled approach, its authorisation followed until the
 * scaStatus is final. The client identifies itself with a token of its own (RFC 6749 §4.4) until then.
 */

/** How the app is opened on the device that shows the page. */
export type LinksOf = (autoStartToken: string, context: Pick<Context, 'hosts'>) => AppLinks;

const authorisationSchema = z.looseObject({
	authorisationId: anything,
	scaStatus: z.string(),
	psuMessage: anything,
	hintCode: anything,
	pollDelay: z.number().positive().optional().catch(undefined),
	challengeData: anything,
	authorizationCode: anything,
	tppMessages: anything,
});

const scaStates: Readonly<Record<string, LoginStanding['state']>> = {
	received: 'outstanding',
	psuIdentified: 'outstanding',
	psuAuthenticated: 'outstanding',
	scaMethodSelected: 'outstanding',
	started: 'started',
	unconfirmed: 'signing',
	finalised: 'complete',
	exempted: 'complete',
	failed: 'failed',
};

/** BankID's word is the finer one, the bank's scaStatus the one that decides. */
function readStanding({ body }: HttpAnswer, links: AppLinks | undefined): LoginStanding {
	const answer = readAs(authorisationSchema, body);
	const challenge = recordOf(answer.challengeData);
	const state = scaStates[answer.scaStatus];
	if (state === undefined) throw unreadable('scaStatus', 'is not one of the standard');
	const hinted = standingOf(textOf(answer.hintCode) ?? '');
	const isFinal = state === 'complete' || state === 'failed';
	const authorisationId = textOf(answer.authorisationId);
	const code = textOf(answer.authorizationCode);
	return present<LoginStanding>({
		state: isFinal ? state : (hinted?.state ?? state),
		reason:
			state === 'failed'
				? (hinted?.reason ?? (isOtherPerson(answer.tppMessages) ? 'wrong-person' : 'refused'))
				: hinted?.reason,
		hint: hinted?.hint,
		message: textOf(answer.psuMessage),
		qr: textsOf(challenge?.['data'])[0],
		links,
		pollMs: answer.pollDelay,
		facts: {
			...(authorisationId !== undefined && { authorisationId }),
			...(code !== undefined && { code }),
		},
	});
}

const isOtherPerson = (messages: unknown) =>
	Array.isArray(messages) &&
	messages.some((message) => {
		const { code, text } = recordOf(message) ?? {};
		return code === 'PSU_CREDENTIALS_INVALID' || text === 'PSU_CREDENTIALS_INVALID';
	});

const autoStartTokenIn = ({ body }: HttpAnswer) =>
	textOf(recordOf(recordOf(body)?.['challengeData'])?.['autoStartToken']);

/** BankID with Berlin Group's decoupled approach; the code that comes at its end is redeemed as any other. */
export function decoupledLogin(linksOf: LinksOf = bankIdLinks) {
	const standing = (answer: HttpAnswer, context: Context) => {
		const token = autoStartTokenIn(answer);
		return readStanding(answer, token === undefined ? undefined : linksOf(token, context));
	};
	const order: Call<LoginStanding> = {
		operation: 'authorisation.start',
		at: 'api',
		as: 'client',
		ask: (context) => ({
			method: 'POST',
			path: `${consentPath(context.consentId)}/authorisations`,
			headers: {
				...loginHeaders(context),
				...(context.personalNumber !== undefined && { 'psu-id': context.personalNumber }),
			},
			body: {},
		}),
		// BankID's alreadyInProgress names the PSU-ID: the person's other order is cancelled now.
		reads: [409],
		read: (answer, context) => {
			if (answer.status === 409) return { state: isOfPerson(answer) ? 'busy' : 'failed' };
			const started = standing(answer, context);
			if (started.facts?.['authorisationId'] !== undefined) return started;
			throw unreadable('authorisationId', 'is missing');
		},
	};
	const look: Call<LoginStanding> = {
		operation: 'authorisation.status',
		at: 'api',
		as: 'client',
		ask: (context) => ({
			method: 'GET',
			path: `${consentPath(context.consentId)}/authorisations/${encodeURIComponent(context.facts['authorisationId'] ?? '')}`,
			headers: loginHeaders(context),
		}),
		read: standing,
	};
	return {
		how: 'app',
		app: 'bankid',
		person: { asked: 'optional' },
		steps: [
			{ call: clientToken('AIS'), isClientToken: true },
			{ call: createConsent('decoupled') },
			{ order, look, pollMs: 2_000, lastsMs: 180_000 },
			{
				call: tokenCall(({ client, facts }) =>
					tokenRequest(client, { grant_type: 'authorization_code', code: facts['code'] ?? '' }),
				),
			},
		],
	} as const satisfies Login;
}

const isOfPerson = ({ body }: HttpAnswer): boolean =>
	[recordOf(body)?.['tppMessages']]
		.flat()
		.some((message) => textOf(recordOf(message)?.['path']) !== undefined);

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** OAuth2 as SCA (Berlin Group 1.3 §13): the scope names the consent. */
export const redirectLogin = {
	how: 'redirect',
	steps: [
		{ call: clientToken('AIS'), isClientToken: true },
		{ call: createConsent('redirect') },
		{
			visit: ({ client, hosts, consentId = '', redirectUri, state, codeVerifier }) =>
				urlWith(hosts['authorize'] ?? '', {
					response_type: 'code',
					client_id: client.id,
					redirect_uri: redirectUri,
					scope: `AIS:${consentId}`,
					state,
					code_challenge: challengeOf(codeVerifier),
					code_challenge_method: 'S256',
				}),
			back: redirectBack,
		},
		{
			call: tokenCall(({ client, facts, redirectUri, codeVerifier }) =>
				tokenRequest(client, {
					grant_type: 'authorization_code',
					code: facts['code'] ?? '',
					redirect_uri: redirectUri,
					code_verifier: codeVerifier,
				}),
			),
		},
	],
} as const satisfies Login;
