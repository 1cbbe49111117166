import { z } from 'zod/v4';
import type { LoginFacts, LoginStanding } from '../profile/login';
import { settleSync } from '../outcome';
import type { Sealer } from '../store/seal';
import type { Store } from '../store/store';
import type { Visitor } from './conversation';
import type { LoginState } from './script';

/** An account as the last screen and the workflow show it: enough to know it, not enough to use it. */
export interface ConnectedAccount {
	/** `SE…1234`. */
	readonly number?: string;
	readonly name?: string;
	readonly currency?: string;
}

/** One login under way, or just over: everything that is needed to go on with it in another process. */
export interface LoginRecord {
	readonly reference: string;
	readonly method: 'decoupled' | 'redirect';
	/** Epoch ms. */
	readonly startedAt: number;
	/** Digest of the browser's cookie; absent: started by a program. */
	readonly browser?: string;
	readonly visitor: Visitor;
	readonly state: LoginState;
	readonly facts: LoginFacts;
	/** What the bank said last. */
	readonly standing?: LoginStanding;
	/** Once connected. */
	readonly accounts?: readonly ConnectedAccount[];
	/** `YYYY-MM-DD`. */
	readonly validUntil?: string;
	readonly isRenewal?: boolean;
}

/** A login that is over needs nothing secret or personal any more. */
export function withoutSecrets({ standing: _, ...record }: LoginRecord): LoginRecord {
	const { psuIpAddress, language } = record.visitor;
	return { ...record, facts: {}, visitor: { psuIpAddress, language } };
}

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
	state: z.looseObject({ phase: z.string() }),
	facts: z.looseObject({}),
});

function parse(text: string): LoginRecord | undefined {
	const parsed = settleSync(() => shape.parse(JSON.parse(text)) as unknown as LoginRecord);
	return 'value' in parsed ? parsed.value : undefined;
}
