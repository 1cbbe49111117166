import type { HttpAnswer } from '../../http/port';
import { present } from '../../models/present';
import { unreadable } from '../../models/unreadable';
import type { Call, Context, Gain } from '../../profile/call';
import type { Login, LoginStanding } from '../../profile/login';
import { bankIdLinks } from '../bankid';
import { recordOf, textOf } from '../kit/fields';
import { unwrapped } from '../kit/wrapper';
import { grant, marketOf, methods, tokensFrom } from './login';
import { nordeaRefusal } from './refusal';

/*
 * The decoupled way in four steps: who it is, what is granted, and the tokens. The code of each step opens the next.
 */

/** Nordea's documents name NemID still (recalled, unverified). */
const danishMethod = 'MITID';

const sessions = '/personal/v5/decoupled/authentications';

const start: Call<LoginStanding> = {
	operation: 'authentication.start',
	at: 'api',
	ask: (context) => ({
		method: 'POST',
		path: sessions,
		body: {
			authentication_method: methods[marketOf(context)] ?? danishMethod,
			country: marketOf(context),
			psu_id: context.personalNumber,
			response_type: 'code',
		},
	}),
	// BankID's alreadyInProgress (recalled, unverified).
	reads: [409],
	read: (answer, { now }) => {
		if (answer.status === 409) return { state: 'busy' };
		const fields = fieldsOf(answer);
		const session = textOf(fields['session_id']);
		if (session === undefined) throw unreadable('session_id', 'is missing');
		const autoStart = textOf(fields['auto_start_token']) ?? '';
		return standing(answer, { session, autoStart, awaits: '', startedAt: String(now) });
	},
};

const look: Call<LoginStanding> = {
	operation: 'authentication.status',
	at: 'api',
	ask: ({ facts }) => ({
		method: 'GET',
		path: `${sessions}/${encodeURIComponent(facts['session'] ?? '')}`,
	}),
	// How it is told that nothing will come of it stands in no document.
	reads: [400, 401, 403, 404, 410],
	read: (answer, context) =>
		answer.status < 300 ? standing(answer, context.facts) : over(answer, context),
};

const fieldsOf = ({ body }: HttpAnswer) => recordOf(unwrapped(body, 'session_id', 'code')) ?? {};

/** `qr_data` is left out once somebody has scanned it, `code` comes at the end: nothing else is told. */
function standing(answer: HttpAnswer, facts: Context['facts']): LoginStanding {
	const fields = fieldsOf(answer);
	const code = textOf(fields['code']);
	if (code !== undefined) return { state: 'complete', facts: { code } };
	const qr = textOf(fields['qr_data']);
	const { autoStart = '', awaits = '' } = facts;
	const awaiting = qr === undefined ? awaits && 'app' : 'scan';
	const wait = fields['verify_after'];
	return present<LoginStanding>({
		state: awaiting === 'app' ? 'started' : 'outstanding',
		qr,
		links: autoStart !== '' && awaiting !== 'app' ? bankIdLinks(autoStart) : undefined,
		// Milliseconds (Nordea's swagger ia-nb-v5).
		pollMs: typeof wait === 'number' && wait > 0 ? wait : undefined,
		facts: { ...facts, awaits: awaiting },
	});
}

/**
 * Why nothing will come of it isn't told. An order that nobody opens ends after 30 seconds, one that is open after three
 * minutes (BankID RP API 6; three minutes are recalled, unverified): what ends sooner was ended by somebody.
 */
function over(answer: HttpAnswer, { facts, now }: Context): LoginStanding {
	const { code } = nordeaRefusal(answer, look.operation);
	if (code === 'settings-invalid') return { state: 'failed', reason: 'bank-error' };
	const { awaits, startedAt } = facts;
	const [endsAfter, ending] =
		awaits === 'scan' ? ([30_000, 'not-opened'] as const) : ([180_000, 'expired'] as const);
	const isTime = now - Number(startedAt) >= endsAfter - toleranceMs;
	return { state: 'failed', reason: isTime ? ending : 'cancelled' };
}

/** Our clock starts when the order is answered. */
const toleranceMs = 1_000;

const authorization: Call<Gain> = {
	operation: 'authorization',
	at: 'api',
	ask: ({ facts }) => ({
		method: 'POST',
		path: '/personal/v5/decoupled/authorizations',
		body: { ...grant, code: facts['code'], response_type: 'nordea_token' },
	}),
	read: ({ body }) => {
		const code = textOf(recordOf(unwrapped(body, 'code'))?.['code']);
		if (code === undefined) throw unreadable('code', 'is missing');
		return { facts: { code } };
	},
};

/** BankID in Sweden, the bank's own app elsewhere. */
export const decoupledLogin = {
	how: 'app',
	app: 'bankid',
	person: {
		// Norway would do without.
		asked: 'required',
		pattern: '[0-9A-Za-z][0-9A-Za-z+\\-]{3,19}',
		label: {
			en: 'Personal number (Sweden: 12 digits), or your user ID at Nordea',
			sv: 'Personnummer (Sverige: 12 siffror) eller ditt användar-id hos Nordea',
		},
	},
	steps: [
		{ order: start, look, pollMs: 2_000, lastsMs: 180_000 },
		{ call: authorization },
		{ call: tokensFrom('/personal/v5/decoupled/token', () => ({})) },
	],
} as const satisfies Login;
