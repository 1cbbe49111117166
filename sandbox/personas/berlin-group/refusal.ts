import { oauthRefusal } from '../../kit/grants';
import type { About, Reason } from '../../kit/refused';
import type { Reply } from '../../kit/served';
import { brokenLinkPage } from '../../kit/visit';

/** Berlin Group 1.3, §14.11: status and message code. */
const words: Readonly<Record<Reason, readonly [status: number, code: string]>> = {
	'missing-header': [400, 'FORMAT_ERROR'],
	'bad-header': [400, 'FORMAT_ERROR'],
	'missing-parameter': [400, 'FORMAT_ERROR'],
	'bad-parameter': [400, 'FORMAT_ERROR'],
	'bad-body': [400, 'FORMAT_ERROR'],
	unsupported: [400, 'PARAMETER_NOT_SUPPORTED'],
	'not-acceptable': [406, 'REQUESTED_FORMATS_INVALID'],
	'unsupported-media': [415, 'UNSUPPORTED_MEDIA_TYPE'],
	'unknown-path': [404, 'RESOURCE_UNKNOWN'],
	'wrong-method': [405, 'SERVICE_INVALID'],
	'missing-certificate': [401, 'CERTIFICATE_MISSING'],
	'bad-certificate': [401, 'CERTIFICATE_INVALID'],
	'missing-signature': [401, 'SIGNATURE_MISSING'],
	'bad-signature': [401, 'SIGNATURE_INVALID'],
	'unknown-client': [401, 'UNAUTHORIZED'],
	'unknown-redirect': [400, 'FORMAT_ERROR'],
	'bad-scope': [400, 'FORMAT_ERROR'],
	'unsupported-grant': [400, 'FORMAT_ERROR'],
	'bad-grant': [400, 'FORMAT_ERROR'],
	'missing-token': [401, 'UNAUTHORIZED'],
	'unknown-token': [401, 'TOKEN_UNKNOWN'],
	'expired-token': [401, 'TOKEN_EXPIRED'],
	'ended-token': [401, 'TOKEN_INVALID'],
	'unknown-consent': [400, 'CONSENT_UNKNOWN'],
	'consent-over': [401, 'CONSENT_INVALID'],
	'consent-expired': [401, 'CONSENT_EXPIRED'],
	'not-consented': [401, 'CONSENT_INVALID'],
	'unknown-person': [401, 'PSU_CREDENTIALS_INVALID'],
	'wrong-person': [401, 'PSU_CREDENTIALS_INVALID'],
	'unknown-id': [404, 'RESOURCE_UNKNOWN'],
	blocked: [400, 'RESOURCE_BLOCKED'],
	'wrong-state': [409, 'STATUS_INVALID'],
	'in-progress': [409, 'STATUS_INVALID'],
	period: [400, 'PERIOD_INVALID'],
	'too-far-back': [400, 'PERIOD_INVALID'],
	'page-key': [400, 'FORMAT_ERROR'],
	'page-bent': [400, 'PARAMETER_NOT_CONSISTENT'],
	'page-expired': [400, 'RESOURCE_EXPIRED'],
	quota: [429, 'ACCESS_EXCEEDED'],
	'too-many': [429, 'TOO_MANY_REQUESTS'],
	'server-error': [500, 'INTERNAL_SERVER_ERROR'],
};

/** The standard gives these no body: it has no message codes for them. */
const bodiless = new Set([408, 415, 500, 503]);

export function refuse(reason: Reason, about: About): Reply {
	if (about.call === 'token') return oauthRefusal(reason, about);
	if (
		reason === 'unknown-redirect' ||
		(about.call === 'authorize' && reason === 'unknown-client')
	) {
		return brokenLinkPage(about.text ?? reason);
	}
	return inTheStandardsWords(reason, about);
}

function inTheStandardsWords(reason: Reason, about: About): Reply {
	const [usual, word] = words[reason];
	const { field: path, text, code = about.status === undefined ? word : 'ERROR' } = about;
	// A consent that a path names is forbidden ground, one that a header names is a wrong header.
	const hidden = reason === 'unknown-consent' && path === 'consentId';
	const status = about.status ?? (hidden ? 403 : usual);
	return {
		status,
		...(status === 401 && { headers: { 'www-authenticate': 'Bearer' } }),
		...(!bodiless.has(status) && {
			body: {
				tppMessages: [
					{
						category: 'ERROR',
						code,
						...(path !== undefined && { path }),
						...(text !== undefined && { text }),
					},
				],
			},
		}),
	};
}
