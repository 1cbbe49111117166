/**
 * A bank of the sandbox and one connection to it, with everything real but n8n: what the tests of profiles start from.
 * Time is the test's own for both sides, and passes only where somebody waits.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { people } from '../../sandbox/data/people';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import type { LedgerEntry } from '../../sandbox/data/ledger';
import type { LogEntry } from '../../sandbox/bank/request-log';
import type { Settings } from '../../sandbox/settings';
import { approveAtBank } from '../../scripts/bank/approve';
import { hostsAt } from '../../scripts/bank/environment';
import { LateRecords } from '../../lib/audit/late-records';
import type { AuditRecord } from '../../lib/audit/record';
import { BankClient, type BankClientOptions } from '../../lib/client';
import { createHttp } from '../../lib/http/http';
import type { Http } from '../../lib/http/port';
import type { TransportKeys } from '../../lib/keys/transport';
import { BankCalls } from '../../lib/login/bank-calls';
import { contextOf } from '../../lib/login/context';
import { begin, drive } from '../../lib/login/drive';
import {
	finishLogin,
	revokeConsent,
	storedLogin,
	type FinishOptions,
} from '../../lib/login/finish';
import { LoginSession } from '../../lib/login/login-session';
import { LoginRecords, type LoginRecord, type Visitor } from '../../lib/login/record';
import { isOver, newLogin } from '../../lib/login/script';
import type { Access, Session } from '../../lib/login/session';
import { Steps } from '../../lib/login/steps';
import { readStoredLogin, writeStoredLogin, type StoredLogin } from '../../lib/login/stored-login';
import type { Account } from '../../lib/models/account';
import type { Environment, Texts } from '../../lib/profile/hosts';
import type { Login } from '../../lib/profile/login';
import type { BankProfile } from '../../lib/profile/profile';
import { leaseMs } from '../../lib/store/lease';
import { settle } from '../../lib/outcome';
import { createMemoryStore } from '../../lib/store/memory';
import { createSealer } from '../../lib/store/seal';
import type { Store } from '../../lib/store/store';
import { TestClock } from './test-clock';

export type Method = LoginRecord['method'];
/** What the account holder does in the app or on the bank's page; `nothing`: looks elsewhere. */
export type Deed = 'approve' | 'cancel' | 'nothing';

const hows = { decoupled: 'app', redirect: 'redirect' } as const;
const secret = 'a made-up key of the credential';
const loopback = 'http://127.0.0.1:5678/webhook/back';
export const holder = { psuIpAddress: '203.0.113.7', psuUserAgent: 'a made-up browser' } as const;

/** The clock of both sides. While somebody waits, the account holder may act. */
export class SharedClock extends TestClock {
	meanwhile: (() => void | Promise<void>) | undefined = undefined;

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		await super.sleep(ms, signal);
		await this.meanwhile?.();
	}
}

export interface Place {
	readonly sandbox: Sandbox;
	readonly clock: SharedClock;
}

/** A sandbox on the test's own time. Close it: `place.sandbox.close()`. */
export async function openPlace(options: SandboxOptions = {}): Promise<Place> {
	const clock = new SharedClock();
	return { sandbox: await startSandbox({ transactions: 120, ...options, clock }), clock };
}

export interface UnderTestOptions {
	/** Default: the sandbox where the bank has one. */
	readonly environment?: Environment;
	/** By the profile's choices; absent: the first option of each. */
	readonly choices?: Texts;
	/** Who calls, with the demo client's key. Default: the demo client. */
	readonly clientId?: string;
	/** What the client shows and whom it trusts; with it, the bank is reached over HTTPS (option `tls` of the place). */
	readonly transport?: TransportKeys;
	/** What the persona shall do otherwise. */
	readonly settings?: Partial<Settings>;
	/** Puts itself between the connection and the wire, or the store: a process that dies. */
	readonly http?: (http: Http) => Http;
	readonly store?: (store: Store) => Store;
}

export interface LoginWishes {
	/** Default `testa`. */
	readonly person?: string;
	/** Default `approve`. */
	readonly does?: Deed;
	readonly device?: Visitor['device'];
	/** For this login, besides those of the connection. */
	readonly choices?: Texts;
	/** Where the browser is to come back to. Default: an address of this machine. */
	readonly redirectUri?: string;
}

