import { BankError } from '../../../lib/errors';
import { clientAt, pagesOf, plainBank, readAccounts } from '../../support/client-under-test';
import { account, accountsBody } from '../../support/one-account';
import { ScriptedBank } from '../../support/scripted-bank';

describe('BankClient', () => {
	let bank: ScriptedBank;
	beforeAll(async () => {
		bank = await ScriptedBank.start();
	});
	afterAll(() => bank.stop());
	beforeEach(() => bank.answersBy(() => ({ body: accountsBody })));

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
			await expect(readAccounts(clientAt(bank.url, { audit }))).rejects.toMatchObject({
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

	it('follows a redirect within the interface and leaves a record of each step', async () => {
		bank.answers({ status: 307, headers: { location: '/v1/accounts/' } });
		const under = clientAt(bank.url);
		expect(await readAccounts(under)).toHaveLength(1);
		expect(under.records.map(({ status, outcome }) => [status, outcome])).toEqual([
			[307, 'redirected'],
			[200, 'answered'],
		]);
	});

	it('does not go round in circles', async () => {
		bank.answersBy(() => ({ status: 302, headers: { location: '/v1/accounts' } }));
		await expect(readAccounts(clientAt(bank.url))).rejects.toMatchObject({
			code: 'unreadable-answer',
		});
		expect(bank.seen).toHaveLength(4);
	});

	it('names the request also where the answer can not be read', async () => {
		bank.answers({ body: { accounts: [{}] } });
		const under = clientAt(bank.url);
		const error: unknown = await readAccounts(under).catch((reason: unknown) => reason);
		const requestId = bank.seen[0]?.headers['x-request-id'];
		expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(error).toMatchObject({ code: 'unreadable-answer', details: { requestId } });
	});

	it('keeps the gap that the bank asks for', async () => {
		const polite = { ...plainBank, limits: { ...plainBank.limits, minimumGapMs: 250 } };
		const under = clientAt(bank.url, { bank: polite });
		await readAccounts(under);
		await readAccounts(under);
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
