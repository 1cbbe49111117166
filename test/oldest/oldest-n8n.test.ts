import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestN8n } from '../../lib/n8n/requirements';
import type { Credential, Execution, WorkflowDraft } from '../../scripts/n8n/api';
import { runtime } from '../../scripts/n8n/server';
import { exampleWorkflow } from '../../scripts/start/provision';
import { bankTotals } from '../e2e/support/bank-totals';
import { readAccounts } from '../e2e/support/read-accounts';
import { Stage } from '../e2e/support/stage';
import { totalsOfRows, totalsOfSummary } from '../e2e/support/workbook';

/** Longer than any of these takes; the failures that are tried here once made n8n wait for ever. */
const patience = 60_000;

const exportFromBank: WorkflowDraft = {
	name: 'Straight from the bank',
	nodes: [
		...readAccounts.nodes.filter(({ name }) => name === 'Start'),
		{
			id: 'file',
			name: 'File',
			type: 'n8n-nodes-psd2.psd2ExcelExport',
			typeVersion: 1,
			position: [200, 0],
			parameters: { source: 'bank', accounts: 'all', period: 'lastDays', days: 60 },
			credentials: { psd2OAuth2Api: { id: null, name: 'Sandbox Bank' } },
		},
	],
	connections: { Start: { main: [[{ node: 'File', type: 'main', index: 0 }]] } },
};

const askedByHttpRequest = (url: string): WorkflowDraft => ({
	name: 'HTTP Request',
	nodes: [
		...readAccounts.nodes.filter(({ name }) => name === 'Start'),
		{
			id: 'http',
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [200, 0],
			parameters: {
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'psd2OAuth2Api',
			},
			credentials: { psd2OAuth2Api: { id: null, name: 'Sandbox Bank' } },
		},
	],
	connections: { Start: { main: [[{ node: 'HTTP Request', type: 'main', index: 0 }]] } },
});

/** The editor does it in later versions: this one looks no credential up by its name. */
const withCredential = (draft: WorkflowDraft, { id, name, type }: Credential): WorkflowDraft => ({
	...draft,
	nodes: draft.nodes.map((node) =>
		node.credentials === undefined ? node : { ...node, credentials: { [type]: { id, name } } },
	),
});

describe(`The oldest n8n that the package is for (${oldestN8n})`, () => {
	let stage: Stage;
	let credential: Credential;

	const run = async (
		draft: WorkflowDraft,
		{ trigger = 'Start', by = credential } = {},
	): Promise<Execution> => {
		const { id } = await stage.api.createWorkflow(withCredential(draft, by));
		return stage.api.executionEnd(await stage.api.run(id, trigger), patience);
	};

	beforeAll(async () => {
		stage = await Stage.open({
			// n8n keeps files in its memory here, as it did by default then.
			N8N_DEFAULT_BINARY_DATA_MODE: 'default',
			// It has none of the modules that are turned off in its successors, and doesn't start for a name unknown to it.
			N8N_DISABLED_MODULES: 'insights',
		});
		credential = await stage.connect('testa');
	}, 240_000);

	afterAll(async () => {
		await stage?.close();
	});

	it('is the one that runs', () => {
		const manifest = readFileSync(join(runtime, 'node_modules', 'n8n', 'package.json'), 'utf8');
		expect((JSON.parse(manifest) as { version: string }).version).toMatch(
			new RegExp(`^${oldestN8n.replace('.', '\\.')}\\.`),
		);
	});

	it('connects with PKCE and passes the credential test', async () => {
		expect(await stage.api.testCredential(credential)).toMatchObject({ status: 'OK' });
	});

	it("lets the HTTP Request node take the bank's token to no other host", async () => {
		const elsewhere = stage.bank.url.replace('127.0.0.1', 'localhost');
		const before = (await stage.admin.log()).length;
		const execution = await run(askedByHttpRequest(`${elsewhere}/berlin-group/v1/accounts`));
		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/configured to prevent use within|Domain not allowed/);
		expect(await stage.admin.log()).toHaveLength(before);
	});

	it('runs Bank to Excel', async () => {
		const draft = exampleWorkflow('Bank to Excel');
		const trigger = draft.nodes.find(({ type }) => type.endsWith('.manualTrigger'))?.name ?? '';
		const execution = await run(draft, { trigger });
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(execution.output('Accounts')).toHaveLength(6);
		const workbook = await stage.api.binary(execution, 'Excel file');
		const truth = await bankTotals(stage, 'testa', execution);
		expect(Object.keys(truth).length).toBeGreaterThanOrEqual(6);
		expect(totalsOfRows(workbook)).toEqual(truth);
		expect(totalsOfSummary(workbook)).toEqual(truth);
	});

	it('renews a login that has run out, once', async () => {
		await stage.admin.expireTokens();
		const before = (await stage.admin.log()).length;
		expect(await run(readAccounts)).toMatchObject({ status: 'success', error: undefined });
		const calls = (await stage.admin.log()).slice(before);
		expect(calls.filter(({ grant }) => grant === 'refresh_token')).toMatchObject([{ status: 200 }]);
	});

	it('makes a file straight from the bank', async () => {
		const execution = await run(exportFromBank);
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		const workbook = await stage.api.binary(execution, 'File');
		expect(Object.keys(totalsOfRows(workbook)).length).toBeGreaterThan(3);
	});

	it('ends an export that the bank refuses in the middle', async () => {
		await stage.admin.breakDown('transactions', 1, 403);
		const execution = await run(exportFromBank);
		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/Sandbox Bank answered 403/);
	});

	it('ends an export whose credential was never connected', async () => {
		const by = await stage.api.createCredential('psd2OAuth2Api', 'Never connected', {
			bank: 'sandbox-bank',
			environment: 'sandbox',
			clientId: stage.bank.clientId,
			clientSecret: stage.bank.clientSecret,
		});
		const execution = await run(exportFromBank, { by });
		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/Nobody has logged in/);
	});
});
