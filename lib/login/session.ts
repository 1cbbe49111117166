import type { Facts } from '../profile/call';

/** What a call needs of a login. Kept in memory for the length of a call, never logged or stored. */
export interface Access {
	/** Empty where the bank knows the client and the consent, and gives no token. */
	readonly accessToken: string;
	readonly consentId?: string;
	/** Epoch ms. */
	readonly expiresAt?: number;
	/** What the login has kept (`BankProfile.keep`). Secret. */
	readonly kept?: Facts;
	/** For whoever ends or renews the login at the bank. */
	readonly refreshToken?: string;
	/** Epoch ms; absent where nobody knows. */
	readonly loggedInAt?: number;
}

/** A connection's tokens, whoever keeps them: n8n's OAuth2 credential or the bank-login credential. */
export interface Session {
	/** The tokens in force. Throws `login-required` when nobody has logged in. */
	current(): Promise<Access>;
	/**
	 * Called after a 401 with the access that was refused. Re-reads the credential first: changed → that;
	 * unchanged → one refresh, however many callers. Throws `login-required` when the bank refuses to refresh.
	 */
	renew(refused: Access): Promise<Access>;
}