export type BankUnderTest = Awaited<ReturnType<typeof bankAt>>;

/** A sandbox with one connection. Close it: `bank.close()`. */
export async function bankUnderTest(
	profile: BankProfile,
	persona: string,
	{ sandbox, ...options }: UnderTestOptions & { readonly sandbox?: SandboxOptions } = {},
) {
	const place = await openPlace(sandbox);
	const opened = await settle(bankAt(place, profile, persona, options));
	if ('value' in opened) return opened.value;
	await place.sandbox.close();
	throw opened.error;
}

/** One connection of a profile to a persona, which need not be its own. */
export async function bankAt(
	{ sandbox, clock }: Place,
	profile: BankProfile,
	persona: string,
	options: UnderTestOptions = {},
) {
	const bank = sandbox.bank(persona);
	const name = options.environment ?? (profile.environments.sandbox ? 'sandbox' : 'production');
	const environment = profile.environments[name];
	if (environment === undefined) throw new Error(`${profile.id} has no ${name} environment`);
	const base = options.transport === undefined ? sandbox.url : (sandbox.secure?.url ?? '');
	const hosts = hostsAt(environment.hosts, profile.id, persona, base);
	// Who lives keeps a lease by a timer: time that passes in the test alone must not take it from him.
	const leases = new TestClock();
	let rest = createMemoryStore(clock);
	const shared = byKey(() => rest, createMemoryStore(leases));
	/** What a browser has brought back already, by login: it brings the same again. */
	const visited = new Map<string, Query>();
	const records: AuditRecord[] = [];
	const vault = new TextVault();
	const http = createHttp({
		timeoutMs: 10_000,
		...(options.transport && { keys: options.transport, mayAskForKeys: true }),
	});
	const needsNoSecret = profile.client?.secret === 'none';
	const { clientId = sandbox.clientId } = options;
	const common = {
		bank: profile,
		hosts,
		constants: environment.constants ?? {},
		client: {
			id: clientId,
			...(needsNoSecret ? {} : { secret: sandbox.clientSecret }),
			signing: { key: sandbox.clientKey, keyId: clientId },
		},
		clock,
		audit: (record: AuditRecord) => void records.push(record),
		connection: { id: 'connection' },
		random: () => 0,
	};
	const onTheWire = (wire: Http) => new BankCalls({ ...common, http: wire, store: shared });
	bank.change(options.settings ?? {});
	const choices = options.choices ?? (await firstChoices(profile, onTheWire(http), clock));

	/** Whatever dies with a process; the store, the credential and the bank outlive it. */
	const opened = (around: Pick<UnderTestOptions, 'http' | 'store'>) => {
		const store = around.store?.(shared) ?? shared;
		const own = { ...common, choices, store, http: around.http?.(http) ?? http };
		const calls = new BankCalls(own);
		const session = new LoginSession({
			...{ bank: profile, vault, calls, store, clock },
			connectionId: common.connection.id,
		});
		const logins = new LoginRecords(store, createSealer(secret, 'login record'));
		const stepsOf = ({ method, visitor }: LoginRecord) =>
			new Steps({ login: loginOf(profile, method), calls: calls.attendedBy(visitor), clock });
		const finishing = (visitor: Visitor, late: LateRecords): FinishOptions => ({
			...{ bank: profile, session, secret, clock },
			calls: calls.attendedBy(visitor).keeping(late),
			readAccounts: (access) => readAccounts({ ...own, lateRecords: late }, access, visitor),
		});
		const driving = (record: LoginRecord) => ({
			...{ steps: stepsOf(record), records: logins, store, clock },
			finish: async ({ reference, visitor }: LoginRecord, redeem: Redeem) => {
				const late = new LateRecords();
				return await finishLogin(finishing(visitor, late), reference, () => redeem(late));
			},
			recover: ({ reference, visitor }: LoginRecord) =>
				storedLogin(finishing(visitor, new LateRecords()), reference),
		});
		const client = (more: Partial<BankClientOptions> = {}) => {
			const { loginId: login, loggedInAt } = vault.stored() ?? {};
			const known = login === undefined ? {} : { login };
			const since = loggedInAt === undefined ? {} : { loggedInAt };
			return new BankClient({
				...own,
				session,
				connection: { ...common.connection, ...known, ...since },
				retryBudgetMs: 0,
				...more,
			});
		};
		return {
			calls,
			session,
			client,
			/** As far as a login gets before somebody has to act. */
			begin: async (method: Method, wishes: LoginWishes = {}) => {
				const record = newRecord(profile, method, clock.now(), wishes);
				return await begin(driving(record), record);
			},
			drive: (record: LoginRecord, query?: Query) =>
				drive({ ...driving(record), ...(query && { query }) }, record),
			read: (reference: string) => logins.read(reference),
			/** Where the browser has to go now; `undefined`: nowhere. */
			addressOf: (record: LoginRecord): string | undefined => {
				const steps = stepsOf(record);
				const step = steps.at(record.state.step);
				const isThere = record.state.phase === 'waiting' && step !== undefined && 'visit' in step;
				return isThere ? steps.addressOf(step, record) : undefined;
			},
			/** Ends the consent at the bank and erases the login here; `false`: the bank has no such call. */
			revoke: async (): Promise<boolean> => {
				let isSent = false;
				await session.end(async (access) => {
					isSent = await revokeConsent(profile, calls, access, clock);
				});
				return isSent;
			},
		};
	};
	const process = opened(options);

	/** The account holder at the bank's page: gives what the browser comes back with. */
	const visit = async (address: string, { person = 'testa', does = 'approve' }: LoginWishes) => {
		const plain = sandbox.secure ? address.replace(sandbox.secure.url, sandbox.url) : address;
		const decision = does === 'approve' ? 'approve' : 'deny';
		const back = new URL(await approveAtBank(plain, person, decision));
		return Object.fromEntries(back.searchParams);
	};

	/** The account holder, with every app that asks him. */
	const act = ({ person: id = 'testa', does = 'approve' }: LoginWishes): void => {
		const person = bank.person(id);
		if (person === undefined) throw new Error(`nobody is called ${id}`);
		if (does === 'nothing') return;
		for (const order of bank.bankId.all().filter(({ status }) => status === 'pending')) {
			if (does === 'cancel') bank.bankId.fail(order, 'userCancel');
			else {
				bank.bankId.identify(order, person);
				bank.bankId.approve(order);
			}
		}
		for (const order of bank.apps.all().filter(({ status }) => status === 'pending')) {
			bank.apps.answer(order, does === 'cancel' ? 'rejected' : 'approved', person);
		}
	};

	/** Leads a login to its end, whoever has begun it, with the account holder doing as wished. */
	const lead = async (
		at: ReturnType<typeof opened>,
		begun: LoginRecord,
		wishes: LoginWishes = {},
	): Promise<LoginRecord> => {
		clock.meanwhile = () => act(wishes);
		let record = begun;
		let query: Query | undefined = undefined;
		while (!isOver(record.state)) {
			const address: string | undefined = at.addressOf(record);
			if (address !== undefined) {
				query = visited.get(record.reference) ?? (await visit(address, wishes));
				visited.set(record.reference, query);
			}
			const led: LoginRecord | undefined = await at.drive(record, query);
			// Time of the test's own outruns the beats of a lease: as anybody would, it is gone on with.
			record = led ?? (await at.read(record.reference)) ?? record;
			query = undefined;
		}
		clock.meanwhile = undefined;
		return record;
	};

	return {
		...{ sandbox, bank, clock, hosts, records, vault, choices, profile, store: shared },
		...process,
		opened,
		/** Whoever has died leads and renews nothing any more. */
		lapse: () => leases.pass(leaseMs + 1),
		visit,
		act,
		lead,
		login: async (method: Method, wishes: LoginWishes = {}) =>
			await lead(process, await process.begin(method, wishes), wishes),
		admin: async <Result>(path: string, body?: unknown, method?: string): Promise<Result> => {
			const query = path.includes('?') ? '&' : '?';
			return await askAdmin<Result>(sandbox, `${path}${query}bank=${persona}`, body, method);
		},
		log: (): readonly LogEntry[] => bank.log.all(),
		ledger: (query: Readonly<Record<string, string>> = {}): Promise<readonly LedgerEntry[]> =>
			askAdmin(sandbox, `/ledger?${new URLSearchParams({ ...query, bank: persona })}`),
		/** As just opened, on both sides; time goes on. */
		reset: async (): Promise<void> => {
			await askAdmin(sandbox, '/reset', {});
			bank.change(options.settings ?? {});
			rest = createMemoryStore(clock);
			visited.clear();
			vault.forget();
			records.splice(0);
		},
		close: () => sandbox.close(),
	};
}

