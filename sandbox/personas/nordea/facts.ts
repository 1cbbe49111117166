/** Rows of the facts about this bank. */
export const facts = {
	host: 'banks §2.4 Host',
	headers: 'banks §2.4 Headers on every call',
	signature: 'banks §2.4 Signature',
	escape: 'banks §2.4 Sandbox escape',
	redirect: 'banks §2.4 Redirect v5',
	token: 'banks §2.4 Token',
	revoke: 'banks §2.4 Revoke',
	decoupled: 'banks §2.4 Decoupled v5',
	accounts: 'banks §2.4 Accounts',
	rows: 'banks §2.4 Transaction fields',
	paging: 'banks §2.4 Paging',
	limits: 'banks §2.4 Limits',
	errors: 'banks §2.4 Errors',
	consent: 'banks §7.2 consent',
	attended: 'banks §7.2 attended header',
	fresh: 'banks §5 Older than 90 days',
	quota: 'banks §5 RTS Art 36(5)(b)',
} as const;

/** The row is silent or unsure: what is done here may be otherwise at the bank. */
export const unverified = (fact: string): string => `${fact} (recalled, unverified)`;
