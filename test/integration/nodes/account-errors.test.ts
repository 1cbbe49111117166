import type { IDataObject } from 'n8n-workflow';
import { accountErrorItemSchema } from '../../../lib/models/items';
import { openConnected, type Connected, type NodeName } from '../../support/connected';

let at: Connected;
let credential: string;
let accounts: readonly IDataObject[];

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	process.env.PSD2_RETRY_BUDGET_SECONDS = '0';
	at = await openConnected({ transactions: 120, quotaPerDay: 1000 });
});
afterAll(() => at.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	credential = await at.connect('testa');
	const { items } = await at.run('Psd2Accounts', credential, { simplify: false });
	accounts = items.map(({ json }) => json);
});

const goOn: IDataObject = { accounts: 'all', options: { accountErrors: 'goOn' } };
const stop: IDataObject = { accounts: 'all' };
const read = (node: NodeName, parameters: IDataObject) =>
	at.run(node, credential, parameters, { mode: 'trigger' });

/** The second account's balances and transactions fail, as long as the test lasts. */
const failSecond = (params: object = { status: 500 }, kind = 'status') =>
	at.bank.admin('/faults', {
		match: { account: accounts[1]?.resourceId },
		kind,
		times: 50,
		params,
	});

describe.each<[NodeName, string]>([
	['Psd2Balances', 'balances'],
	['Psd2Transactions', 'transactions'],
])('%s of all accounts', (node, what) => {
	it('stops at one that can not be read', async () => {
		await failSecond();
		const { items, error } = await read(node, stop);
		expect(items).toEqual([]);
		expect(error?.message).toContain(`Sandbox Bank`);
	});

	it('goes on where the user chose so, and says which one it was', async () => {
		const whole = await read(node, stop);
		await failSecond();
		const { items, error } = await read(node, goOn);
		expect(error).toBeUndefined();
		const failed = items.filter(({ json }) => json.object === 'accountError');
		expect(failed).toHaveLength(1);
		const json = accountErrorItemSchema.strict().parse(failed[0]?.json);
		expect(json).toMatchObject({
			accountId: accounts[1]?.accountId,
			code: 'bank-unavailable',
			nextStep: expect.stringMatching(/^Try again later\./),
		});
		expect(failed[0]?.pairedItem).toEqual({ item: 0 });
		const iban = String(accounts[1]?.iban);
		expect(json.account).toContain(iban.slice(-4));
		expect(JSON.stringify(json)).not.toContain(iban);
		const idsOf = (run: typeof whole) =>
			run.items.map((item) => item.json).filter(({ object }) => object !== 'accountError');
		const others = idsOf(whole).filter(({ accountId }) => accountId !== accounts[1]?.accountId);
		expect(idsOf({ ...whole, items })).toEqual(others);
		expect(others.length).toBeLessThan(whole.items.length);
	});

	it.each([
		['a web page', {}, 'html', 'unreadable-answer'],
		['no connection', { bytes: 0 }, 'cut', 'no-answer'],
		['a resource that is not there', { status: 404 }, 'status', 'not-found'],
		['no permission', { status: 403, code: 'SERVICE_BLOCKED' }, 'status', 'not-permitted'],
	])('goes on after %s', async (_name, params, kind, code) => {
		await failSecond(params, kind);
		const { items, error } = await read(node, goOn);
		expect(error).toBeUndefined();
		const failed = items.filter(({ json }) => json.object === 'accountError');
		expect(failed.map(({ json }) => json.code)).toEqual([code]);
		expect(items.length).toBeGreaterThan(1);
	});

	it('stops all the same where the consent has ended meanwhile', async () => {
		await failSecond({ status: 401, code: 'CONSENT_EXPIRED' });
		const { items, error } = await read(node, goOn);
		expect(items).toEqual([]);
		expect(error?.message).toContain('CONSENT_EXPIRED');
	});

	it('stops where none can be read', async () => {
		await at.bank.admin('/faults', {
			match: { endpoint: what },
			kind: 'status',
			times: 50,
			params: { status: 500 },
		});
		const { items, error } = await read(node, goOn);
		expect(items).toEqual([]);
		expect(error?.message).toContain('500');
	});
});

it('gives nothing of an account whose second page fails', async () => {
	await at.bank.admin('/settings', { pageSize: 5 });
	const whole = await read('Psd2Transactions', { ...goOn, period: 'lastDays', days: 89 });
	const rowsOf = ({ accountId }: IDataObject) =>
		whole.items.filter(({ json }) => json.accountId === accountId).length;
	const [account = {}] = accounts.toSorted((one, other) => rowsOf(other) - rowsOf(one));
	expect(rowsOf(account)).toBeGreaterThan(5);
	await at.bank.admin('/faults', {
		match: { endpoint: 'transactions', account: account.resourceId },
		kind: 'wrong-json',
		skip: 1,
		times: 50,
	});
	const { items } = await read('Psd2Transactions', { ...goOn, period: 'lastDays', days: 89 });
	const ofIt = items.filter(({ json }) => json.accountId === account.accountId);
	expect(ofIt.map(({ json }) => json.object)).toEqual(['accountError']);
	expect(items).toHaveLength(whole.items.length - rowsOf(account) + 1);
});

it('tells of a blocked account as of any other', async () => {
	const tom = await at.connect('tom');
	const { items, error } = await at.run('Psd2Transactions', tom, goOn, { mode: 'trigger' });
	expect(error).toBeUndefined();
	const failed = items.filter(({ json }) => json.object === 'accountError');
	expect(failed).toHaveLength(1);
	expect(failed[0]?.json.code).toBe('not-found');
	expect(failed[0]?.json.nextStep).toMatch(/^Choose another account/);
});
