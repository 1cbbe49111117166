import { readFileSync } from 'node:fs';
import type { IBinaryData } from 'n8n-workflow';
import { Decimal } from 'decimal.js';
import type { LogEntry } from '../../../sandbox/bank/request-log';
import type { LedgerEntry } from '../../../sandbox/data/ledger';
import { openConnected, type Connected, type NodeName } from '../../support/connected';
import { setClocks } from '../../support/set-clocks';

/**
 * The bank keeps UTC and the workflow another zone: for some hours a day they don't agree about today. A period that
 * ends now must end where the bank's book does, and one that the bank gives must not be refused for a day.
 */
const hour = 3_600_000;
const day = 24 * hour;
const dateOf = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 10);
const dateIn = (timeZone: string) => new Date().toLocaleDateString('sv-SE', { timeZone });

let at: Connected;
let credential: string;

beforeAll(async () => {
	process.env.PSD2_READS_PER_DAY = '1000';
	at = await openConnected({
		transactions: 300,
		quotaPerDay: 1000,
		clock: { now: () => Date.now() },
	});
}, 60_000);
afterEach(() => jest.useRealTimers());
afterAll(() => at.close());

const connectAt = async (now: number) => {
	setClocks(now);
	await at.bank.admin('/reset', {});
	credential = await at.connect('testa');
};
const run = (node: NodeName, timezone: string, parameters: object) =>
	at.run(node, credential, { accounts: 'all', ...parameters }, { mode: 'trigger', timezone });

const asked = async (endpoint: string) =>
	(await at.bank.admin<readonly LogEntry[]>('/log'))
		.filter((entry) => entry.endpoint === endpoint)
		.map(({ path }) => new URLSearchParams(path.split('?')[1]));
const periodsAsked = async () =>
	(await asked('transactions')).map((query) => [query.get('dateFrom'), query.get('dateTo')]);

async function fileOf(binary: IBinaryData | undefined) {
	const { Container } = await import('@n8n/di');
	const { BinaryDataService } = await import('n8n-core');
	return readFileSync(Container.get(BinaryDataService).getPath(binary?.id ?? ''), 'latin1');
}

const datesOf = ({ items }: Awaited<ReturnType<typeof run>>) =>
	[...new Set(items.map(({ json }) => String(json.date)))].sort();

// The thread of an export has the machine's clock, so exports are tried today.
const todayAt = (hours: number) => Date.now() - (Date.now() % day) + hours * hour;

describe.each([
	['in New York at 03:00 UTC', 'America/New_York', 3],
	['in Stockholm at 23:30 UTC', 'Europe/Stockholm', 23.5],
	['in Kiritimati at 10:00 UTC', 'Pacific/Kiritimati', 10],
	['in UTC', 'UTC', 12],
])('%s', (_name, timezone, hours) => {
	it.each<NodeName>(['Psd2Transactions', 'Psd2ExcelExport'])(
		'%s reads the 90 days that the bank gives, up to its own today',
		async (node) => {
			const now = todayAt(hours);
			await connectAt(now);
			const parameters = { source: 'bank', period: 'lastDays', days: 90 };
			const { items, error } = await run(node, timezone, parameters);
			expect(error).toBeUndefined();
			const [from] = (await periodsAsked())[0] ?? [];
			const ledger = await at.bank.admin<LedgerEntry[]>(`/ledger?person=testa&from=${from}`);
			const rows = ledger.reduce((sum, { booked }) => sum + booked.count, 0);
			const read = node === 'Psd2Transactions' ? items.length : items[0]?.json.rows;
			expect(read).toBe(rows);
		},
	);

	it("ends a statement with the bank's balance and the rows behind it", async () => {
		await connectAt(todayAt(hours));
		const [entry] = (await at.bank.admin<LedgerEntry[]>('/ledger?person=testa')).filter(
			({ iban }) => iban !== undefined,
		);
		const { items, error } = await run('Psd2ExcelExport', timezone, {
			source: 'bank',
			accounts: 'one',
			account: { __rl: true, mode: 'iban', value: entry?.iban },
			format: 'mt940',
			period: 'lastDays',
			days: 30,
		});
		expect(error).toBeUndefined();
		const statement = await fileOf(items[0]?.binary?.data);
		const closing = new Decimal(entry?.bookedBalance ?? NaN);
		const sign = closing.isNegative() ? 'D' : 'C';
		const [, mark, day, written] = /^:62F:([CD])(\d{6})SEK([\d,]+)/m.exec(statement) ?? [];
		expect(`${mark} ${written?.replace(',', '.')}`).toBe(`${sign} ${closing.abs().toFixed(2)}`);
		expect([dateOf(Date.now()), dateIn(timezone)]).toContain(
			`20${day?.replace(/(..)(..)(..)/, '$1-$2-$3')}`,
		);
	});
});

