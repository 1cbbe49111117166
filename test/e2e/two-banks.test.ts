import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { Browser } from 'playwright-core';
import { sandboxBank } from '../../lib/banks/sandbox-bank';
import { seb } from '../../lib/banks/seb';
import type { LogEntry } from '../../sandbox/bank/request-log';
import { clientAt } from '../../scripts/bank/client';
import { BankPages } from '../../scripts/bank/pages';
import type { Credential, Execution, OutputItem } from '../../scripts/n8n/api';
import { openBrowser } from '../../scripts/n8n/browser';
import { EditorPage } from '../../scripts/n8n/editor-page';
import { provideCredential } from '../../scripts/start/provision';
import { bankTotals } from './support/bank-totals';
import { LoginPage } from './support/login-page';
import { until } from './support/login-scene';
import { Stage } from './support/stage';
import { accountsOnly, twoBanksWorkflow } from './support/two-banks-workflow';
import { totalsOfRows, totalsOfSummary, type Totals } from './support/workbook';

const readsPerDay = 4;
const at = { [sandboxBank.id]: 'testa', [seb.id]: 'prova' };
const ways = { [sandboxBank.id]: 'connected', [seb.id]: 'logged in' };
const ids = Object.keys(at);

let stage: Stage;
let browser: Browser;
let credentials: Readonly<Record<string, Credential>>;
let execution: Execution;
let workbook: Buffer;
/** Of each bank, as it was when the workflow had ended. */
let logs: Readonly<Record<string, readonly LogEntry[]>>;

const credentialOf = (id: string): Credential => {
	const credential = credentials[id];
	if (credential === undefined) throw new Error(`no credential for ${id}`);
	return credential;
};
const output = (what: 'Accounts' | 'Transactions', id: string): readonly OutputItem[] =>
	execution.output(`${what}, ${ways[id]}`);
const totalsAt = (id: string): Promise<Totals> =>
	bankTotals(
		{ bank: stage.bank, admin: stage.adminOf(id) },
		at[id] ?? '',
		execution,
		output('Accounts', id),
	);

/** The person connects one bank by n8n's button, on the bank's pages. */
async function connect(editor: EditorPage): Promise<Credential> {
	const { clientId, clientSecret } = stage.bank;
	await editor.newCredential('PSD2 OAuth2 API');
	await editor.nameCredential('By Connect');
	await editor.fillCredential({ clientId, clientSecret });
	const pages = new BankPages(await editor.connect());
	await pages.logIn(at[sandboxBank.id] ?? '');
	await pages.approve();
	await editor.accountConnected();
	const made = (await stage.api.credentials()).find(({ type }) => type === 'psd2OAuth2Api');
	if (made === undefined) throw new Error('The editor has made no credential');
	return made;
}

