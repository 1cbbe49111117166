import { z } from 'zod/v4';
import type { Facts, Language } from '../profile/call';
import type { Texts } from '../profile/hosts';
import { settleSync } from '../outcome';
import type { LoginFailure } from '../profile/login';
import type { Sealer } from '../store/seal';
import type { Store } from '../store/store';
import type { LoginState, Standing } from './script';

/** Who is logging in, as far as the bank has to know. */
export interface Visitor {
	readonly psuIpAddress: string;
	readonly psuUserAgent?: string;
	readonly language: Language;
	readonly personalNumber?: string;
	readonly device?: 'this' | 'other';
}

/** What a login has brought so far. */
export interface Gained {
	readonly facts: Facts;
	/** The account holder's tokens, in the form of RFC 6749 §5.1. */
	readonly token?: Readonly<Record<string, unknown>>;
	/** Epoch ms at which they arrived. */
	readonly tokenAt?: number;
	readonly consentId?: string;
	/** What the bank has said of the consent's last day, `YYYY-MM-DD`. */
	readonly grantedUntil?: string;
}

/** An account as the last screen and the workflow show it: enough to know it, not enough to use it. */
export interface ConnectedAccount {
	/** `SE…1234`. */
	readonly number?: string;
	readonly name?: string;
	readonly currency?: string;
}

/** Why a login can't succeed before the credential is corrected: our own words, masked. */
export interface Trouble {
	readonly message: string;
	readonly field?: string;
	readonly nextStep?: string;
}

/** One login under way, or just over: everything that is needed to go on with it in another process. */
export interface LoginRecord extends Gained {
	readonly reference: string;
	readonly method: 'decoupled' | 'redirect';
	/** Epoch ms. */
	readonly startedAt: number;
	/** Digest of the browser's cookie; absent: started by a program. */
	readonly browser?: string;
	readonly visitor: Visitor;
	readonly state: LoginState;
	/** As registered at the bank; absent where nobody has said. */
	readonly redirectUri?: string;
	/** The browser can't come back from there by itself: the person brings the address it has ended at. */
	readonly isPasted?: boolean;
	/** Digest of the query that the browser has come back with last. */
	readonly returned?: string;
	/** What was chosen for this login, by the profile's choices. */
	readonly choices: Texts;
	readonly standing?: Standing;
	/** Once connected. */
	readonly accounts?: readonly ConnectedAccount[];
	/** `YYYY-MM-DD`. */
	readonly validUntil?: string;
	readonly isRenewal?: boolean;
	/** Only with `failed`. */
	readonly trouble?: Trouble;
}

/** A login that is over needs nothing secret or personal any more. */
export function withoutSecrets(record: LoginRecord): LoginRecord {
	const { standing: _, token: _token, tokenAt: _at, consentId: _id, ...rest } = record;
	const { psuIpAddress, language } = record.visitor;
	return { ...rest, facts: {}, visitor: { psuIpAddress, language } };
}

/** Over, for a reason of our own. */
export const endedWith = (record: LoginRecord, reason: LoginFailure): LoginRecord =>
	withoutSecrets({ ...record, state: { ...record.state, phase: 'failed', reason } });

/** How long a login and what came of it are known. */
const keptMs = 15 * 60 * 1000;

/** Logins in the shared store, sealed: it holds no readable word of them. */
export class LoginRecords {
	constructor(
		private readonly store: Store,
		private readonly sealer: Sealer,
	) {}

	/** Also the ticket with which a page can go on where the store has forgotten the login. */
	async write(record: LoginRecord): Promise<string> {
		const sealed = this.ticket(record);
		await this.store.set(key(record.reference), sealed, keptMs);
		return sealed;
	}

	ticket(record: LoginRecord): string {
		return this.sealer.seal(JSON.stringify(record), boundTo(record.reference));
	}

	/** From the store, else from the ticket; `undefined` where neither is ours. */
	async read(reference: string, ticket?: string): Promise<LoginRecord | undefined> {
		const stored = await this.store.get(key(reference));
		for (const sealed of [stored, ticket]) {
			const text = sealed === undefined ? undefined : this.sealer.open(sealed, boundTo(reference));
			const record = text === undefined ? undefined : parse(text);
			if (record !== undefined) return record;
		}
		return undefined;
	}

	/** True once only, for whoever comes first. */
	async claimOutcome(reference: string): Promise<boolean> {
		return await this.store.compareAndSet(`${key(reference)}/told`, undefined, 'told', keptMs);
	}
}

const key = (reference: string) => `login/${reference}`;
const boundTo = (reference: string) => `login record ${reference}`;

/** What is gone on with; the rest is as it was sealed. */
const shape = z.looseObject({
	reference: z.string(),
	method: z.enum(['decoupled', 'redirect']),
	startedAt: z.number(),
	visitor: z.looseObject({ psuIpAddress: z.string(), language: z.enum(['en', 'sv']) }),
	state: z.looseObject({ phase: z.string(), step: z.number() }),
	facts: z.looseObject({}),
	choices: z.looseObject({}),
});

function parse(text: string): LoginRecord | undefined {
	const parsed = settleSync(() => shape.parse(JSON.parse(text)) as unknown as LoginRecord);
	return 'value' in parsed ? parsed.value : undefined;
}
