import type { LogEntry } from '../../../sandbox/bank/request-log';
import type { LedgerEntry } from '../../../sandbox/data/ledger';
import { openConnected, type Connected, type NodeName } from '../../support/connected';
import type { EngineRun } from '../../support/engine';
import { exampleFor } from '../../support/example';
import { setClocks } from '../../support/set-clocks';

const hour = 3_600_000;
const day = 24 * hour;
const runsOfAWeek = 7 * 4;
const monday = Date.UTC(2026, 2, 2, 6);

let at: Connected;

beforeAll(async () => {
	at = await openConnected({ transactions: 60, clock: { now: () => Date.now() } });
}, 60_000);
afterEach(() => jest.useRealTimers());
afterAll(() => at.close());
beforeEach(() => at.bank.admin('/reset', {}));

const log = () => at.bank.admin<readonly LogEntry[]>('/log');
const listings = ['accounts', 'account', 'balances', 'transactions'];
/** What the bank counts: reads without the account holder. */
const reads = (entries: readonly LogEntry[]) =>
	entries.filter(
		({ endpoint, status, attended }) => status === 200 && !attended && listings.includes(endpoint),
	);

/** Four times a day, for a week. */
async function aWeekOf(run: () => Promise<EngineRun>): Promise<readonly EngineRun[]> {
	const runs: EngineRun[] = [];
	for (let count = 0; count < runsOfAWeek; count += 1) {
		setClocks(monday + count * 6 * hour);
		runs.push(await run());
	}
	return runs;
}

const problems = (runs: readonly EngineRun[]) => runs.flatMap(({ error }) => error?.message ?? []);

function expectWithinTheDay(entries: readonly LogEntry[]): void {
	const delivered = reads(entries);
	for (const { at: end, endpoint, account } of delivered) {
		const inADay = delivered.filter(
			(other) =>
				other.endpoint === endpoint &&
				other.account === account &&
				other.at > end - day &&
				other.at <= end,
		);
		expect(inADay.length).toBeLessThanOrEqual(4);
	}
	expect(entries.filter(({ status }) => status === 429)).toEqual([]);
}

it('Bank to Excel runs four times a day for a week, within what the bank allows', async () => {
	setClocks(monday - hour);
	const workflow = exampleFor(at, 'bank-to-excel.json', await at.connect('testa'));
	const runs = await aWeekOf(() =>
		at.engine.runWorkflow(workflow, 'Excel file', { mode: 'trigger' }),
	);
	expect(problems(runs)).toEqual([]);
	const entries = await log();
	expect(reads(entries).filter(({ endpoint }) => endpoint === 'accounts')).toHaveLength(28);
	expectWithinTheDay(entries);
	const from = new Date(Date.now() - 60 * day).toISOString().slice(0, 10);
	const ledger = await at.bank.admin<LedgerEntry[]>(`/ledger?person=testa&from=${from}`);
	const rows = ledger.reduce((count, { booked }) => count + booked.count, 0);
	expect(rows).toBeGreaterThan(10);
	expect(runs.at(-1)?.items[0]?.json).toMatchObject({ rows });
}, 120_000);

it('BankID to Excel does, too', async () => {
	setClocks(monday - hour);
	await at.bank.admin('/settings', { pollDelayMs: 15 });
	const credential = at.bankLogin();
	const started = await at.run('Psd2Consent', credential, { operation: 'startLogin' });
	await at.bank.admin('/bankid/latest/approve', { person: 'testa' });
	const { reference } = started.items[0]?.json ?? {};
	const wait = { operation: 'waitForLogin', reference };
	expect((await at.run('Psd2Consent', credential, wait)).error).toBeUndefined();
	const workflow = exampleFor(at, 'bankid-to-excel.json', credential);
	const runs = await aWeekOf(() =>
		at.engine.runWorkflow(workflow, 'Excel file', { mode: 'trigger' }),
	);
	expect(problems(runs)).toEqual([]);
	expectWithinTheDay(await log());
}, 120_000);

it.each<[string, readonly NodeName[]]>([
	['Accounts → Transactions', ['Psd2Accounts', 'Psd2Transactions']],
	['Transactions → Accounts', ['Psd2Transactions', 'Psd2Accounts']],
	['Balances → Accounts → Transactions', ['Psd2Balances', 'Psd2Accounts', 'Psd2Transactions']],
])(
	'%s runs four times a day',
	async (_name, names) => {
		setClocks(monday - hour);
		const credential = await at.connect('testa');
		const steps = names.map((name) => ({
			node: at.nodes[name],
			parameters: { authentication: 'oAuth2' },
			credentials: { psd2OAuth2Api: credential },
		}));
		const runs = await aWeekOf(() => at.engine.run(steps, { mode: 'trigger' }));
		expect(problems(runs)).toEqual([]);
		expectWithinTheDay(await log());
	},
	120_000,
);

it('ten workflows that start together on a cold list read it once', async () => {
	const credential = await at.connect('testa');
	const ledger = await at.bank.admin<LedgerEntry[]>('/ledger?person=testa');
	const ibans = [...new Set(ledger.flatMap(({ iban }) => iban ?? []))];
	expect(ibans.length).toBeGreaterThan(2);
	const runs = await Promise.all(
		Array.from({ length: 10 }, (_, index) => {
			const account = { __rl: true, mode: 'iban', value: ibans[index % ibans.length] };
			const parameters = { accounts: 'one', account };
			return at.run('Psd2Balances', credential, parameters, { mode: 'trigger' });
		}),
	);
	expect(problems(runs)).toEqual([]);
	const entries = await log();
	expect(reads(entries).filter(({ endpoint }) => endpoint === 'accounts')).toHaveLength(1);
}, 60_000);
