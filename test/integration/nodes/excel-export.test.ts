import { readdirSync, readFileSync } from 'node:fs';
import { read, utils } from '@e965/xlsx';
import { Decimal } from 'decimal.js';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { LedgerEntry } from '../../../sandbox/data/ledger';
import { untilAsked } from '../../support/asked';
import { openConnected, type Connected } from '../../support/connected';
import { OneDay } from '../../support/one-day';

let at: Connected;
let credential: string;
const day = new OneDay();

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	at = await openConnected({ transactions: 150, quotaPerDay: 1000, clock: day });
	credential = await at.connect('testa');
});
afterAll(() => at.close());

const fromBank = { source: 'bank', accounts: 'all', ...day.lastDays(89) };

async function fileOf(binary: IBinaryData | undefined) {
	const { Container } = await import('@n8n/di');
	const { BinaryDataService } = await import('n8n-core');
	return readFileSync(Container.get(BinaryDataService).getPath(binary?.id ?? ''));
}

/** The workbook as SheetJS, which n8n ships, sees it. */
const workbookOf = async (binary: IBinaryData | undefined) =>
	read(await fileOf(binary), { cellDates: true });

const sumsOf = (workbook: Awaited<ReturnType<typeof workbookOf>>) => {
	const sums = new Map<string, Decimal>();
	for (const name of workbook.SheetNames.slice(1)) {
		const sheet = workbook.Sheets[name];
		if (!sheet) continue;
		for (const row of utils.sheet_to_json<Record<string, unknown>>(sheet)) {
			const { Amount: amount, Currency: currency, Status: status } = row;
			if (typeof amount !== 'number' || status !== 'booked') continue;
			const key = `${name.slice(-8)} ${String(currency)}`;
			sums.set(key, (sums.get(key) ?? new Decimal(0)).plus(amount));
		}
	}
	return sums;
};

const ledger = () =>
	at.bank.admin<LedgerEntry[]>(`/ledger?person=testa&from=${day.daysBefore(89)}`);

const total = (amounts: Iterable<Decimal>) =>
	[...amounts].reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed(2);

/** Everything in n8n's store for files. */
const storedFiles = () =>
	readdirSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true, encoding: 'utf8' })
		.filter((name) => /binary_data\/./.test(name))
		.sort();

describe('PSD2 Excel Export', () => {
	it('writes what the bank has, straight from the bank', async () => {
		const { items, error } = await at.run('Psd2ExcelExport', credential, fromBank);
		expect(error).toBeUndefined();
		const [item] = items;
		const entries = await ledger();
		expect(item?.json).toMatchObject({
			fileName: 'bank-export.xlsx',
			rows: entries.reduce((count, { booked }) => count + booked.count, 0),
		});
		const sums = sumsOf(await workbookOf(item?.binary?.data));
		expect(total(sums.values())).toBe(total(entries.map(({ booked }) => new Decimal(booked.sum))));
	});

	it.each([true, false])('writes the same from items (simplified: %s)', async (simplify) => {
		const reading = { ...fromBank, source: undefined as never, simplify };
		const { items } = await at.run('Psd2Transactions', credential, reading as IDataObject);
		const { items: files, error } = await at.run(
			'Psd2ExcelExport',
			credential,
			{ source: 'items' },
			{ items: items.map(({ json }) => json) },
		);
		expect(error).toBeUndefined();
		const sums = sumsOf(await workbookOf(files[0]?.binary?.data));
		const expected = total((await ledger()).map(({ booked }) => new Decimal(booked.sum)));
		expect(total(sums.values())).toBe(expected);
	});

	it('leaves no file when the bank fails in the middle', async () => {
		const before = storedFiles();
		// Those of the exports above: the place is the right one.
		expect(before.length).toBeGreaterThan(0);
		await at.bank.admin('/settings', { pageSize: 5 });
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'wrong-json',
			skip: 2,
			times: 20,
		});
		const { items, error } = await at.run(
			'Psd2ExcelExport',
			credential,
			{
				...fromBank,
				options: {},
			},
			{ mode: 'trigger' },
		);
		await at.bank.admin('/faults', undefined, 'DELETE');
		await at.bank.admin('/settings', { pageSize: 200 });
		expect(items).toHaveLength(0);
		expect(error?.message).toMatch(/Sandbox Bank/);
		expect(storedFiles()).toEqual(before);
	});

	it('leaves no file and ends at once when the user stops it in the middle', async () => {
		const before = storedFiles();
		await at.bank.admin('/settings', { pageSize: 5 });
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'slow',
			skip: 2,
			times: 20,
			params: { ms: 20_000 },
		});
		const startedAt = Date.now();
		const { items } = await at.run('Psd2ExcelExport', credential, fromBank, {
			mode: 'trigger',
			stop: untilAsked(at, 'transactions', 3),
		});
		await at.bank.admin('/faults', undefined, 'DELETE');
		await at.bank.admin('/settings', { pageSize: 200 });
		expect(items).toHaveLength(0);
		expect(Date.now() - startedAt).toBeLessThan(15_000);
		expect(storedFiles()).toEqual(before);
	});

	it('goes on where the token runs out between two pages', async () => {
		await at.bank.admin('/settings', { pageSize: 5 });
		await at.bank.admin('/faults', {
			match: { endpoint: 'transactions' },
			kind: 'status',
			skip: 3,
			params: { status: 401, code: 'TOKEN_EXPIRED' },
		});
		const { items, error } = await at.run('Psd2ExcelExport', credential, fromBank, {
			mode: 'trigger',
		});
		await at.bank.admin('/settings', { pageSize: 200 });
		expect(error).toBeUndefined();
		const sums = sumsOf(await workbookOf(items[0]?.binary?.data));
		const expected = total((await ledger()).map(({ booked }) => new Decimal(booked.sum)));
		expect(total(sums.values())).toBe(expected);
	});

	// Between them it is always another day than in UTC somewhere.
	it.each(['Etc/GMT-14', 'Etc/GMT+12'])("is made on the workflow's day in %s", async (timezone) => {
		const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: timezone });
		const before = today();
		const { items, error } = await at.run(
			'Psd2ExcelExport',
			credential,
			{ ...fromBank, period: 'lastDays', days: 3, format: 'camt053' },
			{ timezone },
		);
		expect(error).toBeUndefined();
		const statement = (await fileOf(items[0]?.binary?.data)).toString();
		const made = /<CreDtTm>(.+?)<\/CreDtTm>/.exec(statement)?.[1] ?? '';
		expect([before, today()]).toContain(made.slice(0, 10));
		expect(Math.abs(Date.parse(made) - Date.now())).toBeLessThan(60_000);
	});

	it('adds the ending to a file name, and puts the file where it was asked to', async () => {
		const { items } = await at.run('Psd2ExcelExport', credential, {
			...fromBank,
			...day.lastDays(3),
			fileName: 'january',
			binaryPropertyName: 'statement',
		});
		expect(items[0]?.json.fileName).toBe('january.xlsx');
		expect(items[0]?.binary?.statement?.fileName).toBe('january.xlsx');
	});
});