/** Leases apart from the rest. */
const byKey = (rest: () => Store, leases: Store): Store => {
	const of = (key: string) => (key.startsWith('lease/') ? leases : rest());
	return {
		get: (key) => of(key).get(key),
		set: (key, ...more) => of(key).set(key, ...more),
		delete: (key) => of(key).delete(key),
		compareAndSet: (key, ...more) => of(key).compareAndSet(key, ...more),
	};
};

type Query = Readonly<Record<string, string | undefined>>;
type Redeem = Parameters<Parameters<typeof drive>[0]['finish']>[1];

/** Where n8n keeps the login, as the text that it is there. */
class TextVault {
	text: string | undefined = undefined;
	/** How often it was written. */
	writes = 0;
	/** Hears that it was. */
	heard: (() => void) | undefined = undefined;

	stored(): StoredLogin | undefined {
		return readStoredLogin(this.text);
	}

	async read(): Promise<StoredLogin | undefined> {
		return this.stored();
	}

	async write(login: StoredLogin): Promise<void> {
		this.text = writeStoredLogin(login);
		this.writes += 1;
		this.heard?.();
	}

	forget(): void {
		this.text = undefined;
		this.writes = 0;
	}
}

export function loginOf({ id, logins }: BankProfile, method: Method): Login {
	const login = logins.find(({ how }) => how === hows[method]);
	if (login === undefined) throw new Error(`${id} has no login ${method}`);
	return login;
}

