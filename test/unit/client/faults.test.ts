import { createHttp } from '../../../lib/http/http';
import type { ScriptedAnswer } from '../../support/scripted-bank';
import { ScriptedBank } from '../../support/scripted-bank';
import { clientAt } from '../../support/client-under-test';
import { operations, outcomeOf, printTable, run, type Outcome } from '../../support/fault-table';

const account = { resourceId: 'acc-1', iban: 'SE3550000000054910000003' };

const good = {
	accounts: { body: { accounts: [{ resourceId: 'acc-1', currency: 'SEK' }] } },
	balances: {
		body: {
			balances: [{ balanceAmount: { amount: '1.00', currency: 'SEK' }, balanceType: 'expected' }],
		},
	},
	transactions: {
		body: {
			transactions: {
				booked: [
					{
						transactionId: '1',
						bookingDate: '2026-01-02',
						transactionAmount: { amount: '1.00', currency: 'SEK' },
					},
				],
			},
		},
	},
} as const;

const refusal = (status: number, code: string, headers = {}): ScriptedAnswer => ({
	status,
	headers,
	body: { tppMessages: [{ category: 'ERROR', code, text: 'Sorry' }] },
});

interface Fault {
	readonly fault: string;
	/** Once, then the bank is well again. */
	readonly once?: ScriptedAnswer;
	/** As long as it is asked. */
	readonly always?: ScriptedAnswer;
	readonly attempts: number;
	readonly waits: readonly number[];
	readonly end: string;
	readonly message?: string;
}

const backOff = [0.5, 1, 2];

