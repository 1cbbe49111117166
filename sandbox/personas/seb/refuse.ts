import { oauthRefusal } from '../../kit/grants';
import type { About, Reason } from '../../kit/refused';
import type { Reply } from '../../kit/served';
import { brokenLinkPage } from '../../kit/visit';

type Words<Word> = Readonly<Partial<Record<Reason, readonly [status: number, word: Word]>>>;

/** Account information: problem+json of Berlin Group (`../shared/facts/banks.md` §1.5, shape B). */
const codes: Words<string> = {
	'missing-token': [401, 'UNAUTHORIZED'],
	'unknown-token': [401, 'TOKEN_UNKNOWN'],
	'expired-token': [401, 'TOKEN_EXPIRED'],
	'ended-token': [401, 'TOKEN_INVALID'],
	// There is no consent to speak of: the token is all.
	'consent-over': [401, 'TOKEN_INVALID'],
	'consent-expired': [401, 'TOKEN_INVALID'],
	'missing-certificate': [401, 'CERTIFICATE_MISSING'],
	'bad-certificate': [401, 'CERTIFICATE_INVALID'],
	'not-consented': [403, 'FORBIDDEN'],
	'unknown-id': [404, 'RESOURCE_UNKNOWN'],
	'unknown-path': [404, 'RESOURCE_UNKNOWN'],
	'wrong-method': [405, 'SERVICE_INVALID'],
	'not-acceptable': [406, 'REQUESTED_FORMATS_INVALID'],
	'unsupported-media': [415, 'UNSUPPORTED_MEDIA_TYPE'],
	unsupported: [400, 'PARAMETER_NOT_SUPPORTED'],
	period: [400, 'PERIOD_INVALID'],
	'too-far-back': [400, 'PERIOD_INVALID'],
	'page-bent': [400, 'PARAMETER_NOT_CONSISTENT'],
	'page-expired': [400, 'RESOURCE_EXPIRED'],
	quota: [429, 'ACCESS_EXCEEDED'],
	'too-many': [429, 'TOO_MANY_REQUESTS'],
	'server-error': [500, 'INTERNAL_SERVER_ERROR'],
};

/** Decoupled authorization, v3. */
const v3: Words<string> = {
	'unknown-client': [422, 'Invalid parameter value'],
	'unknown-redirect': [422, 'Invalid parameter value'],
	'bad-grant': [422, 'Invalid parameter value'],
	'bad-scope': [422, 'Invalid parameter value'],
	'bad-parameter': [422, 'Invalid parameter value'],
	'unknown-person': [422, 'Invalid parameter value'],
	'in-progress': [422, 'Already in progress'],
	'missing-certificate': [401, 'Unauthorized'],
	'bad-certificate': [401, 'Unauthorized'],
	'unknown-id': [404, 'Not found'],
	'unknown-path': [404, 'Not found'],
	'wrong-method': [405, 'Method not allowed'],
	'wrong-state': [409, 'Wrong state'],
	'unsupported-media': [415, 'Unsupported media type'],
	'too-many': [429, 'Too many requests'],
	quota: [429, 'Too many requests'],
	'server-error': [500, 'Internal server error'],
};

/** What v4 says otherwise: these three moved from 422 to 400. */
const v4: Words<string> = {
	...v3,
	'unknown-client': [400, 'Invalid parameter value'],
	'unknown-redirect': [400, 'Invalid parameter value'],
	'bad-grant': [400, 'Invalid parameter value'],
};

const problems = 'https://authorize.sebgroup.com/problems';
const instances: Readonly<Record<string, string>> = {
	exchange: '/auth/v4/tokens',
	order: '/auth/v4/authorizations',
	look: '/auth/v4/authorizations',
};

/** Neutral reasons in SEB's words: each of its interfaces has a body of its own. */
export function refuse(reason: Reason, about: About): Reply {
	switch (about.call) {
		case 'authorize':
		case 'login':
		case 'approval':
			return brokenLinkPage(about.text ?? 'The bank cannot show this page now.');
		case 'token':
			return oauthRefusal(reason, about);
		case 'exchange.v3':
			return exchangeV3(reason, about);
		case 'order.v3':
		case 'look.v3':
		case 'mock.login':
			return plain(reason, about);
		case 'order':
		case 'look':
		case 'exchange':
			return problem(reason, about);
		default:
			return berlinGroup(reason, about);
	}
}

function plain(reason: Reason, { text, status: forced }: About): Reply {
	const [status, title] = v3[reason] ?? [400, 'Bad request'];
	const sent = forced ?? status;
	return { status: sent, body: { status: sent, title, detail: text ?? null, type: 'about:blank' } };
}

/** The token call has another body for a 400, and spells the plural. */
function exchangeV3(reason: Reason, about: About): Reply {
	const reply = plain(reason, about);
	if (reply.status !== 400) return reply;
	return {
		status: 400,
		body: { error: 'invalid_request', error_descriptions: about.text ?? 'invalid request' },
	};
}

function problem(reason: Reason, { call, text, status: forced }: About): Reply {
	const [status, title] = v4[reason] ?? [400, 'Bad request'];
	const sent = forced ?? status;
	return {
		status: sent,
		headers: { 'content-type': 'application/problem+json' },
		body: {
			type: reason === 'bad-grant' ? `${problems}/invalid-refresh-token` : 'about:blank',
			title,
			status: sent,
			detail: text ?? null,
			instance: instances[call],
		},
	};
}

function berlinGroup(reason: Reason, about: About): Reply {
	const [status, word] = codes[reason] ?? [400, 'FORMAT_ERROR'];
	const code = about.code ?? word;
	return {
		status,
		headers: { 'content-type': 'application/problem+json' },
		body: {
			type: `https://berlingroup.com/error-codes/${code}`,
			title: code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' '),
			...(about.text !== undefined && { detail: about.text }),
			code,
		},
	};
}
