import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import type { HttpAnswer } from '../../http/port';
import { present } from '../../models/present';
import { readAs, unreadable } from '../../models/unreadable';
import type {
	ConsentFirstLogin,
	DecoupledLogin,
	LoginContext,
	LoginStanding,
	LoginStep,
} from '../../profile/login';
import { bankIdLinks, standingOf } from '../bankid';
import { anything, recordOf, textOf, textsOf } from '../kit/fields';
import { readTokenAnswer, tokenRequest } from '../oauth2';
import { consentPath, createConsent, loginHeaders } from './consent';

/*
 * Berlin Group 1.3 §5.1 and §7: a consent with the decoupled approach, its authorisation followed until the
 * scaStatus is final. The client identifies itself with a token of its own (RFC 6749 §4.4) until then.
 */

const clientToken: LoginStep = {
	operation: 'token',
	at: 'token',
	ask: ({ client }) => tokenRequest(client, { grant_type: 'client_credentials', scope: 'AIS' }),
	read: (answer) => ({ clientToken: readTokenAnswer(answer)(0).accessToken }),
};

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
function readStanding({ body }: HttpAnswer): LoginStanding {
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
		autoStartToken: textOf(challenge?.['autoStartToken']),
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

const authorisations = ({ facts }: LoginContext) =>
	`${consentPath(facts['consentId'] ?? '')}/authorisations`;

const order: LoginStep<LoginStanding> = {
	operation: 'authorisation.start',
	at: 'api',
	ask: (context) => ({
		method: 'POST',
		path: authorisations(context),
		headers: {
			...loginHeaders(context),
			...(context.personalNumber !== undefined && { 'psu-id': context.personalNumber }),
		},
		body: {},
	}),
	read: (answer) => {
		const standing = readStanding(answer);
		if (standing.facts['authorisationId'] !== undefined) return standing;
		throw unreadable('authorisationId', 'is missing');
	},
};

const status: LoginStep<LoginStanding> = {
	operation: 'authorisation.status',
	at: 'api',
	ask: (context) => ({
		method: 'GET',
		path: `${authorisations(context)}/${encodeURIComponent(context.facts['authorisationId'] ?? '')}`,
		headers: loginHeaders(context),
	}),
	read: readStanding,
};

/** BankID with Berlin Group's decoupled approach; the code that comes at its end is redeemed as any other. */
export const decoupledLogin: DecoupledLogin = {
	app: 'bankid',
	appLinks: bankIdLinks,
	personalNumber: 'optional',
	identify: clientToken,
	prepare: [createConsent('decoupled')],
	order,
	status,
	finish: {
		operation: 'token',
		at: 'token',
		ask: ({ client, facts }) =>
			tokenRequest(client, { grant_type: 'authorization_code', code: facts['code'] ?? '' }),
		read: readTokenAnswer,
	},
	pollMs: 2_000,
	lastsMs: 180_000,
};

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** OAuth2 as SCA (Berlin Group 1.3 §13): the scope names the consent. */
export const consentFirstLogin: ConsentFirstLogin = {
	identify: clientToken,
	prepare: [createConsent('redirect')],
	authorize: ({ client, facts, redirectUri, state, codeVerifier }) => ({
		response_type: 'code',
		client_id: client.id,
		redirect_uri: redirectUri,
		scope: `AIS:${facts['consentId'] ?? ''}`,
		state,
		code_challenge: challengeOf(codeVerifier),
		code_challenge_method: 'S256',
	}),
	finish: {
		operation: 'token',
		ask: ({ client, facts, redirectUri, codeVerifier }) =>
			tokenRequest(client, {
				grant_type: 'authorization_code',
				code: facts['code'] ?? '',
				redirect_uri: redirectUri,
				code_verifier: codeVerifier,
			}),
		read: readTokenAnswer,
	},
};
