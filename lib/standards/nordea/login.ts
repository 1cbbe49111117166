import { unreadable } from '../../models/unreadable';
import type { Call, Context, Gain } from '../../profile/call';
import type { Login } from '../../profile/login';
import type { ConsentCalls, Renewal } from '../../profile/profile';
import { dayAfter } from '../kit/consents';
import { redirectBack } from '../kit/redirect';
import { tokenGain } from '../oauth2';

/*
 * Nordea's Access Authorization API 5: what the person grants (accounts, scope, duration) goes with the login, there is
 * no consent beside it. The client is known by the headers of every call.
 * https://documentation.nordeaopenbanking.com/compliance/personal/authorization/authorization-v5
 */

const days = 180;

export const grant = {
	account_list: ['ALL'],
	/** Minutes; 180 days are the most. */
	duration: days * 24 * 60,
	/** Months; two where nothing is asked for, twelve at most (Nordea's swagger ia-v5). */
	max_tx_history: 12,
	/** Names, products and balances have a scope each (Nordea's swagger ais-v4). */
	scope: ['ACCOUNTS_BASIC', 'ACCOUNTS_BALANCES', 'ACCOUNTS_DETAILS', 'ACCOUNTS_TRANSACTIONS'],
};

/** Norway and Finland: Nordea's swaggers ia-nb-v5 and ia-v5. */
export const methods: Readonly<Record<string, string>> = {
	SE: 'BANKID_SE',
	NO: 'MTA_NO',
	FI: 'MTA',
};

export const marketOf = ({ choices }: Context): string => choices['market'] ?? 'SE';

const byRedirect = '/personal/v5/authorize/token';

/** Each way has a token address of its own, which renews too. */
export const tokensFrom = (path: string, form: (context: Context) => object): Call<Gain> => ({
	operation: 'token',
	at: 'api',
	// In alphabetical order: the digest of a form is said to be made so (Nordea's swagger ia-v5).
	ask: (context) => ({
		method: 'POST',
		path,
		form: {
			code: context.facts['code'] ?? '',
			grant_type: 'authorization_code',
			...form(context),
		},
	}),
	read: (answer, { now }) => ({
		...tokenGain(answer),
		facts: { tokenPath: path },
		validUntil: dayAfter(now, days),
	}),
});

/** Answered with where the browser goes; in Nordea's sandbox that is our own address, with the code. */
const authorize: Call<Gain> = {
	operation: 'authorize',
	at: 'api',
	ask: (context) => ({
		method: 'POST',
		path: '/personal/v5/authorize',
		body: {
			...grant,
			authentication_method: methods[marketOf(context)],
			country: marketOf(context),
			language: context.language,
			redirect_uri: context.redirectUri,
			skip_account_selection: true,
			state: context.state,
		},
	}),
	reads: [302],
	read: ({ headers }) => {
		const { location } = headers;
		if (location === undefined || !URL.canParse(location)) {
			throw unreadable('Location', 'is missing, or no address');
		}
		return { facts: { location } };
	},
};

export const redirectLogin = {
	how: 'redirect',
	steps: [
		{ call: authorize },
		{ visit: ({ facts }) => facts['location'] ?? '', back: redirectBack },
		{ call: tokensFrom(byRedirect, ({ redirectUri }) => ({ redirect_uri: redirectUri })) },
	],
} as const satisfies Login;

export const renewal: Renewal = {
	call: {
		operation: 'token',
		at: 'api',
		ask: ({ facts, token }) => ({
			method: 'POST',
			path: facts['tokenPath'] ?? byRedirect,
			form: { grant_type: 'refresh_token', refresh_token: token?.refreshToken ?? '' },
		}),
		read: tokenGain,
	},
};

/** The refresh token ends what was granted (RFC 7009); Nordea says 200 of a token that it doesn't know, too. */
export const consentCalls: ConsentCalls = {
	revoke: {
		operation: 'revoke',
		at: 'api',
		ask: ({ token }) => ({
			method: 'POST',
			path: `${byRedirect}/revoke`,
			body: { token: token?.refreshToken ?? token?.accessToken },
		}),
		read: () => undefined,
	},
};
