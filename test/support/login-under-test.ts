import type { AxiosAdapter } from 'axios';
import { LateRecords } from '../../lib/audit/late-records';
import type { AuditSink } from '../../lib/audit/record';
import { BankCalls } from '../../lib/login/bank-calls';
import { newLogin, type LoginPhase } from '../../lib/login/script';
import type { DriveOptions } from '../../lib/login/drive';
import { finishLogin, storedLogin, type FinishOptions } from '../../lib/login/finish';
import { LoginRecords, type LoginRecord } from '../../lib/login/record';
import { LoginSession } from '../../lib/login/login-session';
import { Steps } from '../../lib/login/steps';
import { writeStoredLogin, readStoredLogin } from '../../lib/login/stored-login';
import { consentCalls } from '../../lib/standards/berlin-group/consent';
import { decoupledLogin } from '../../lib/standards/berlin-group/login';
import { renewalWith } from '../../lib/standards/oauth2';
import { BankClient } from '../../lib/client';
import { createHttp } from '../../lib/http/http';
import { createMemoryStore } from '../../lib/store/memory';
import { createSealer } from '../../lib/store/seal';
import type { Store } from '../../lib/store/store';
import { FixedSession } from './fixed-session';
import { plainBank } from './client-under-test';
import { accountsBody } from './one-account';
import { TestClock } from './test-clock';

const api = 'https://bank.example';
const login = decoupledLogin();
const bank = {
	...plainBank,
	logins: [login],
	consent: consentCalls,
	renewal: renewalWith('header'),
};
const visitor = { psuIpAddress: '203.0.113.7', language: 'en' } as const;
const secret = 'a client secret';

export type Answer = readonly [status: number, body: unknown];
const granted: Answer = [
	200,
	{ access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 300 },
];

export interface LoginOptions {
	/** What the token endpoint says, one after another; then it grants. */
	readonly answers?: readonly Answer[];
	readonly audit?: AuditSink;
	readonly store?: (store: Store) => Store;
	/** Fires when the accounts are asked for. */
	readonly onAccounts?: () => void;
	readonly signal?: AbortSignal;
	readonly accounts?: readonly object[];
	/** Before all else. */
	readonly says?: (pathname: string) => Answer | undefined;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A login that the bank has said yes to, with everything real but the wire and the vault. */
export function loginUnderTest({
	answers = [],
	audit,
	store: around,
	onAccounts,
	signal,
	accounts,
	says,
	headers,
}: LoginOptions = {}) {
	const clock = new TestClock();
	const memory = createMemoryStore(clock);
	const store = around?.(memory) ?? memory;
	const waiting = [...answers];
	const listed = accounts === undefined ? accountsBody : { accounts };
	const asked: string[] = [];
	const authorizations: unknown[] = [];
	const wire: AxiosAdapter = async (config) => {
		const { pathname } = new URL(config.url ?? '');
		asked.push(pathname);
		authorizations.push(config.headers.get('authorization'));
		if (pathname === '/v1/accounts') onAccounts?.();
		const [status, body] =
			says?.(pathname) ??
			(pathname === '/token'
				? (waiting.shift() ?? granted)
				: [200, pathname === '/v1/accounts' ? listed : { consentStatus: 'valid' }]);
		const sent = { 'content-type': 'application/json', ...headers };
		return { data: JSON.stringify(body) ?? '', status, statusText: '', headers: sent, config };
	};
	const common = {
		bank,
		http: createHttp({ adapter: wire }),
		clock,
		store,
		audit: audit ?? (() => undefined),
		connection: { id: 'connection' },
		...(signal && { signal }),
	};
	const hosts = { api, authorize: `${api}/authorize`, token: `${api}/token` };
	const client = { id: 'client', secret };
	const calls = new BankCalls({ ...common, hosts, client });
	let text: string | undefined;
	const vault = {
		read: async () => readStoredLogin(text),
		write: async (login: Parameters<typeof writeStoredLogin>[0]) => {
			text = writeStoredLogin(login);
		},
	};
	const session = new LoginSession({
		...{ bank, vault, calls, store, clock },
		connectionId: 'connection',
	});
	const late = new LateRecords();
	const steps = new Steps({ login, calls: calls.attendedBy(visitor), clock });
	const finishing: FinishOptions = {
		...{ bank, session, secret, clock },
		calls: calls.keeping(late),
		readAccounts: async ({ accessToken }) => {
			const { signal: _stop, ...unstopped } = common;
			const reader = new BankClient({
				...unstopped,
				hosts: { api },
				session: new FixedSession([accessToken]),
				lateRecords: late,
			});
			const pages = reader.accounts();
			return (await pages.next()).value ?? [];
		},
	};
	const records = new LoginRecords(store, createSealer(secret, 'login record'));
	const changes: LoginRecord[] = [];
	const options: DriveOptions = {
		...{ steps, records, store, clock },
		finish: ({ reference }, redeem) => finishLogin(finishing, reference, () => redeem(late)),
		recover: ({ reference }) => storedLogin(finishing, reference),
		onChange: (record) => void changes.push(record),
		...(signal && { signal }),
	};
	const record = (phase: LoginPhase = 'finishing'): LoginRecord => ({
		reference: 'login-1',
		method: 'decoupled',
		startedAt: clock.now(),
		visitor,
		state: {
			...newLogin,
			phase,
			step: phase === 'finishing' || phase === 'redeeming' ? steps.tail : steps.tail - 1,
			orders: 1,
			orderedAt: clock.now(),
		},
		facts: { code: 'code-1' },
		consentId: 'consent-1',
		choices: {},
	});
	const stored = () => readStoredLogin(text);
	return {
		clock,
		store,
		asked,
		authorizations,
		calls,
		options,
		record,
		records,
		changes,
		stored,
		session,
		late,
	};
}