describe('a period', () => {
	it('that ends now is asked for without an end, which for the bank is now', async () => {
		await connectAt(Date.UTC(2027, 4, 12, 3));
		for (const period of [
			{ period: 'lastDays', days: 10 },
			{ period: 'thisMonth' },
			{ period: 'dates', dateFrom: '2027-05-04' },
		]) {
			await run('Psd2Transactions', 'America/New_York', period);
		}
		const periods = await periodsAsked();
		expect(new Set(periods.map(([from]) => from))).toEqual(new Set(['2027-05-01', '2027-05-04']));
		expect(new Set(periods.map(([, to]) => to))).toEqual(new Set([null]));
	});

	it('of this month has no day of the next, whose first has begun at the bank', async () => {
		await connectAt(Date.UTC(2027, 1, 1, 3));
		const read = await run('Psd2Transactions', 'America/New_York', { period: 'thisMonth' });
		expect(read.error).toBeUndefined();
		expect(datesOf(read).at(-1)?.slice(0, 7)).toBe('2027-01');
	});

	it('with an end keeps it', async () => {
		await connectAt(Date.UTC(2027, 4, 12, 3));
		const period = { period: 'dates', dateFrom: '2027-05-01', dateTo: '2027-05-11' };
		const read = await run('Psd2Transactions', 'America/New_York', period);
		expect(read.error).toBeUndefined();
		expect(await periodsAsked()).toContainEqual(['2027-05-01', '2027-05-11']);
		expect(datesOf(read).at(-1)).toBe('2027-05-11');
	});

	it('of more days than the bank gives is refused as before', async () => {
		await connectAt(Date.UTC(2027, 4, 12, 12));
		const { error } = await run('Psd2Transactions', 'UTC', { period: 'lastDays', days: 92 });
		expect(error?.message).toMatch(/goes back 90 days/);
	});
});

it.each<[NodeName, object]>([
	['Psd2Accounts', {}],
	['Psd2Balances', {}],
	['Psd2Transactions', {}],
	['Psd2Consent', { operation: 'getStatus' }],
	['Psd2ExcelExport', { source: 'bank' }],
	['Psd2ExcelExport', { source: 'items' }],
])('says that the workflow has no such time zone: %s %j', async (node, parameters) => {
	await connectAt(Date.UTC(2027, 4, 12, 3));
	const { error } = await run(node, 'Mars/Olympus', parameters);
	expect(error?.message).toBe('There is no time zone Mars/Olympus');
	expect(error?.description).toMatch(/workflow's settings/);
});

it("counts a consent's days left from the workflow's day", async () => {
	const now = Date.UTC(2027, 4, 12, 3);
	await connectAt(now);
	const daysLeft = async (timezone: string) => {
		const { items } = await run('Psd2Consent', timezone, { operation: 'getStatus' });
		const { validUntil, daysLeft: days } = items[0]?.json ?? {};
		return [validUntil, days];
	};
	const validUntil = dateOf(now + 180 * day);
	expect(await daysLeft('UTC')).toEqual([validUntil, 180]);
	expect(await daysLeft('America/New_York')).toEqual([validUntil, 181]);
});
