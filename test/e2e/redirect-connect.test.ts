import type { Browser, BrowserContext } from 'playwright-core';
import { BankPages } from '../../scripts/bank/pages';
import type { Execution } from '../../scripts/n8n/api';
import { openBrowser } from '../../scripts/n8n/browser';
import { EditorPage } from '../../scripts/n8n/editor-page';
import { exampleWorkflow } from '../../scripts/start/provision';
import { bankTotals } from './support/bank-totals';
import { Stage } from './support/stage';
import { totalsOfRows, totalsOfSummary } from './support/workbook';

describe('A newcomer with a browser', () => {
	let stage: Stage;
	let browser: Browser;
	let context: BrowserContext;
	let editor: EditorPage;

	beforeAll(async () => {
		stage = await Stage.open();
		browser = await openBrowser();
		context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		context.setDefaultTimeout(120_000);
		editor = new EditorPage(await context.newPage(), stage.n8n.url);
		await editor.logIn(stage.login);
	});

	afterAll(async () => {
		await browser?.close();
		await stage?.close();
	});

	it("connects an account through the bank's own pages", async () => {
		await editor.newCredential('PSD2 OAuth2 API');
		await editor.nameCredential('Sandbox Bank');
		await editor.fillCredential({
			clientId: stage.bank.clientId,
			clientSecret: stage.bank.clientSecret,
		});
		const bank = new BankPages(await editor.connect());
		await bank.logIn('testa');
		await bank.approve();
		await editor.accountConnected();

		const [credential, ...more] = await stage.api.credentials();
		expect(more).toEqual([]);
		expect(credential).toMatchObject({ name: 'Sandbox Bank', type: 'psd2OAuth2Api' });
		if (credential === undefined) return;
		expect(await stage.api.testCredential(credential)).toMatchObject({ status: 'OK' });
	});

	it('never gets to see the tokens again', async () => {
		const [credential] = await stage.api.credentials();
		const seen = await stage.api.credentialData(credential?.id ?? '');
		expect(seen['oauthTokenData']).toBe(true);
		expect(seen['clientSecret']).not.toContain(stage.bank.clientSecret);
	});

	describe('who runs Bank to Excel', () => {
		let execution: Execution;
		let workbook: Buffer;

		beforeAll(async () => {
			const workflow = await stage.api.createWorkflow(exampleWorkflow('Bank to Excel'));
			await editor.openWorkflow(workflow.id);
			expect(await editor.executeWorkflow()).toBe('Workflow executed successfully');
			const [id] = await stage.api.executionsOf(workflow.id);
			execution = await stage.api.executionEnd(id ?? '');
			workbook = await stage.api.binary(execution, 'Excel file');
		});

		it('has no Code node in the workflow', () => {
			const types = exampleWorkflow('Bank to Excel').nodes.map(({ type }) => type);
			expect(types).not.toContain('n8n-nodes-base.code');
			expect(types.filter((type) => type.startsWith('n8n-nodes-psd2.'))).toHaveLength(4);
		});

		it('gets every account, balance and transaction of the person', () => {
			expect(execution.status).toBe('success');
			expect(execution.output('Accounts')).toHaveLength(6);
			expect(execution.output('Balances').length).toBeGreaterThanOrEqual(6);
			const together = ['Accounts', 'Balances', 'Transactions'].map(
				(node) => execution.output(node).length,
			);
			expect(execution.output('Together')).toHaveLength(together.reduce((a, b) => a + b));
		});

		it("finds the bank's own totals in the workbook, for every account and currency", async () => {
			const truth = await bankTotals(stage, 'testa', execution);
			expect(Object.keys(truth).length).toBeGreaterThanOrEqual(6);
			expect(totalsOfRows(workbook)).toEqual(truth);
			expect(totalsOfSummary(workbook)).toEqual(truth);
		});
	});
});
