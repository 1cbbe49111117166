import { z } from 'zod/v4';
import { BankError, type BankErrorDetails } from '../../errors';
import type { HttpAnswer } from '../../http/port';
import { quote } from '../../http/redact';
import { present } from '../../models/present';
import { readAs } from '../../models/unreadable';
import type { Call, Gain } from '../../profile/call';
import type { Login } from '../../profile/login';
import { get } from '../kit/asking';
import { dayAfter } from '../kit/consents';
import { readDate, textsOf } from '../kit/fields';
import { redirectBack } from '../kit/redirect';
import { findAspsp, psuHeadersOf, readAspsps, readChosen } from './aspsps';
import { keptText } from './session';
import { readEnableBankingRefusal } from './refusal';
import { kept, usualDays } from './wire';

/*
 * The application is looked at first, as its mistakes are what most logins fail by; then the bank, for what it allows.
 * The browser goes to Enable Banking, which leads it through the bank, whatever the bank's own way to log in is.
 */

const applicationSchema = z.object({
	active: z.boolean(),
	environment: z.string(),
	redirect_urls: z.unknown(),
});

const application: Call<Gain> = {
	operation: 'application',
	at: 'api',
	ask: () => get('/application'),
	read: ({ body }, { constants }) => {
		const { active, environment, redirect_urls: urls } = readAs(applicationSchema, body);
		const wanted = constants['application'];
		if (wanted !== undefined && environment !== wanted) {
			throw new BankError(
				'settings-invalid',
				`The application is one of ${environment.toLowerCase()}, and the credential is set to ${wanted.toLowerCase()}`,
				{
					field: 'Environment',
					nextStep: `Choose the other environment in the credential, or fill in an application of ${wanted.toLowerCase()} with its key`,
				},
			);
		}
		if (!active) throw notActive();
		return { facts: { redirectUrls: textsOf(urls).join(' ') } };
	},
};

const notActive = () =>
	new BankError('settings-invalid', 'The application at Enable Banking is not active yet', {
		field: 'Application ID',
		nextStep:
			'Open the application in the Control Panel of Enable Banking and press "Activate by linking accounts". Link each account that is to be read',
	});

const bank: Call<Gain> = {
	operation: 'aspsps',
	at: 'api',
	ask: ({ choices }) => {
		const { country, psuType } = readChosen(choices['aspsp']);
		return get('/aspsps', { country, psu_type: psuType, service: 'AIS' });
	},
	read: (answer, { choices }) => {
		const { aspsp, method } = findAspsp(readAspsps(answer), readChosen(choices['aspsp']));
		return {
			facts: {
				aspsp: aspsp.name,
				validSeconds: String(aspsp.maximum_consent_validity),
				[kept.psuHeaders]: psuHeadersOf(aspsp),
				...(method !== undefined && { method }),
			},
		};
	},
};

/** The maximum itself is refused where two clocks differ. */
const marginSeconds = 3600;

function validUntil(now: number, validSeconds: number): string {
	const seconds = validSeconds - Math.min(marginSeconds, validSeconds / 10);
	return new Date(now + seconds * 1000).toISOString();
}

const authorization: Call<Gain> = {
	operation: 'authorize',
	at: 'api',
	ask: ({ choices, facts, redirectUri, state, language, now }) => {
		const { country, psuType } = readChosen(choices['aspsp']);
		const { aspsp: name, method, validSeconds } = facts;
		const access = {
			valid_until: validUntil(now, Number(validSeconds)),
			balances: true,
			transactions: true,
		};
		return {
			method: 'POST',
			path: '/auth',
			headers: { accept: 'application/json' },
			body: {
				...{ access, aspsp: { name, country }, state, redirect_url: redirectUri },
				...{ psu_type: psuType, language },
				...(method !== undefined && { auth_method: method }),
			},
		};
	},
	reads: [422],
	read: (answer, { facts, redirectUri }) => {
		if (answer.status === 422) throw refused(answer, redirectUri, facts['redirectUrls'] ?? '');
		return { facts: readAs(urlSchema, answer.body) };
	},
};

/** An address must be registered letter by letter, which nobody sees who doesn't see both. */
function refused(answer: HttpAnswer, redirectUri: string, registered: string): BankError {
	const refusal = readEnableBankingRefusal(answer);
	const { code = 'request-rejected', field, nextStep } = refusal;
	const bankCode = refusal.bankCode && quote(refusal.bankCode);
	const bankText = refusal.bankText && quote(refusal.bankText);
	const said = { status: answer.status, bankCode, bankText };
	if (!/redirect[ _]ur/i.test(`${bankCode} ${bankText}`)) {
		const why = bankText ?? bankCode ?? 'it says nothing more';
		// The longest that the bank's entry allows was asked for, less an hour.
		const clock = /consent validity/i.test(why)
			? 'Check that the clock of this machine is right, then start the login again'
			: undefined;
		const details = present<BankErrorDetails>({ ...said, field, nextStep: clock ?? nextStep });
		return new BankError(code, `Enable Banking does not begin the login: ${why}`, details);
	}
	return new BankError(
		'settings-invalid',
		`Enable Banking does not know the address ${redirectUri}. Registered: ${registered.split(' ').join(', ') || 'none'}`,
		present<BankErrorDetails>({
			...said,
			field: 'Redirect URL',
			nextStep: `Add ${redirectUri} to the redirect URLs of the application, letter by letter, or use one of those that are registered`,
		}),
	);
}

const urlSchema = z.object({ url: z.string().min(1) });

const sessionSchema = z.object({
	session_id: z.string().min(1),
	accounts: z.array(z.looseObject({})),
	access: z.looseObject({}),
});

/** The only answer that says what the accounts are: later ones have their ids alone. */
const session: Call<Gain> = {
	operation: 'session',
	at: 'api',
	ask: ({ facts }) => ({
		method: 'POST',
		path: '/sessions',
		headers: { accept: 'application/json' },
		body: { code: facts['code'] ?? '' },
	}),
	read: ({ body }, { now }) => {
		const { session_id: consentId, accounts, access } = readAs(sessionSchema, body);
		return present<Gain>({
			consentId,
			validUntil: readDate(access['valid_until'], 'access.valid_until'),
			facts: {
				[kept.accounts]: keptText(accounts),
				[kept.firstDay]: dayAfter(now, -usualDays),
			},
		});
	},
};

export const redirectLogin = {
	how: 'redirect',
	steps: [
		{ call: application },
		{ call: bank },
		{ call: authorization },
		{ visit: ({ facts }) => facts['url'] ?? '', back: redirectBack },
		{ call: session },
	],
} as const satisfies Login;
