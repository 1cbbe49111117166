import type { Access, Session } from '../../../lib/auth/session';
import { BankError } from '../../../lib/errors';
import { createMemoryStore } from '../../../lib/store/memory';
import { clientAt, pagesOf, plainBank } from '../../support/client-under-test';
import { FixedSession } from '../../support/fixed-session';
import { ScriptedBank } from '../../support/scripted-bank';
import { TestClock } from '../../support/test-clock';

const account = { resourceId: 'acc-1', iban: 'SE3550000000054910000003', currency: 'SEK' };
const accountsBody = { accounts: [{ resourceId: 'acc-1', iban: account.iban, currency: 'SEK' }] };
const refusal = (status: number, code: string, headers = {}) => ({
	status,
	headers,
	body: { tppMessages: [{ category: 'ERROR', code }] },
});
const hour = 3_600_000;

describe('BankClient', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

	const read = (under: ReturnType<typeof clientAt>) => pagesOf(under.client.accounts());

	describe('token', () => {
		const sent = () => bank.seen.map(({ headers }) => headers.authorization);

		it('goes out as Bearer with the consent and a fresh X-Request-ID', async () => {
			await read(clientAt(bank.url));
			expect(bank.seen[0]?.headers).toMatchObject({
				authorization: 'Bearer token-aaaaaa',
				'consent-id': 'consent-1234567',
				accept: 'application/json',
				'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
			});
		});

		it('is left out at a bank that knows none', async () => {
			await read(clientAt(bank.url, { session: new FixedSession(['']) }));
			expect(sent()).toEqual([undefined]);
		});

		it('is renewed once when it is refused, and kept for the pages that follow', async () => {
			const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
			bank.answers(refusal(401, 'TOKEN_EXPIRED'), { body: { ...accountsBody, ...next } });
			const under = clientAt(bank.url);
			await read(under);
			expect(sent()).toEqual(['aaaaaa', 'bbbbbb', 'bbbbbb'].map((end) => `Bearer token-${end}`));
			expect(under.session.renewals).toBe(1);
		});

		it('may run out again on a later page', async () => {
			const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
			bank.answers(
				refusal(401, 'TOKEN_EXPIRED'),
				{ body: { ...accountsBody, ...next } },
				refusal(401, 'TOKEN_EXPIRED'),
			);
			const session = new FixedSession(['token-1', 'token-2', 'token-3']);
			await read(clientAt(bank.url, { session }));
			expect(bank.seen).toHaveLength(4);
			expect(session.renewals).toBe(2);
		});

		it('is asked for again when only its renewal failed for the moment', async () => {
			bank.answers(refusal(401, 'TOKEN_EXPIRED'), refusal(401, 'TOKEN_EXPIRED'));
			let renewals = 0;
			const session: Session = {
				current: async () => ({ accessToken: 'old' }),
				renew: async (): Promise<Access> => {
					renewals += 1;
					if (renewals === 1) throw new BankError('no-answer', 'The token endpoint did not answer');
					return { accessToken: 'new' };
				},
			};
			await read(clientAt(bank.url, { session }));
			expect(sent()).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
		});

		it('that the bank refuses to renew ends with the words of the session', async () => {
			bank.answers(refusal(401, 'TOKEN_EXPIRED'));
			const session: Session = {
				current: async () => ({ accessToken: 'old' }),
				renew: async () => {
					throw new BankError('login-required', 'The login has ended');
				},
			};
			await expect(read(clientAt(bank.url, { session }))).rejects.toMatchObject({
				code: 'login-required',
				message: 'The login has ended',
				details: { bank: 'Plain Bank', attempts: 1 },
			});
		});

		it('is not renewed for a consent that has run out', async () => {
			bank.answers(refusal(401, 'CONSENT_EXPIRED'));
			const under = clientAt(bank.url);
			await expect(read(under)).rejects.toMatchObject({ code: 'consent-required' });
			expect(under.session.renewals).toBe(0);
		});

		it('follows a redirect within the interface and leaves a record of each step', async () => {
			bank.answers({ status: 307, headers: { location: '/v1/accounts/' } });
			const under = clientAt(bank.url);
			expect(await read(under)).toHaveLength(1);
			expect(under.records.map(({ status, outcome }) => [status, outcome])).toEqual([
				[307, 'redirected'],
				[200, 'answered'],
			]);
		});

		it('does not go round in circles', async () => {
			bank.answersBy(() => ({ status: 302, headers: { location: '/v1/accounts' } }));
			await expect(read(clientAt(bank.url))).rejects.toMatchObject({ code: 'unreadable-answer' });
			expect(bank.seen).toHaveLength(4);
		});
	});

	describe('attendance', () => {
		it('is shown to the bank only while the account holder is there', async () => {
			await read(clientAt(bank.url));
			await read(clientAt(bank.url, { attended: { psuIpAddress: '203.0.113.7' } }));
			expect(bank.seen.map(({ headers }) => headers['psu-ip-address'])).toEqual([
				undefined,
				'203.0.113.7',
			]);
		});

		it('decides how far back a listing may go', async () => {
			const limited = { ...plainBank, limits: { unattendedPerDay: 4, unattendedDays: 90 } };
			const list = (dateFrom: string, attended?: { psuIpAddress: string }) =>
				pagesOf(
					clientAt(bank.url, {
						bank: limited,
						...(attended === undefined ? {} : { attended }),
					}).client.transactions(account, { bookingStatus: 'booked', dateFrom }),
				);
			bank.answersBy(() => ({ body: { transactions: { booked: [] } } }));
			await expect(list('2025-10-15')).rejects.toMatchObject({
				code: 'invalid-input',
				details: { field: 'dateFrom' },
			});
			expect(bank.seen).toHaveLength(0);
			await list('2025-10-17');
			await list('2024-01-01', { psuIpAddress: '203.0.113.7' });
			expect(bank.seen).toHaveLength(2);
		});
	});

	describe('budget', () => {
		const clock = () => new TestClock();

		it('refuses the fifth read of a rolling day before it is sent', async () => {
			const under = clientAt(bank.url);
			const start = under.clock.now();
			for (let reads = 0; reads < 4; reads += 1) {
				await read(under);
				under.clock.pass(hour);
			}
			await expect(read(under)).rejects.toMatchObject({
				code: 'quota-exceeded',
				message: expect.stringContaining('The bank was not called'),
				details: { retryAt: start + 24 * hour },
			});
			expect(bank.seen).toHaveLength(4);
			under.clock.pass(20 * hour);
			await read(under);
			expect(under.records.map(({ budgetLeft }) => budgetLeft)).toEqual([3, 2, 1, 0, 0]);
		});

		it('is not touched while the account holder is there', async () => {
			const under = clientAt(bank.url, { attended: { psuIpAddress: '203.0.113.7' } });
			for (let reads = 0; reads < 6; reads += 1) await read(under);
			expect(bank.seen).toHaveLength(6);
			expect(under.records[0]).toMatchObject({ attended: true });
			expect(under.records[0]).not.toHaveProperty('budgetLeft');
		});

		it('counts endpoints, accounts and consents apart', async () => {
			bank.answersBy(() => ({ body: { ...accountsBody, balances: [] } }));
			const store = createMemoryStore(clock());
			const at = (consent: string) =>
				clientAt(bank.url, { store, readsPerDay: 1, session: new FixedSession(['t'], consent) });
			await read(at('consent-1'));
			await read(at('consent-2'));
			await at('consent-1').client.balances(account);
			await at('consent-1').client.balances({ resourceId: 'acc-2' });
			await expect(read(at('consent-1'))).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('gives a read back that brought nothing', async () => {
			const under = clientAt(bank.url, { readsPerDay: 1 });
			bank.answers({ status: 404 });
			await expect(read(under)).rejects.toMatchObject({ code: 'not-found' });
			await read(under);
			await expect(read(under)).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('counts a read once, however often it had to be repeated', async () => {
			bank.answers({ status: 500 }, { status: 500 });
			const under = clientAt(bank.url, { readsPerDay: 2 });
			await read(under);
			await read(under);
			expect(under.records.map(({ budgetLeft }) => budgetLeft)).toEqual([1, 1, 1, 0]);
		});

		it('counts a listing that failed after its first page', async () => {
			const next = { _links: { next: { href: '/v1/accounts?page=2' } } };
			bank.answers({ body: { ...accountsBody, ...next } }, { status: 403 });
			const under = clientAt(bank.url, { readsPerDay: 1 });
			await expect(read(under)).rejects.toMatchObject({ code: 'not-permitted' });
			await expect(read(under)).rejects.toMatchObject({ code: 'quota-exceeded' });
		});

		it('does not ask again before the time that the bank named', async () => {
			bank.answers(refusal(429, 'ACCESS_EXCEEDED', { 'retry-after': '7200' }));
			const under = clientAt(bank.url);
			const retryAt = under.clock.now() + 2 * hour;
			for (let tries = 0; tries < 2; tries += 1) {
				await expect(read(under)).rejects.toMatchObject({
					code: 'quota-exceeded',
					details: { retryAt },
				});
			}
			expect(bank.seen).toHaveLength(1);
			under.clock.pass(2 * hour);
			await read(under);
		});

		it('names the time itself where the bank names none', async () => {
			const under = clientAt(bank.url);
			const first = under.clock.now();
			await read(under);
			under.clock.pass(hour);
			bank.answers(refusal(429, 'ACCESS_EXCEEDED'));
			await expect(read(under)).rejects.toMatchObject({
				code: 'quota-exceeded',
				details: { retryAt: first + 24 * hour },
			});
		});

		it('holds when many ask at once', async () => {
			const under = clientAt(bank.url);
			const all = await Promise.allSettled(Array.from({ length: 12 }, () => read(under)));
			expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
			expect(bank.seen).toHaveLength(4);
		});
	});

	describe('cache', () => {
		const connection = { id: 'connection-1', secretForCache: 'the client secret' };

		it('answers again from the last minutes, without the bank and without a read', async () => {
			const store = createMemoryStore(new TestClock());
			const under = () => clientAt(bank.url, { cache: 'use', connection, store, readsPerDay: 1 });
			const first = await read(under());
			expect(await read(under())).toEqual(first);
			expect(bank.seen).toHaveLength(1);
		});

		it('keeps all pages of a listing, and only a listing that came to its end', async () => {
			const row = (id: string) => ({
				transactionId: id,
				bookingDate: '2026-01-02',
				transactionAmount: { amount: '1.00', currency: 'SEK' },
			});
			const page = (id: string, more: object) => ({
				body: { transactions: { booked: [row(id)], ...more } },
			});
			const next = { _links: { next: { href: '?page=2' } } };
			const store = createMemoryStore(new TestClock());
			const { client } = clientAt(bank.url, { cache: 'use', connection, store });
			const list = () => client.transactions(account, { bookingStatus: 'booked' });
			bank.answers(page('1', next), page('2', {}), page('1', next), page('2', {}));
			const begun = list();
			await begun.next();
			await begun.return();
			bank.answers(page('1', next), page('2', {}));
			const whole = await pagesOf(list());
			expect(await pagesOf(list())).toEqual(whole);
			expect(bank.seen).toHaveLength(2);
		});

		it('is not used for another login at a bank that names no consent', async () => {
			const store = createMemoryStore(new TestClock());
			const listed = (login: string) => {
				const access = async (): Promise<Access> => ({ accessToken: 'token' });
				const session: Session = { current: access, renew: access };
				const under = { store, session, connection: { ...connection, login } };
				return clientAt(bank.url, under).client.directory();
			};
			await listed('first');
			await listed('first');
			expect(bank.seen).toHaveLength(1);
			bank.answers({ body: { accounts: [...accountsBody.accounts, { resourceId: 'acc-2' }] } });
			expect(await listed('second')).toHaveLength(2);
		});

		it('keeps no list of accounts that is empty', async () => {
			const { client } = clientAt(bank.url, { connection });
			bank.answers({ body: { accounts: [] } });
			expect(await client.directory()).toEqual([]);
			bank.answersBy(() => ({ body: accountsBody }));
			expect(await client.directory()).toHaveLength(1);
		});

		it('is over after five minutes', async () => {
			const under = clientAt(bank.url, { cache: 'use', connection });
			await read(under);
			under.clock.pass(300_001);
			await read(under);
			expect(bank.seen).toHaveLength(2);
		});

		it('is passed over, but filled, by a refresh; not touched when it is off', async () => {
			const store = createMemoryStore(new TestClock());
			for (const cache of ['refresh', 'refresh', 'use', 'off'] as const) {
				await read(clientAt(bank.url, { cache, connection, store }));
			}
			expect(bank.seen).toHaveLength(3);
		});

		it('holds nothing that the store could show', async () => {
			const written: string[] = [];
			const memory = createMemoryStore(new TestClock());
			const store = {
				...memory,
				set: async (key: string, value: string, ttlMs?: number) => {
					written.push(key, value, Buffer.from(value, 'base64').toString('latin1'));
					await memory.set(key, value, ttlMs);
				},
			};
			await read(clientAt(bank.url, { cache: 'use', connection, store }));
			expect(written.length).toBeGreaterThan(0);
			expect(written.join()).not.toMatch(/SE35|acc-1|accounts|consent-1234567|connection-1/);
		});

		it('does not open with another secret or for another consent', async () => {
			const store = createMemoryStore(new TestClock());
			await read(clientAt(bank.url, { cache: 'use', connection, store }));
			const other = { ...connection, secretForCache: 'another secret' };
			await read(clientAt(bank.url, { cache: 'use', connection: other, store }));
			const session = new FixedSession(['t'], 'another-consent');
			await read(clientAt(bank.url, { cache: 'use', connection, store, session }));
			expect(bank.seen).toHaveLength(3);
		});

		it('does not gather a large listing', async () => {
			const store = createMemoryStore(new TestClock());
			const large = { ...accountsBody, filler: 'x'.repeat(300_000) };
			bank.answersBy(() => ({ body: large }));
			await read(clientAt(bank.url, { cache: 'use', connection, store }));
			await read(clientAt(bank.url, { cache: 'use', connection, store }));
			expect(bank.seen).toHaveLength(2);
		});
	});

	describe('audit', () => {
		it('has one record a call', async () => {
			const trace = { workflowId: 'wf-1', executionId: '42', node: 'PSD2 Accounts' };
			const { client, records } = clientAt(bank.url, { trace });
			await pagesOf(client.accounts());
			expect(records).toEqual([
				{
					time: '2026-01-15T08:00:00.000Z',
					workflow: 'wf-1',
					execution: '42',
					node: 'PSD2 Accounts',
					bank: 'plain-bank',
					operation: 'accounts',
					requestId: bank.seen[0]?.headers['x-request-id'],
					consent: expect.stringMatching(/^[0-9a-f]{32}$/),
					attended: false,
					status: 200,
					outcome: 'answered',
					attempt: 1,
					ms: 0,
					budgetLeft: 3,
				},
			]);
		});

		it('that fails, fails the call: nothing is done unrecorded', async () => {
			const audit = async () => {
				throw new BankError('storage-failed', "The audit log can't be written");
			};
			await expect(read(clientAt(bank.url, { audit }))).rejects.toMatchObject({
				code: 'storage-failed',
			});
		});
	});

	describe('account', () => {
		it("comes from the bank's own endpoint", async () => {
			bank.answers({ body: { account: accountsBody.accounts[0] } });
			const found = await clientAt(bank.url).client.account(account);
			expect(found).toMatchObject({ resourceId: 'acc-1', iban: account.iban });
			expect(bank.seen[0]?.url).toBe('/v1/accounts/acc-1');
		});

		it('keeps the id that it has in the list, where only the details tell its IBAN', async () => {
			const { client } = clientAt(bank.url);
			bank.answers({ body: { accounts: [{ resourceId: 'acc-1', currency: 'SEK' }] } });
			const [listed] = await client.directory();
			bank.answers({ body: { account: accountsBody.accounts[0] } });
			const details = await client.account(listed ?? account);
			expect(details).toMatchObject({ iban: account.iban, id: listed?.id });
		});

		it('is looked for in the list where the bank has no such endpoint', async () => {
			const { account: _details, ...without } = plainBank;
			const { client } = clientAt(bank.url, { bank: without });
			expect(await client.account({ resourceId: 'acc-1' })).toMatchObject({ iban: account.iban });
			await expect(client.account({ resourceId: 'acc-9' })).rejects.toMatchObject({
				code: 'not-found',
				details: { field: 'account' },
			});
		});

		it.each(['..', '.', '%2e%2e'])('cannot be called %j', async (resourceId) => {
			const { client } = clientAt(bank.url);
			bank.answersBy(() => ({ body: { balances: [] } }));
			const outcome = await Promise.allSettled([client.balances({ resourceId })]);
			const climbed = bank.seen.some(({ url }) => !url.startsWith('/v1/accounts/%252e'));
			expect([outcome[0].status, climbed]).toEqual(
				resourceId.startsWith('%') ? ['fulfilled', false] : ['rejected', false],
			);
		});
	});

	it('names the request also where the answer can not be read', async () => {
		bank.answers({ body: { accounts: [{}] } });
		const under = clientAt(bank.url);
		const error: unknown = await read(under).catch((reason: unknown) => reason);
		const requestId = bank.seen[0]?.headers['x-request-id'];
		expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(error).toMatchObject({ code: 'unreadable-answer', details: { requestId } });
	});

	it('keeps the gap that the bank asks for', async () => {
		const polite = { ...plainBank, limits: { unattendedPerDay: 9, minimumGapMs: 250 } };
		const under = clientAt(bank.url, { bank: polite });
		await read(under);
		await read(under);
		expect(under.clock.slept).toEqual([250]);
	});

	it('stops with the run between pages', async () => {
		const stop = new AbortController();
		bank.answersBy(({ url }) => ({
			body: { transactions: { booked: [], _links: { next: { href: `${url}x` } } } },
		}));
		const { client } = clientAt(bank.url, { signal: stop.signal });
		const pages = client.transactions(account, { bookingStatus: 'booked' });
		await pages.next();
		stop.abort();
		await expect(pages.next()).rejects.toMatchObject({ code: 'cancelled' });
		expect(bank.seen).toHaveLength(1);
	});

	it("masks what the bank's words quote", async () => {
		bank.answers({
			status: 400,
			body: {
				tppMessages: [
					{
						category: 'ERROR',
						code: 'FORMAT_ERROR',
						text: `Account acc-123456 / ${account.iban} of consent-1234567 with token-aaaaaa is odd`,
					},
				],
			},
		});
		const { client } = clientAt(bank.url);
		await expect(client.balances({ ...account, resourceId: 'acc-123456' })).rejects.toMatchObject({
			message:
				'Plain Bank answered 400 FORMAT_ERROR when asked for the balances of the account SE…0003: Account … / … of … with … is odd',
		});
	});
});
