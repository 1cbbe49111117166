/** Why a bank says no, in no bank's words. A persona puts each into its bank's own status and body. */
export const reasons = [
	// What a call must carry.
	'missing-header',
	'bad-header',
	'missing-parameter',
	'bad-parameter',
	'bad-body',
	'unsupported',
	'not-acceptable',
	'unsupported-media',
	'unknown-path',
	'wrong-method',
	// Who calls.
	'missing-certificate',
	'bad-certificate',
	'missing-signature',
	'bad-signature',
	'unknown-client',
	'unknown-redirect',
	'bad-scope',
	'unsupported-grant',
	'bad-grant',
	// On whose behalf.
	'missing-token',
	'unknown-token',
	'expired-token',
	'ended-token',
	'unknown-consent',
	'consent-over',
	'consent-expired',
	'not-consented',
	'unknown-person',
	'wrong-person',
	// What is asked for.
	'unknown-id',
	'blocked',
	'wrong-state',
	'in-progress',
	'period',
	'too-far-back',
	'page-key',
	'page-bent',
	'page-expired',
	// How often.
	'quota',
	'too-many',
	// The bank's own fault.
	'server-error',
] as const;

export type Reason = (typeof reasons)[number];

export interface About {
	/** Name of the call that was refused: a token endpoint has other words than a listing. */
	readonly call: string;
	/** The header, parameter, or body field (dots between parts) that is wrong. */
	readonly field?: string;
	/** A sentence for developers. */
	readonly text?: string;
	/** A fault wants this very status. The runtime sets it; say it where the body carries it too. */
	readonly status?: number;
	/** A fault wants this very code. */
	readonly code?: string;
}

/** Thrown by whatever answers a call; becomes the bank's own refusal. */
export class Refused extends Error {
	constructor(
		readonly reason: Reason,
		readonly about: Omit<Partial<About>, 'call'> = {},
	) {
		super(about.text ?? reason);
	}
}

/** What developers are told where nobody says more. */
export const sentences: Readonly<Partial<Record<Reason, string>>> = {
	'missing-token': 'an access token is needed',
	'expired-token': 'the access token has expired',
	'ended-token': 'the access token is no longer valid',
	'unknown-token': 'the access token is unknown',
	'unknown-person': 'not a customer of the bank',
	unsupported: 'this bank does not serve that',
	'unknown-path': 'the bank has no such address',
	'wrong-method': 'this address is not served that way',
	'unsupported-media': 'send application/json',
};