const faults: readonly Fault[] = [
	{ fault: 'none', attempts: 1, waits: [], end: 'answered' },
	{
		fault: '500 once',
		once: refusal(500, 'INTERNAL_SERVER_ERROR'),
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: '503 always',
		always: { status: 503, body: '' },
		attempts: 4,
		waits: backOff,
		end: 'bank-unavailable',
		message: 'Plain Bank answered 503 when asked for ',
	},
	{
		fault: '503 Retry-After 3 once',
		once: { status: 503, headers: { 'retry-after': '3' } },
		attempts: 2,
		waits: [3],
		end: 'answered',
	},
	{ fault: '429 once', once: { status: 429 }, attempts: 2, waits: [0.5], end: 'answered' },
	{
		fault: '429 Retry-After 7 once',
		once: { status: 429, headers: { 'retry-after': '7' } },
		attempts: 2,
		waits: [7],
		end: 'answered',
	},
	{
		fault: '429 X-Rate-Limit-Reset 9 once',
		once: { status: 429, headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '9' } },
		attempts: 2,
		waits: [9],
		end: 'answered',
	},
	{
		fault: '429 Retry-After 3600',
		always: { status: 429, headers: { 'retry-after': '3600' } },
		attempts: 1,
		waits: [],
		end: 'rate-limited',
		message: 'Plain Bank answered 429 when asked for ',
	},
	{
		fault: '429 ACCESS_EXCEEDED',
		always: refusal(429, 'ACCESS_EXCEEDED'),
		attempts: 1,
		waits: [],
		end: 'quota-exceeded',
		message: 'Plain Bank answered 429 ACCESS_EXCEEDED when asked for ',
	},
	{
		fault: 'connection reset once',
		once: { failure: 'reset' },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: 'answer cut once',
		once: { failure: 'cut', body: { filler: 'x'.repeat(5_000) } },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: 'no answer in time once',
		once: { failure: 'silent' },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: 'no answer in time',
		always: { failure: 'silent' },
		attempts: 4,
		waits: backOff,
		end: 'no-answer',
		message: 'Plain Bank did not answer when asked for ',
	},
	{
		fault: 'wrong JSON',
		always: { body: '{"accounts": [' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		message: 'Plain Bank announced JSON and sent something else',
	},
	{
		fault: 'HTML instead of data',
		always: { headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		message: 'Plain Bank answered with a web page instead of data when asked for ',
	},
	{
		fault: 'JSON of another shape',
		always: { body: { hello: 'world' } },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		message: "The bank's answer can't be read: ",
	},
	{
		fault: 'redirect to another host',
		always: { status: 302, headers: { location: 'https://elsewhere.example/' } },
		attempts: 1,
		waits: [],
		end: 'unreadable-answer',
		message: 'Plain Bank points to a page outside its own interface',
	},
	{
		fault: '401 TOKEN_EXPIRED once',
		once: refusal(401, 'TOKEN_EXPIRED'),
		attempts: 2,
		waits: [],
		end: 'answered',
	},
	{
		fault: '401 without a code once',
		once: { status: 401 },
		attempts: 2,
		waits: [],
		end: 'answered',
	},
	{
		fault: '401 TOKEN_INVALID always',
		always: refusal(401, 'TOKEN_INVALID'),
		attempts: 2,
		waits: [],
		end: 'login-required',
		message: 'Plain Bank answered 401 TOKEN_INVALID when asked for ',
	},
	{
		fault: '401 CONSENT_EXPIRED',
		always: refusal(401, 'CONSENT_EXPIRED'),
		attempts: 1,
		waits: [],
		end: 'consent-required',
		message: 'Plain Bank answered 401 CONSENT_EXPIRED when asked for ',
	},
	{
		fault: '400 FORMAT_ERROR',
		always: refusal(400, 'FORMAT_ERROR'),
		attempts: 1,
		waits: [],
		end: 'request-rejected',
		message: 'Plain Bank answered 400 FORMAT_ERROR when asked for ',
	},
	{
		fault: '200 TOKEN_EXPIRED once',
		once: refusal(200, 'TOKEN_EXPIRED'),
		attempts: 2,
		waits: [],
		end: 'answered',
	},
	{
		fault: '200 CONSENT_EXPIRED',
		always: refusal(200, 'CONSENT_EXPIRED'),
		attempts: 1,
		waits: [],
		end: 'consent-required',
		message: 'Plain Bank answered 200 CONSENT_EXPIRED when asked for ',
	},
	{
		fault: '200, a consent over in words',
		always: { body: { message: 'Your consent has expired' } },
		attempts: 1,
		waits: [],
		end: 'consent-required',
		message: 'Plain Bank answered 200 when asked for ',
	},
	{
		fault: '401 closed account',
		always: { status: 401, body: { type: 'AccountInactiveError', summary: 'Closed' } },
		attempts: 1,
		waits: [],
		end: 'not-found',
	},
	{
		fault: '409 processing once',
		once: { status: 409, body: { summary: 'Account is Processing' } },
		attempts: 2,
		waits: [0.5],
		end: 'answered',
	},
	{
		fault: '429 daily limit in words',
		always: { status: 429, body: { summary: 'Limit', detail: 'Daily request limit exceeded' } },
		attempts: 1,
		waits: [],
		end: 'quota-exceeded',
	},
	{ fault: '403', always: { status: 403 }, attempts: 1, waits: [], end: 'not-permitted' },
	{ fault: '404', always: { status: 404 }, attempts: 1, waits: [], end: 'not-found' },
	{ fault: '501', always: { status: 501 }, attempts: 1, waits: [], end: 'request-rejected' },
];

describe('faults', () => {
	const outcomes: Outcome[] = [];
	let bank: ScriptedBank;

	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(async () => {
		await bank.stop();
		printTable('Faults × operations, from a scripted bank', outcomes);
	});

	describe.each(faults)('$fault', ({ fault, once, always, attempts, waits, end, message = '' }) => {
		it.each(operations)('of %s', async (operation) => {
			bank.answersBy(() => always ?? good[operation]);
			bank.answers(...(once === undefined ? [] : [once]));
			// Short only where nothing is to come: a busy machine answers late.
			const isSilent = [once, always].some((answer) => answer?.failure === 'silent');
			const http = createHttp({ timeoutMs: isSilent ? 500 : 10_000 });
			const { client, clock, records } = clientAt(bank.url, { http });
			const outcome = await outcomeOf(fault, operation, run(client, operation, account), () => ({
				attempts: bank.seen.length,
				slept: clock.slept,
			}));
			outcomes.push(outcome);
			expect(outcome).toMatchObject({ attempts, waits, end });
			expect(outcome.message).toContain(message);
			expect(outcome.nextStep === '').toBe(end === 'answered');
			expect(records.map(({ requestId }) => requestId)).toEqual(
				bank.seen.map(({ headers }) => headers['x-request-id']),
			);
			expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(attempts);
			expect(records.map(({ attempt }) => attempt)).toEqual(
				records.map((_record, index) => index + 1),
			);
			expect(JSON.stringify([outcome, records])).not.toMatch(
				/SE3550000000054910000003|token-[ab]{6}|consent-1234567/,
			);
		});
	});
});
