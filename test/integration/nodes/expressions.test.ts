import type { IDataObject } from 'n8n-workflow';
import { openConnected, type Connected, type NodeName } from '../../support/connected';

let at: Connected;
let credential: string;

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	at = await openConnected({ transactions: 60, quotaPerDay: 1000 });
	credential = await at.connect('testa');
});
afterAll(() => at.close());

const one = (value: string): IDataObject => ({
	accounts: 'one',
	account: { __rl: true, mode: 'id', value },
});
const from = (dateFrom: string): IDataObject => ({ period: 'dates', dateFrom });
const option = (name: string, value: string): IDataObject => ({ options: { [name]: value } });

describe('what an expression gives and a field can not have', () => {
	it.each<[NodeName, string, IDataObject]>([
		['Psd2Transactions', 'Status', { bookingStatus: '={{ "each" }}' }],
		['Psd2Transactions', 'Status', { bookingStatus: '={{ ["booked"] }}' }],
		['Psd2Transactions', 'Period', { ...from('2026-01-01'), period: '={{ "yesterday" }}' }],
		['Psd2Transactions', 'Accounts', { ...one('a'), accounts: '={{ "One" }}' }],
		['Psd2Transactions', 'Accounts', { ...one('a'), accounts: '={{ null }}' }],
		['Psd2Transactions', 'Account', one('={{ ["a", "b"] }}')],
		['Psd2Transactions', 'Account', one('={{ ({ id: "a" }) }}')],
		['Psd2Transactions', 'Days', { days: '={{ [1, 2] }}' }],
		['Psd2Transactions', 'Days', { days: '={{ ({}).none }}' }],
		['Psd2Transactions', 'From', from('={{ "tomorrow" }}')],
		['Psd2Transactions', 'From', from('={{ "ghostZ" }}')],
		['Psd2Transactions', 'From', from('={{ ["2026-01-01"] }}')],
		['Psd2Transactions', 'From', from('={{ 1767225600000 }}')],
		['Psd2Transactions', 'From', from('={{ new Date("never") }}')],
		['Psd2Transactions', 'From', from('={{ DateTime.fromISO("never") }}')],
		['Psd2Transactions', 'Simplify', { simplify: '={{ "perhaps" }}' }],
		['Psd2Transactions', 'Return All', { returnAll: '={{ "no" }}' }],
		['Psd2Transactions', 'Limit', { returnAll: false, limit: '={{ ["5"] }}' }],
		['Psd2Transactions', "Include Bank's Own Answer", option('includeRaw', '={{ "some" }}')],
		['Psd2Transactions', 'Always Ask the Bank', option('fresh', '={{ {} }}')],
		['Psd2Transactions', 'Account Holder IP Address', option('accountHolderIp', '={{ ["::1"] }}')],
		['Psd2Transactions', "If an Account Can't Be Read", option('accountErrors', '={{ "skip" }}')],
		['Psd2Balances', 'Simplify', { simplify: '={{ [] }}' }],
		['Psd2Balances', 'Accounts', { ...one('a'), accounts: '={{ 1 }}' }],
		['Psd2ExcelExport', 'Source', { source: '={{ "web" }}', ...one('a'), ...from('2026-01-01') }],
		['Psd2ExcelExport', 'Format', { format: '={{ "pdf" }}' }],
		['Psd2ExcelExport', 'Format', { format: '={{ "toString" }}' }],
		['Psd2ExcelExport', 'File Name', { fileName: '={{ ["a"] }}' }],
		['Psd2ExcelExport', 'Put Output File in Field', { binaryPropertyName: '={{ {} }}' }],
		['Psd2ExcelExport', 'Language', option('language', '={{ "xx" }}')],
		['Psd2ExcelExport', 'Columns', option('columns', '={{ "amount" }}')],
		['Psd2ExcelExport', 'Columns', option('columns', '={{ [1] }}')],
		[
			'Psd2ExcelExport',
			'Decimal Separator',
			{ format: 'csv', ...option('decimalSeparator', '={{ ";" }}') },
		],
		['Psd2ExcelExport', 'Separator', { format: 'csv', ...option('separator', '={{ [";"] }}') }],
		[
			'Psd2ExcelExport',
			'Byte Order Mark',
			{ format: 'csv', ...option('byteOrderMark', '={{ "yes" }}') },
		],
		['Psd2ExcelExport', 'Running Balance', option('runningBalance', '={{ "yes" }}')],
		['Psd2Accounts', 'Operation', { operation: 'remove' }],
		['Psd2Accounts', 'Simplify', { simplify: '={{ 1 }}' }],
	])('%s: %s is refused by name', async (node, field, parameters) => {
		const { error, items, run } = await at.run(node, credential, parameters);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(new RegExp(`^${field} `));
		expect(error?.message).not.toMatch(/undefined|\[object|is not a function|Cannot read/);
		expect(error?.description).toMatch(/\w{4,}/);
		expect(run.data.resultData.error?.name).toBe('NodeOperationError');
	});

	it.each<[string, string, IDataObject]>([
		['startLogin', 'Language', { language: '={{ "xx" }}' }],
		['startLogin', 'IP Address', { ipAddress: '={{ ["203.0.113.7"] }}' }],
		['startLogin', 'The personal number', { personalNumber: '={{ ["189001019802"] }}' }],
		['getLink', 'Login Page', { loginPage: '={{ ({ url: "https://n8n.example" }) }}' }],
		['getLink', 'Valid for Hours', { loginPage: 'https://a.example', validHours: '={{ [24] }}' }],
		['waitForLogin', 'Reference', { reference: '={{ ["a"] }}' }],
	])('Psd2Consent, %s: %s is refused by name', async (operation, field, parameters) => {
		const { error } = await at.run('Psd2Consent', at.bankLogin(), { operation, ...parameters });
		expect(error?.message).toMatch(new RegExp(`^${field} `));
	});

	it('is no reason to send the bank or show anybody a number that stands in it', async () => {
		const { error } = await at.run('Psd2Transactions', credential, {
			bookingStatus: '={{ "SE3550000000054910000003" }}',
		});
		expect(error?.message).toMatch(/^Status does not know/);
		expect(error?.message).not.toContain('54910000003');
	});

	it('ends one item only where the user chose to go on', async () => {
		const { items, error } = await at.run(
			'Psd2Transactions',
			credential,
			{ returnAll: false, limit: 1, days: '={{ $json.days ?? $("Nowhere").item.json.days }}' },
			{
				items: [{ days: 30 }, {}, { days: { n: 1 } }, { days: 40 }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, true, false]);
	});
});

describe('what an expression gives and a field can have', () => {
	it('hours and addresses of a login, as text or missing', async () => {
		const credential = at.bankLogin();
		const link = {
			operation: 'getLink',
			loginPage: 'https://a.example/x',
			validHours: '={{ "2" }}',
		};
		const made = await at.run('Psd2Consent', credential, link);
		expect(made.error).toBeUndefined();
		const left = Date.parse(String(made.items[0]?.json.expiresAt)) - Date.now();
		expect(Math.round(left / 60_000)).toBe(120);
		const login = {
			operation: 'startLogin',
			ipAddress: '={{ null }}',
			personalNumber: '={{ null }}',
		};
		expect((await at.run('Psd2Consent', credential, login)).error).toBeUndefined();
	});

	it.each<[string, IDataObject]>([
		['a Date', from('={{ new Date(Date.now() - 864e5) }}')],
		['a Luxon date', from('={{ $now.minus({ days: 1 }) }}')],
		['no end', { ...from('={{ $now.minus({ days: 1 }) }}'), dateTo: '={{ null }}' }],
		['switches as text', { simplify: '={{ "false" }}', returnAll: '={{ "true" }}' }],
		['no options', { options: '={{ null }}' }],
		['options that are missing', { options: { fresh: '={{ null }}', includeRaw: '={{ "" }}' } }],
	])('%s', async (_name, parameters) => {
		const { error } = await at.run('Psd2Transactions', credential, parameters);
		expect(error).toBeUndefined();
	});

	it('takes "false" for no', async () => {
		const parameters = { simplify: '={{ "false" }}', returnAll: false, limit: 1 };
		const { items } = await at.run('Psd2Transactions', credential, parameters);
		expect(items[0]?.json.object).toBe('transaction');
	});
});
