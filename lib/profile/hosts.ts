export type Environment = 'sandbox' | 'production';

export interface Hosts {
	/** Base of the account API, no trailing slash. */
	readonly api: string;
	readonly authorize: string;
	readonly token: string;
}

/** Who calls, as the bank registered it (RFC 6749 §2.3). */
export interface ClientIdentity {
	readonly id: string;
	readonly secret: string;
}
