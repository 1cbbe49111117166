import { createHttp } from '../../../lib/http/http';
import { operations, outcomeOf, printTable, run, type Outcome } from '../../support/fault-table';
import { Tpp, type Login } from '../sandbox/tpp';
import { sandboxClient } from './sandbox-client';

interface Case {
	readonly fault: string;
	/** Goes to the sandbox's `/faults`. */
	readonly put?: Readonly<Record<string, unknown>>;
	/** Instead of a fault. */
	readonly before?: (tpp: Tpp, login: Login) => Promise<unknown>;
	readonly attempts: number;
	readonly waits: readonly number[];
	readonly end: string;
	readonly only?: 'transactions';
}

const always = 99;
const date = 'Sat, 17 May 2031 12:00:09 GMT';

const cases: readonly Case[] = [
	{ fault: 'none', attempts: 1, waits: [], end: 'answered' },
	{ fault: '503 once', put: { kind: 'status' }, attempts: 2, waits: [0.5], end: 'answered' },
	{
		fault: '500 three times',
		put: { kind: 'status', params: { status: 500 }, times: 3 },
		attempts: 4,
		waits: [0.5, 1, 2],
		end: 'answered',
	},
	{
		fault: '503 always',
		put: { kind: 'status', times: always },
		attempts: 4,
		waits: [0.5, 1, 2],
		end: 'bank-unavailable',
	},
	{ fault: '429', put: { kind: '429' }, attempts: 2, waits: [0.5], end: 'answered' },
	{
		fault: '429 Retry-After 7',
		put: { kind: '429-retry-after', params: { seconds: 7 } },
		attempts: 2,
		waits: [7],
		end: 'answered',
	},
	{
		fault: '429 Retry-After date',
		put: { kind: '429-retry-after', params: { date } },
		attempts: 2,
		waits: [9],
		end: 'answered',
	},
	{
		fault: '429 Retry-After 3600',
		put: { kind: '429-retry-after', params: { seconds: 3600 }, times: always },
		attempts: 1,
		waits: [],
		end: 'rate-limited',
	},
	{
		fault: 'ACCESS_EXCEEDED',
		put: { kind: 'access-exceeded', times: always },
		attempts: 1,
		waits: [],
		end: 'quota-exceeded',
	},
	{
		fault: 'slow',
		put: { kind: 'slow', params: { ms: 100 } },
		attempts: 1,
		waits: [],
		end: 'answered',
	},
	{
		fault: 'too slow once',
		put: { kind: 'slow', params: { ms: 1_500 } },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{ fault: 'cut in the body', put: { kind: 'cut' }, attempts: 2, waits: [0.5], end: 'answered' },
	{
		fault: 'cut before the head',
		put: { kind: 'cut', params: { bytes: 0 } },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: 'cut always',
		put: { kind: 'cut', times: always },
		attempts: 4,
		waits: [0.5, 1, 2],
		end: 'no-answer',
	},
	{
		fault: 'wrong JSON',
		put: { kind: 'wrong-json' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
	},
	{
		fault: 'wrong shape',
		put: { kind: 'wrong-shape' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
	},
	{ fault: 'HTML', put: { kind: 'html' }, attempts: 1, waits: [], end: 'unreadable-answer' },
	{
		fault: 'HTML with 503 once',
		put: { kind: 'html', params: { status: 503 } },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: 'redirect elsewhere',
		put: { kind: 'redirect' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
	},
	{
		fault: '403 SERVICE_BLOCKED',
		put: { kind: 'status', params: { status: 403, code: 'SERVICE_BLOCKED' } },
		attempts: 1,
		waits: [],
		end: 'not-permitted',
	},
	{
		fault: 'token expired',
		before: (tpp) => tpp.admin('/tokens/expire', {}),
		attempts: 2,
		waits: [],
		end: 'answered',
	},
	{
		fault: 'token and refresh refused',
		before: async (tpp, login) => {
			await tpp.refresh(login.refreshToken);
			await tpp.admin('/tokens/expire', {});
		},
		attempts: 1,
		waits: [],
		end: 'login-required',
	},
	{
		fault: 'consent revoked',
		before: (tpp, { consentId }) => tpp.admin(`/consents/${consentId}/revoke`, {}),
		attempts: 1,
		waits: [],
		end: 'consent-required',
	},
	{
		fault: 'consent expired',
		before: (tpp, { consentId }) => tpp.admin(`/consents/${consentId}/expire`, {}),
		attempts: 1,
		waits: [],
		end: 'consent-required',
	},
	{
		fault: 'next link repeated',
		put: { kind: 'repeat-next-link', times: always },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		only: 'transactions',
	},
	{
		fault: 'next link elsewhere',
		put: { kind: 'foreign-next-link' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		only: 'transactions',
	},
];

describe('faults of the sandbox bank', () => {
	const outcomes: Outcome[] = [];
	let tpp: Tpp;
	beforeAll(async () => {
		tpp = await Tpp.open({ transactions: 400 });
	});
	afterAll(async () => {
		await tpp.close();
		printTable('Faults × operations, from the sandbox bank', outcomes);
	});

	describe.each(cases)('$fault', ({ fault, put, before, attempts, waits, end, only }) => {
		it.each(operations.filter((operation) => (only ?? operation) === operation))(
			'of %s',
			async (operation) => {
				await tpp.admin('/reset', {});
				const login = await tpp.connect();
				const account = await firstAccount(login);
				if (put !== undefined) {
					await tpp.admin('/faults', { match: { endpoint: operation }, ...put });
				}
				await before?.(tpp, login);
				const http = createHttp({ timeoutMs: fault.startsWith('too slow') ? 600 : 10_000 });
				const { client, clock, records } = sandboxClient(tpp, login, { http });
				const log = async () =>
					(await tpp.admin<LogEntry[]>('/log')).filter(({ endpoint }) => endpoint === operation);
				const known = (await log()).length;
				const work = run(client, operation, account);
				const outcome = await outcomeOf(fault, operation, work, () => ({
					attempts: records.length,
					slept: clock.slept,
				}));
				outcomes.push(outcome);
				expect(outcome).toMatchObject({ attempts, waits, end });
				const seen = (await log()).slice(known).map(({ requestId }) => requestId);
				expect(seen).toEqual(records.map(({ requestId }) => requestId));
				expect(new Set(seen).size).toBe(seen.length);
			},
		);
	});

	interface LogEntry {
		readonly endpoint?: string;
		readonly requestId?: string;
	}

	async function firstAccount(login: Login): Promise<{ resourceId: string; iban: string }> {
		const { body } = await tpp.call('/v1/accounts', login, { 'psu-ip-address': '192.0.2.7' });
		const [account] = body['accounts'] as { resourceId: string; iban: string }[];
		if (account === undefined) throw new Error('the sandbox has no accounts');
		return account;
	}
});
