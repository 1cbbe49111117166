import type { LateRecords } from '../audit/late-records';
import type { AuditSink } from '../audit/record';
import type { Session } from '../login/session';
import type { ClientIdentity, Hosts, Texts } from '../profile/hosts';
import type { BankProfile } from '../profile/profile';
import type { Holder } from '../profile/wire';
import type { Clock, Http } from '../http/port';
import type { Store } from '../store/store';

export interface BankClientOptions {
	readonly bank: BankProfile;
	readonly hosts: Hosts;
	/** Who calls; absent where the token says it all. */
	readonly client?: ClientIdentity;
	/** Of the bank's environment. */
	readonly constants?: Texts;
	/** By the profile's choices. */
	readonly choices?: Texts;
	readonly session: Session;
	/** From `createHttp`. */
	readonly http: Http;
	readonly clock: Clock;
	readonly store: Store;
	readonly connection: {
		/** A digest, not a secret: names the connection in shared state. */
		readonly id: string;
		/** Names the login where the bank names no consent: reads are counted by it, what was kept for another one is not used. */
		readonly login?: string;
		/** Epoch ms of the login; absent where nobody knows. */
		readonly loggedInAt?: number;
		/** Seals cached answers; absent: nothing is cached. */
		readonly secretForCache?: string;
	};
	readonly audit: AuditSink;
	/**
	 * For calls whose answers can't be had again: they are not stopped, and their records go here instead of being
	 * waited for.
	 */
	readonly lateRecords?: LateRecords;
	/** Present only while the account holder is actively asking: the IP address goes to the bank. */
	readonly attended?: Holder;
	/** `use`: answers of the last minutes will do; `refresh`: ask, and keep the answer. Default `off`. */
	readonly cache?: 'use' | 'refresh' | 'off';
	/** Default 5 minutes. */
	readonly cacheMs?: number;
	/**
	 * Names the run: the list of accounts that it has read itself in the last minutes serves it again. Absent: each
	 * list that is asked for is asked of the bank.
	 */
	readonly run?: string;
	/** Says something beside what is read. */
	readonly remark?: (message: string) => void;
	/** Instead of the profile's `unattended.perDay`. */
	readonly readsPerDay?: number;
	/** All waits of one call together. Default 30 s. */
	readonly retryBudgetMs?: number;
	readonly signal?: AbortSignal;
	readonly trace?: {
		readonly workflowId?: string;
		readonly executionId?: string;
		readonly node?: string;
	};
	/** 0 ≤ n < 1, for the back-off. Default `Math.random`. */
	readonly random?: () => number;
}
