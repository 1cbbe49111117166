import type { Access, Session } from '../../lib/login/session';

/** Hands out the tokens it was given, one after the other as they are refused. */
export class FixedSession implements Session {
	renewals = 0;

	constructor(
		private readonly tokens: readonly string[] = ['token-aaaaaa', 'token-bbbbbb'],
		private readonly consentId: string | undefined = 'consent-1234567',
	) {}

	async current(): Promise<Access> {
		return this.access();
	}

	async renew(): Promise<Access> {
		this.renewals += 1;
		return this.access();
	}

	private access(): Access {
		return {
			accessToken: this.tokens[this.renewals] ?? this.tokens.at(-1) ?? '',
			...(this.consentId === undefined ? {} : { consentId: this.consentId }),
		};
	}
}
