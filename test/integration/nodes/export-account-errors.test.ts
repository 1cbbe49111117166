import { readFileSync } from 'node:fs';
import { read, utils } from '@e965/xlsx';
import type { IDataObject } from 'n8n-workflow';
import { camt } from '../../../lib/reading/camt';
import { openConnected, type Connected } from '../../support/connected';
import { OneDay } from '../../support/one-day';

let at: Connected;
let credential: string;
let accounts: readonly IDataObject[];
const day = new OneDay();

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	process.env.PSD2_RETRY_BUDGET_SECONDS = '0';
	at = await openConnected({ transactions: 120, quotaPerDay: 1000, clock: day });
});
afterAll(() => at.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	credential = await at.connect('testa');
	const { items } = await at.run('Psd2Accounts', credential, { simplify: false });
	accounts = items.map(({ json }) => json);
});

/** Of the second account, as long as the test lasts. */
const fail = (endpoint: string, params: object = { status: 500 }, more: object = {}) =>
	at.bank.admin('/faults', {
		match: { endpoint, account: accounts[1]?.resourceId },
		kind: 'status',
		times: 50,
		params,
		...more,
	});

const exported = (format: string, options: IDataObject = {}) =>
	at.run(
		'Psd2ExcelExport',
		credential,
		{ source: 'bank', accounts: 'all', ...day.lastDays(89), format, options },
		{ mode: 'trigger' },
	);

async function fileOf({ items }: Awaited<ReturnType<typeof exported>>): Promise<Buffer> {
	const { Container } = await import('@n8n/di');
	const { BinaryDataService } = await import('n8n-core');
	return readFileSync(Container.get(BinaryDataService).getPath(items[0]?.binary?.data?.id ?? ''));
}

async function summaryOf(run: Awaited<ReturnType<typeof exported>>): Promise<readonly string[]> {
	const book = read(await fileOf(run));
	const rows = utils.sheet_to_json<unknown[]>(book.Sheets.Summary ?? {}, { header: 1 });
	return rows.map((cells) => Array.from(cells, (cell) => String(cell ?? '')).join('|'));
}

const masked = () => String(accounts[1]?.iban).slice(-4);

describe('an account whose balances fail', () => {
	it.each(['xlsx', 'csv'])('is in a file that does without them, and told: %s', async (format) => {
		const whole = await exported(format);
		await fail('balances');
		const run = await exported(format);
		expect(run.error).toBeUndefined();
		expect(run.items[0]?.json).toMatchObject({
			rows: whole.items[0]?.json.rows,
			accounts: accounts.length,
			remarks: [expect.stringContaining(`${masked()}`)],
		});
		const [remark = ''] = run.items[0]?.json.remarks as string[];
		expect(remark).toMatch(/its balances were not read\..*500.*Try again later/);
		expect(remark).not.toContain(String(accounts[1]?.iban));
		const hints = run.run.data.resultData.runData['Step 1']?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message)).toEqual([remark]);
		if (format === 'xlsx') {
			expect((await summaryOf(run)).join('\n')).toContain('its balances were not read');
		}
	});

	it('stops a file that needs them, unless the user chose to go on', async () => {
		await fail('balances');
		const notRead = expect.stringMatching(/: not read\. .*Try again later/) as string;
		// The sandbox's card has no booked balance.
		const card = /^Låtsaskort · 999999xxxxxx1005 · SEK: /.source;
		for (const [format, left, ofCard] of [
			['camt053', 1, 'without an opening and a closing balance'],
			['ofx', 2, 'left out in SEK'],
			['mt940', 2, 'left out in SEK'],
		] as const) {
			expect((await exported(format)).error?.message).toContain('500');
			const run = await exported(format, { accountErrors: 'goOn' });
			expect(run.error).toBeUndefined();
			expect(run.items[0]?.json).toMatchObject({
				accounts: accounts.length - left,
				remarks: [notRead, expect.stringMatching(card + ofCard)],
			});
		}
	});

	it('stops every file where the consent has ended', async () => {
		await fail('balances', { status: 401, code: 'CONSENT_EXPIRED' });
		for (const options of [{}, { accountErrors: 'goOn' }]) {
			expect((await exported('xlsx', options)).error?.message).toContain('CONSENT_EXPIRED');
		}
	});
});

describe('an account whose transactions fail', () => {
	it('stops the export', async () => {
		await fail('transactions');
		expect((await exported('xlsx')).error?.message).toContain('500');
	});

	it('is left out where the user chose to go on: the sums say so', async () => {
		const whole = await exported('xlsx');
		await fail('transactions');
		const run = await exported('xlsx', { accountErrors: 'goOn' });
		expect(run.error).toBeUndefined();
		const { rows } = run.items[0]?.json ?? {};
		expect(rows).toBeLessThan(Number(whole.items[0]?.json.rows));
		const summary = await summaryOf(run);
		expect(summary).toContainEqual(expect.stringMatching(/^Not read\|1$/));
		expect(summary).toContainEqual(
			expect.stringMatching(new RegExp(`${String(accounts[1]?.iban)}\\|.*\\|Not read: .*500`)),
		);
		expect(summary).toContainEqual(expect.stringMatching(/^Total, without what was not read\|/));
	});

	it('has none of its rows in the file where a later page fails', async () => {
		await at.bank.admin('/settings', { pageSize: 5 });
		const listed = await at.run('Psd2Transactions', credential, {
			accounts: 'all',
			...day.lastDays(89),
			bookingStatus: 'booked',
		});
		const own = listed.items.filter(({ json }) => json.accountId === accounts[1]?.accountId).length;
		expect(own).toBeGreaterThan(5);
		await fail('transactions', { status: 500 }, { skip: 1 });
		const run = await exported('camt053', { accountErrors: 'goOn' });
		const rows = listed.items.length - own;
		expect(run.items[0]?.json).toMatchObject({ rows, accounts: accounts.length - 1 });
		expect(camt.transactions((await fileOf(run)).toString())).toHaveLength(rows);
	});

	it('stops the export where it is the only one', async () => {
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'status',
			times: 50,
			params: { status: 500 },
		});
		const run = await exported('xlsx', { accountErrors: 'goOn' });
		expect(run.error?.message).toContain('500');
	});
});

it('tells of a blocked account, in the file too', async () => {
	credential = await at.connect('tom');
	const run = await exported('xlsx');
	expect(run.error).toBeUndefined();
	expect(run.items[0]?.json.remarks).toEqual([
		expect.stringMatching(/not read\. It is blocked at the bank/),
	]);
	expect((await summaryOf(run)).join('\n')).toMatch(/Not read: It is blocked at the bank/);
});