beforeAll(async () => {
	stage = await Stage.open({ PSD2_READS_PER_DAY: String(readsPerDay) }, { tls: true });
	browser = await openBrowser();
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	context.setDefaultTimeout(120_000);
	const editor = new EditorPage(await context.newPage(), stage.n8n.url);
	await editor.logIn(stage.login);
	credentials = {
		[sandboxBank.id]: await connect(editor),
		[seb.id]: await provideCredential(
			stage.api,
			'psd2BankLoginApi',
			'By the login page',
			clientAt(stage.bank, seb),
		),
	};

	const webhookId = randomUUID();
	const workflow = await stage.api.createWorkflow(
		twoBanksWorkflow(
			{ connected: credentialOf(sandboxBank.id), loggedIn: credentialOf(seb.id) },
			webhookId,
		),
	);
	await stage.api.activate(workflow.id);
	const address = `${stage.n8n.url}/webhook/${webhookId}/login`;
	await until(async () => (await fetch(address)).status !== 404);
	const page = await LoginPage.open(context, address);
	await page.scan(stage.bank.bankIdAppUrl, at[seb.id] ?? '');
	await page.connected();
	await until(async () => (await stage.api.executionsOf(workflow.id)).length > 0);
	const [id] = await stage.api.executionsOf(workflow.id);
	execution = await stage.api.executionEnd(id ?? '');
	expect(execution).toMatchObject({ status: 'success', error: undefined });
	workbook = await stage.api.binary(execution, 'Excel file');
	const read = ids.map(async (bank) => [bank, await stage.adminOf(bank).log()] as const);
	logs = Object.fromEntries(await Promise.all(read));
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

describe('One workflow of two banks', () => {
	it('puts out the accounts of both, each with the bank it is at', () => {
		const banksOf = (id: string) => output('Accounts', id).map(({ json }) => json['bank']);
		for (const id of ids) {
			expect(banksOf(id).length).toBeGreaterThanOrEqual(2);
			expect(new Set(banksOf(id))).toEqual(new Set([id]));
		}
		const together = ids.flatMap((id) => [
			...output('Accounts', id),
			...output('Transactions', id),
		]);
		expect(execution.output('Together')).toHaveLength(together.length);
	});

	it.each(ids)("comes to the books' own sums at %s, for every account and currency", async (id) => {
		const truth = await totalsAt(id);
		expect(Object.keys(truth).length).toBeGreaterThanOrEqual(2);
		expect(totalsOfItems(output('Transactions', id))).toEqual(truth);
	});

	it('gives every transaction and account an id that no other has', () => {
		const transactions = ids.flatMap((id) => output('Transactions', id));
		expect(new Set(transactions.map(({ json }) => json['id'])).size).toBe(transactions.length);
		const accounts = ids.map((id) => new Set(output('Accounts', id).map(accountIdIn)));
		const [one, other] = accounts;
		expect([...(one ?? [])].filter((account) => other?.has(account))).toEqual([]);
		for (const [index, id] of ids.entries()) {
			const named = new Set(output('Transactions', id).map(accountIdIn));
			expect([...named].filter((account) => accounts[index]?.has(account) !== true)).toEqual([]);
		}
	});

	it("makes one workbook with both banks' totals", async () => {
		const truth = Object.assign({}, ...(await Promise.all(ids.map(totalsAt)))) as Totals;
		expect(totalsOfRows(workbook)).toEqual(truth);
		expect(totalsOfSummary(workbook)).toEqual(truth);
	});

	it('asks no bank for what is meant for the other', async () => {
		const audited = await stage.auditRecords();
		for (const id of ids) {
			const log = logs[id] ?? [];
			const sent = audited.filter(({ bank }) => bank === id).flatMap(requestIdIn);
			expect(log.flatMap(requestIdIn).sort()).toEqual(sent.sort());
			expect(sent.length).toBeGreaterThanOrEqual(4);
			// Another's token, account or address would be refused.
			expect(log.filter(({ status = 0, code }) => status >= 400 || code !== undefined)).toEqual([]);
		}
		expect(new Set(audited.map(({ bank }) => bank))).toEqual(new Set(ids));
	});
});

describe('The reads of a day', () => {
	const listings = async (id: string) =>
		(await stage.adminOf(id).log()).filter(
			({ endpoint, attended }) => endpoint === 'accounts' && !attended,
		).length;

	/** Runs until the day is used up; gives what the last run said. */
	async function useUp(id: string): Promise<string> {
		const workflow = await stage.api.createWorkflow(accountsOnly(credentialOf(id)));
		for (let run = 0; run <= readsPerDay; run += 1) {
			const { status, error = '' } = await stage.api.executionEnd(
				await stage.api.run(workflow.id, 'Start'),
			);
			if (status === 'error') return error;
		}
		return 'It was never used up';
	}

	it('are counted for each bank by itself', async () => {
		const [first = '', second = ''] = ids;
		const before = await listings(second);
		expect(before).toBeLessThan(readsPerDay);
		expect(await useUp(first)).toMatch(/Sandbox Bank allows 4 reads in 24 hours/);
		expect(await listings(first)).toBe(readsPerDay);
		expect(await listings(second)).toBe(before);
		expect(await useUp(second)).toMatch(/SEB allows 4 reads in 24 hours/);
		expect(await listings(second)).toBe(readsPerDay);
	});
});

const accountIdIn = ({ json }: OutputItem): string => String(json['accountId']);
const requestIdIn = ({ requestId }: { readonly requestId?: string }): string[] =>
	requestId === undefined ? [] : [requestId];

/** By `<account>, <currency>`, as the bank's totals are. */
function totalsOfItems(items: readonly OutputItem[]): Totals {
	const totals: Record<string, Totals[string]> = {};
	for (const { json } of items) {
		const key = `${String(json['accountName'])}, ${String(json['currency'])}`;
		const { count, sum } = totals[key] ?? { count: 0, sum: '0' };
		const added = new Decimal(sum).add(String(json['amount']));
		totals[key] = { count: count + 1, sum: added.toFixed() };
	}
	return totals;
}
