import type { SigningKeys } from '../keys/signing';

export type Environment = 'sandbox' | 'production';

export type Texts = Readonly<Record<string, string>>;

/**
 * Where a bank is reached, by name: absolute URLs without a trailing slash. `api` is where accounts are read; others
 * are named by what they are for (`authorize`, `token`, `login`). `{market}` in one stands for the value of the choice `market`
 * of the credential: some have a host for each country, or each bank of their group.
 */
export type Hosts = Texts & { readonly api: string };

/** Who calls, as the bank registered it (RFC 6749 §2.3). */
export interface ClientIdentity {
	/** Empty where the bank gives none. */
	readonly id: string;
	/** Absent where the bank gives none: the client is known by its keys, or is public. */
	readonly secret?: string;
	/** By the ids of `others` of the profile's client; no message quotes one. */
	readonly others?: Texts;
	readonly signing?: SigningKeys;
}

/** What the bank knows the client by besides id and secret. */
export interface KeysNeeded {
	/** A client certificate in TLS. */
	readonly transport?: 'required' | 'optional';
	/** A key to sign requests or assertions with. */
	readonly signing?: 'required' | 'optional';
	/** What the bank knows that key by: itself, its name, or its certificate. Default: who fills in the credential knows. */
	readonly signingBy?: 'key' | 'key-id' | 'certificate';
}

/** Authorisation code (RFC 6749 §4.1) by n8n's own Connect button: neither certificates nor signatures. */
export interface Connect {
	readonly scope: string;
	/** Where the client secret goes at the token endpoint. */
	readonly clientAuthentication: 'header' | 'body';
	/** Extra query of the authorize URL, e.g. `bic=…`. */
	readonly authorizeQuery?: string;
}

export interface BankEnvironment {
	readonly hosts: Hosts;
	/** What differs between environments and is no address. */
	readonly constants?: Texts;
	readonly keys?: KeysNeeded;
	/** Only where n8n can make the login by itself: it needs the hosts `authorize` and `token`. */
	readonly connect?: Connect;
}
