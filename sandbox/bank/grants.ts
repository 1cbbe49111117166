import type { BankSettings } from '../settings';
import { newSecret, sha256Base64Url } from './secrets';

/** What a person has opened for a client, or a client for itself (no person). */
export interface Opened {
	readonly clientId: string;
	readonly scope: string;
	readonly consentId?: string;
	readonly personId?: string;
	/** Resource ids, where the login itself says which accounts it opens. */
	readonly accounts?: readonly string[];
	/** Epoch milliseconds after which nothing is renewed. */
	readonly endsAt?: number;
}

/** A login of one client: what its tokens may touch. */
export interface Grant extends Opened {
	/** When the person logged in, epoch milliseconds. */
	readonly since: number;
	accessToken?: string;
	refreshToken?: string;
	ended: boolean;
}

/** RFC 6749 §5.1. */
export interface Tokens {
	readonly access_token: string;
	readonly token_type: 'Bearer';
	readonly expires_in: number;
	readonly refresh_token?: string;
	readonly scope: string;
}

export interface Issued {
	readonly tokens: Tokens;
	readonly grant: Grant;
}

interface Code extends Opened {
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

export type AccessState =
	| { readonly state: 'live'; readonly grant: Grant }
	| { readonly state: 'expired' | 'superseded' | 'unknown' };

const codeLifetimeMs = 300_000;

/** Authorisation codes, access tokens and refresh tokens of one bank (RFC 6749, RFC 7636). */
export class Grants {
	private readonly codes = new Map<string, Code & { expiresAt: number; spentOn?: Grant }>();
	private readonly access = new Map<string, { grant: Grant; expiresAt: number }>();
	private readonly refresh = new Map<string, { grant: Grant; expiresAt: number }>();

	constructor(
		private readonly now: () => number,
		private readonly settings: () => BankSettings,
	) {}

	code(code: Code): string {
		const text = newSecret('code');
		this.codes.set(text, { ...code, expiresAt: this.now() + codeLifetimeMs });
		return text;
	}

	/** Tokens, or why not: the text of an `invalid_grant`. */
	redeem(text: string, proof: CodeProof): Issued | string {
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
		const { redirectUri: _, challenge: __, expiresAt: ___, spentOn: ____, ...opened } = code;
		const issued = this.issue(opened);
		code.spentOn = issued.grant;
		return issued;
	}

	isSpent(code: string): boolean {
		return this.codes.get(code)?.spentOn !== undefined;
	}

	/** Tokens without a code: a login that grants them by itself. */
	issue(opened: Opened): Issued {
		const grant: Grant = { ...opened, since: this.now(), ended: false };
		return { tokens: this.tokens(grant), grant };
	}

	clientToken(clientId: string, scope: string): Tokens {
		const { refresh_token: _, ...tokens } = this.issue({ clientId, scope }).tokens;
		return tokens;
	}

	/**
	 * Ends the access token issued before it, and the refresh token too where they rotate. Nothing is
	 * renewed on a consent that is over.
	 */
	renew(
		refreshToken: string,
		clientId: string,
		isValid: (consentId: string) => boolean,
	): Issued | 'unknown' | 'reused' | 'ended' {
		const entry = this.refresh.get(refreshToken);
		if (entry === undefined || entry.grant.clientId !== clientId) return 'unknown';
		const { grant, expiresAt } = entry;
		if (grant.refreshToken !== refreshToken) {
			if (this.settings().refreshReuse === 'revoke') grant.ended = true;
			return 'reused';
		}
		const over =
			(grant.consentId !== undefined && !isValid(grant.consentId)) ||
			Math.min(expiresAt, grant.endsAt ?? Infinity) <= this.now();
		return grant.ended || over ? 'ended' : { tokens: this.tokens(grant), grant };
	}

	/** Ends the login that a refresh or access token belongs to; false: the client has no such token. */
	revoke(token: string, clientId: string): boolean {
		const grant = (this.refresh.get(token) ?? this.access.get(token))?.grant;
		if (grant?.clientId !== clientId) return false;
		grant.ended = true;
		return true;
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

	private tokens(grant: Grant): Tokens {
		const { accessTokenSeconds, refreshTokenSeconds, refreshRotates } = this.settings();
		const accessToken = newSecret('sandbox-access');
		grant.accessToken = accessToken;
		this.access.set(accessToken, { grant, expiresAt: this.now() + accessTokenSeconds * 1000 });
		if (refreshRotates || grant.refreshToken === undefined) {
			grant.refreshToken = newSecret('sandbox-refresh');
			const expiresAt = this.now() + (refreshTokenSeconds ?? Infinity) * 1000;
			this.refresh.set(grant.refreshToken, { grant, expiresAt });
		}
		return {
			access_token: accessToken,
			token_type: 'Bearer',
			expires_in: accessTokenSeconds,
			refresh_token: grant.refreshToken,
			scope: grant.scope,
		};
	}
}