export const methodsOf = ({ logins }: BankProfile): Method[] =>
	logins.map(({ how }) => (how === 'app' ? 'decoupled' : 'redirect'));

function newRecord(
	profile: BankProfile,
	method: Method,
	startedAt: number,
	{ person = 'testa', device, choices = {}, redirectUri = loopback }: LoginWishes,
): LoginRecord {
	const number = people.find(({ id }) => id === person)?.personalNumber;
	const isNamed = loginOf(profile, method).person !== undefined && number !== undefined;
	return {
		reference: randomUUID(),
		...{ method, startedAt, state: newLogin, redirectUri, choices },
		visitor: {
			...holder,
			language: 'en',
			...(isNamed && { personalNumber: number }),
			...(device && { device }),
		},
		facts: { codeVerifier: randomBytes(32).toString('base64url') },
	};
}

async function readAccounts(
	own: Omit<BankClientOptions, 'session'>,
	access: Access,
	attended: Visitor,
): Promise<readonly Account[]> {
	const session: Session = {
		current: async () => access,
		renew: () => Promise.reject(new Error('nothing renews tokens that are not stored yet')),
	};
	const accounts: Account[] = [];
	for await (const page of new BankClient({ ...own, session, attended }).accounts()) {
		accounts.push(...page);
	}
	return accounts;
}

/** The first option of each, asked from the bank where it knows them. */
async function firstChoices(
	{ choices = [] }: BankProfile,
	calls: BankCalls,
	clock: TestClock,
): Promise<Texts> {
	const chosen: Record<string, string> = {};
	for (const { id, options } of choices) {
		const context = { ...contextOf(calls, { accessToken: '' }, clock), choices: chosen };
		const offered =
			'ask' in options ? await calls.ask(options, context, { asked: 'the choices' }) : options;
		if (offered[0] !== undefined) chosen[id] = offered[0].value;
	}
	return chosen;
}

async function askAdmin<Result>(
	{ adminUrl, adminKey }: Sandbox,
	path: string,
	body?: unknown,
	method = body === undefined ? 'GET' : 'POST',
): Promise<Result> {
	const answer = await fetch(`${adminUrl}${path}`, {
		method,
		headers: {
			'x-sandbox-admin': adminKey,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}
