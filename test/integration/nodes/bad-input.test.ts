import type { IDataObject } from 'n8n-workflow';
import { openConnected, type Connected, type NodeName } from '../../support/connected';

let at: Connected;
let credential: string;

beforeAll(async () => {
	at = await openConnected({ transactions: 60 });
	credential = await at.connect('testa');
});
afterAll(() => at.close());

const today = () => new Date().toISOString().slice(0, 10);
const oneAccount = (mode: string, value: string): IDataObject => ({
	accounts: 'one',
	account: { __rl: true, mode, value },
});
const between = (dateFrom: string, dateTo = ''): IDataObject => ({
	period: 'dates',
	dateFrom,
	dateTo,
});

describe('what the user typed', () => {
	it.each<[string, NodeName, IDataObject, RegExp]>([
		['limit 0', 'Psd2Transactions', { returnAll: false, limit: 0 }, /Limit must be a whole number/],
		['no days', 'Psd2Transactions', { period: 'lastDays', days: 0 }, /Days must be/],
		['days in words', 'Psd2Transactions', { days: '={{ "ten" }}' }, /Days must be .*, not "ten"/],
		['half a limit', 'Psd2Transactions', { returnAll: false, limit: 1.5 }, /Limit .*not 1.5/],
		['a date that is none', 'Psd2Transactions', between('2026-02-30'), /From must be a date/],
		['no date', 'Psd2Transactions', between('={{ "" }}'), /From must be a date/],
		['reversed dates', 'Psd2Transactions', between('2026-03-10', '2026-03-01'), /later than To/],
		['a future date', 'Psd2Transactions', between('2999-01-01'), /still to come/],
		['a future end', 'Psd2Transactions', between(today(), '2999-01-01'), /still to come/],
		['no account', 'Psd2Balances', oneAccount('id', '={{ "" }}'), /Account is empty/],
		['an IBAN that is none', 'Psd2Balances', oneAccount('iban', 'SE00 1'), /not a valid IBAN/],
		[
			"somebody else's IBAN",
			'Psd2Balances',
			oneAccount('iban', 'GB33 BUKB 2020 1555 5555 55'),
			/No account of this connection has the IBAN GB…5555/,
		],
		["an id that isn't the user's", 'Psd2Balances', oneAccount('id', 'nobody'), /not one of this/],
		[
			'an address that is none',
			'Psd2Balances',
			{ options: { accountHolderIp: 'my laptop' } },
			/must be an IP address/,
		],
		['no field for the file', 'Psd2ExcelExport', { binaryPropertyName: ' ' }, /is empty/],
		['an item of another kind', 'Psd2ExcelExport', { source: 'items' }, /item/i],
	])('refuses %s before the bank is asked for data', async (_name, node, parameters, message) => {
		const { error } = await at.run(node, credential, parameters, { items: [{ some: 'thing' }] });
		expect(error?.message).toMatch(message);
		expect(error?.description ?? '').toMatch(/\w{4,}/);
	});

	it('goes on with an error item where the user chose so, and keeps the pairs', async () => {
		const { items, error } = await at.run(
			'Psd2Transactions',
			credential,
			{ returnAll: false, limit: '={{ $json.limit }}' },
			{ items: [{ limit: 0 }, { limit: -1 }], onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items[0]?.json).toEqual({
			error: expect.stringMatching(/Limit/),
			nextStep: expect.any(String),
		});
	});
});

describe('what expressions give', () => {
	it('takes numbers that are text, and an address that is missing', async () => {
		const { items, error } = await at.run('Psd2Transactions', credential, {
			period: 'lastDays',
			days: '={{ "80" }}',
			returnAll: false,
			limit: '={{ "2" }}',
			options: { accountHolderIp: '={{ null }}' },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
	});
});

describe('what stands in the credential', () => {
	const change = (data: IDataObject) => {
		const stored = at.engine.credentials.get(credential);
		at.engine.credentials.set('changed', {
			type: 'psd2OAuth2Api',
			data: { ...stored?.data, ...data } as never,
		});
		return at.run('Psd2Accounts', 'changed', { operation: 'getAll' });
	};

	it.each<[string, IDataObject, RegExp, RegExp]>([
		[
			'an unknown bank',
			{ bank: 'no-such-bank' },
			/a bank that this version does not know/,
			/choose/,
		],
		[
			'an environment that it has not',
			{ environment: 'production' },
			/no production/,
			/Environment/,
		],
		[
			'no login yet',
			{ oauthTokenData: undefined as never },
			/Nobody has logged in/,
			/select "Connect"/,
		],
		['no API URL', { bank: 'other-bank', otherApiUrl: '' }, /API URL.*empty/, /API URL/],
		[
			'a plain http URL',
			{ bank: 'other-bank', otherApiUrl: 'http://bank.example/psd2' },
			/must be an https URL/,
			/API URL/,
		],
		[
			'a URL with a query',
			{ bank: 'other-bank', otherApiUrl: 'https://bank.example/psd2?v=1' },
			/must not have a \? part/,
			/API URL/,
		],
	])('refuses %s, naming the field', async (_name, data, message, nextStep) => {
		const { error } = await change(data);
		expect(error?.message).toMatch(message);
		expect(`${error?.message} ${error?.description}`).toMatch(nextStep);
	});

	it('says which field is wrong when the bank refuses the client secret', async () => {
		await at.bank.admin('/tokens/expire', {});
		const { error } = await change({ clientSecret: 'not-it' });
		expect(error?.message).toMatch(/does not accept the client ID and secret/);
		expect(error?.description).toMatch(/Client Secret/);
		expect(JSON.stringify(error)).not.toContain('not-it');
	});
});

describe('what the bank does', () => {
	it('asks for a new consent when it was revoked', async () => {
		const login = await at.connect('testa', (accounts) => accounts.slice(0, 1));
		const [consent] = (
			await at.bank.admin<Array<{ id: string; status: string }>>('/consents')
		).slice(-1);
		await at.bank.admin(`/consents/${consent?.id}/revoke`, {});
		const { error } = await at.run('Psd2Accounts', login, { operation: 'getAll' });
		expect(error?.message).toMatch(/consent/i);
		expect(error?.description).toMatch(/connect it again|Switch account/i);
	});

	it('refuses a web page where data should be', async () => {
		await at.bank.admin('/faults', { match: { endpoint: 'accounts' }, kind: 'html' });
		const { error } = await at.run(
			'Psd2Accounts',
			credential,
			{ operation: 'getAll', options: { fresh: true } },
			{ mode: 'trigger' },
		);
		expect(error?.message).toMatch(/web page instead of data/);
	});
});
