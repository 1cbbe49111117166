/**
 * How to write a persona: a bank as a value, from the facts and before its profile. It imports `sandbox/kit`,
 * `sandbox/bank`, `sandbox/data` and nothing of `lib`.
 *
 * 1. `sandbox/personas/<bank>/index.ts` exports one `Persona` and is listed in `sandbox/personas/index.ts`; not
 *    over 250 lines a file. `id` is the profile's id; the bank lives below `/<id>`.
 * 2. Each call has a name, which is its endpoint in the log and in faults. Use `token`, `accounts`, `account`,
 *    `balances`, `transactions`, `authorize`, and `:accountId` in paths, so that faults and log fit every bank.
 * 3. What a call must carry is a demand, in the order in which the bank checks. Each names a row of
 *    `../shared/facts`: `banks §2.1 Token` = file, section, the beginning of the row's first cell. Ready-made ones:
 *    `demands.ts` (`bearer`, `uuid`, `oneOf`, `date`, `may`). What isn't a demand (a consent that is over, an
 *    order that is not done) is thrown by `answer` as `new Refused(reason, { field, text })`.
 * 4. `refuse` turns every neutral reason into the bank's own status and body. The kit also calls it for unknown
 *    paths, wrong methods, bad JSON, faults and missing certificates.
 * 5. `answer(served, bank)` gives a `Reply`. Helpers: `grants.ts` (client authentication, token answer), `visit.ts`
 *    (a browser logs in and approves: `bank.visits.begin` and `loginPage`), `listing.ts` (days, pages, quota),
 *    `signatures.ts` (HTTP signatures, application JWTs; the demo client's key is `bank.world.demo.privateKey`),
 *    `shelf.ts` (what else the bank remembers; gone at a reset). `bank.bankId` and `bank.apps` are the phones,
 *    `bank.library` the people's books, `bank.consents` whatever lives for months and can be revoked, `bank.grants`
 *    codes and tokens. Never hold state in the module: one process has many sandboxes.
 * 6. `example` has one good request for each call, typed from the facts. `{word}` in it is filled from what
 *    `prepare` gives, which puts the bank into the state that the call needs (a token, a consent, an order); `{uuid}`
 *    is always a new one. `demands.test.ts` walks it: whichever part is dropped, the call must be refused, unless a
 *    demand calls that part optional.
 */
import type { Bank } from '../bank/bank';
import type { Settings } from '../settings';
import type { About, Reason } from './refused';
import type { Reply, Served } from './served';

/** A value and the row of the facts that says so. */
export interface Fact<Value> {
	readonly value: Value;
	/** `banks §2.1 Token`: file of `../shared/facts`, section, how the first cell of the row begins. */
	readonly fact: string;
}

/** `true`: fine. `false`: refused with the demand's reason. A reason: refused with that one. */
export type Verdict = boolean | Reason;

interface DemandBase {
	/** A header's or parameter's name, or a path into the JSON body: `access.valid_until`. */
	readonly name: string;
	/** Why a call is refused without it. */
	readonly reason: Reason;
	/** Another reason where it is there and wrong. */
	readonly spoilt?: Reason;
	/** May be absent, always or in such a call; is tested where it is there. */
	readonly optional?: boolean | ((served: Served) => boolean);
	/** A wrong value for the demands walk, where the letters `spoilt` would be right or the test looks elsewhere. */
	readonly wrong?: string;
	/** For developers: what would be right. */
	readonly text?: string;
	readonly fact: string;
}

export interface TextDemand extends DemandBase {
	readonly in: 'header' | 'query' | 'form';
	readonly test?: RegExp | ((value: string, served: Served, bank: Bank) => Verdict);
}

export interface BodyDemand extends DemandBase {
	readonly in: 'body';
	readonly test?: RegExp | ((value: unknown, served: Served, bank: Bank) => Verdict);
}

export type Demand = TextDemand | BodyDemand;

export interface BankCall {
	/** Endpoint in log and faults; key of the example. */
	readonly name: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below the persona's path, with `:parameters`: `/auth/v3/authorizations/:id`. */
	readonly path: string;
	readonly demands: readonly Demand[];
	/** A page that a browser opens: asks for no certificate and no signature. */
	readonly browser?: true;
	readonly answer: (served: Served, bank: Bank) => Reply | Promise<Reply>;
}

/** Whether the message was signed by whom it says, over all that it must cover. */
export type Verifier = (served: Served, bank: Bank) => true | Reason;

/** One good request. The call gives the method; `{words}` are filled from `prepare`. */
export interface Example {
	/** The call's path with its parameters put in: `/accounts/{accountId}/balances`. */
	readonly path?: string;
	readonly query?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly form?: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

/** An example as it goes out. */
export interface SentExample {
	readonly method: string;
	/** Path and query, the persona's path included. */
	readonly target: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
}

export interface Persona {
	/** Id of the profile. */
	readonly id: string;
	/** What its pages and the phone call it. */
	readonly name: string;
	/** `/<id>` where absent. */
	readonly path?: string;
	/** Section of the facts: `banks §2.1`. */
	readonly facts: string;
	/** What this bank opens with where it differs from `settings.ts`: one value or several, each with its fact. */
	readonly settings: readonly Fact<Partial<Settings>>[];
	/** Calls over HTTPS need a certificate of the sandbox's own authority. Over plain HTTP nobody asks for one. */
	readonly transport?: Fact<'certificate'>;
	/** Checked after the demands of every call that no browser makes. */
	readonly signature?: Fact<Verifier>;
	/** The header that says that the account holder is there; absent: `psu-ip-address`. */
	readonly attended?: Fact<string>;
	readonly refuse: (reason: Reason, about: About) => Reply;
	readonly calls: readonly BankCall[];
	/** By name of call; a test sees that each has one. */
	readonly example: Readonly<Record<string, Example>>;
	/** Puts the bank into the state that the call's example needs; gives the words for it. */
	readonly prepare: (bank: Bank, call: string) => Readonly<Record<string, string>>;
	/** Headers that can only be made when the request is final: signatures. */
	readonly sign?: (sent: SentExample, bank: Bank) => Readonly<Record<string, string>>;
}

/** Where the persona lives on the sandbox's host. */
export const pathOf = ({ id, path = `/${id}` }: Pick<Persona, 'id' | 'path'>): string => path;
