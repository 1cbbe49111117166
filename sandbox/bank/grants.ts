import { newSecret, sha256Base64Url } from './secrets';

/** A login of one client: what its tokens may touch. `consentId` absent: the client's own token. */
export interface Grant {
	readonly clientId: string;
	readonly scope: string;
	readonly consentId?: string;
	accessToken?: string;
	refreshToken?: string;
	ended: boolean;
}

export interface Tokens {
	readonly access_token: string;
	readonly token_type: 'Bearer';
	readonly expires_in: number;
	readonly refresh_token?: string;
	readonly scope: string;
	readonly consentId?: string;
}

interface Code {
	readonly clientId: string;
	readonly scope: string;
	readonly consentId: string;
	/** Absent: nothing was redirected, the code came out of a decoupled login. */
	readonly redirectUri?: string;
	/** PKCE S256. */
	readonly challenge?: string;
}

export interface CodeProof {
	readonly clientId: string;
	readonly redirectUri: string | undefined;
	readonly verifier: string | undefined;
}

type AccessState =
	| { readonly state: 'live'; readonly grant: Grant }
	| { readonly state: 'expired' | 'superseded' | 'unknown' };

const codeLifetimeMs = 300_000;

/** Authorisation codes, access tokens and rotating refresh tokens (RFC 6749, RFC 7636). */
export class Grants {
	private readonly codes = new Map<string, Code & { expiresAt: number; spentOn?: Grant }>();
	private readonly access = new Map<string, { grant: Grant; expiresAt: number }>();
	private readonly refresh = new Map<string, Grant>();

	constructor(
		private readonly now: () => number,
		private readonly accessTokenSeconds: () => number,
		private readonly reuse: () => 'refuse' | 'revoke',
	) {}

	code(code: Code): string {
		const text = newSecret('code');
		this.codes.set(text, { ...code, expiresAt: this.now() + codeLifetimeMs });
		return text;
	}

	/** Tokens, or why not: the text of an `invalid_grant`. */
	redeem(text: string, proof: CodeProof): Tokens | string {
		const code = this.codes.get(text);
		if (code === undefined || code.clientId !== proof.clientId) return 'unknown code';
		if (code.spentOn !== undefined) {
			code.spentOn.ended = true;
			return 'the code was used before; the tokens it gave are revoked';
		}
		if (code.expiresAt <= this.now()) return 'the code has expired';
		if (code.redirectUri !== proof.redirectUri)
			return 'redirect_uri differs from the one authorised';
		const verified = proof.verifier === undefined ? undefined : sha256Base64Url(proof.verifier);
		if (code.challenge !== verified) return 'code_verifier does not match the code_challenge';
		const { clientId, scope, consentId } = code;
		const grant: Grant = { clientId, scope, consentId, ended: false };
		code.spentOn = grant;
		return this.issue(grant);
	}

	isSpent(code: string): boolean {
		return this.codes.get(code)?.spentOn !== undefined;
	}

	clientToken(clientId: string, scope: string): Tokens {
		const { refresh_token: _, ...tokens } = this.issue({ clientId, scope, ended: false });
		return tokens;
	}

	/**
	 * Rotates: each refresh token works once, and ends the access token issued before it. Nothing is
	 * renewed on a consent that is over.
	 */
	renew(
		refreshToken: string,
		clientId: string,
		isValid: (consentId: string) => boolean,
	): Tokens | 'unknown' | 'reused' | 'ended' {
		const grant = this.refresh.get(refreshToken);
		if (grant === undefined || grant.clientId !== clientId) return 'unknown';
		if (grant.refreshToken !== refreshToken) {
			if (this.reuse() === 'revoke') grant.ended = true;
			return 'reused';
		}
		const over = grant.consentId !== undefined && !isValid(grant.consentId);
		return grant.ended || over ? 'ended' : this.issue(grant);
	}

	look(accessToken: string): AccessState {
		const entry = this.access.get(accessToken);
		if (entry === undefined) return { state: 'unknown' };
		if (entry.grant.ended || entry.grant.accessToken !== accessToken)
			return { state: 'superseded' };
		if (entry.expiresAt <= this.now()) return { state: 'expired' };
		return { state: 'live', grant: entry.grant };
	}

	expireAll(): number {
		let count = 0;
		for (const entry of this.access.values()) {
			if (entry.expiresAt > this.now()) count += 1;
			entry.expiresAt = Math.min(entry.expiresAt, this.now());
		}
		return count;
	}

	private issue(grant: Grant): Tokens {
		const seconds = this.accessTokenSeconds();
		const accessToken = newSecret('sandbox-access');
		const refreshToken = newSecret('sandbox-refresh');
		grant.accessToken = accessToken;
		grant.refreshToken = refreshToken;
		this.access.set(accessToken, { grant, expiresAt: this.now() + seconds * 1000 });
		this.refresh.set(refreshToken, grant);
		return {
			access_token: accessToken,
			token_type: 'Bearer',
			expires_in: seconds,
			refresh_token: refreshToken,
			scope: grant.scope,
			...(grant.consentId !== undefined && { consentId: grant.consentId }),
		};
	}
}
