import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Sandbox } from '../../sandbox';
import type { N8nApi } from '../n8n/api';
import { connectAccount } from '../n8n/connect';
import { projectFolder } from '../process/project';
import { SetupError } from '../process/setup-error';
import { exampleWorkflows, provideCredential, provideWorkflow } from './provision';

interface Stage {
	readonly api: N8nApi;
	readonly bank: Sandbox;
	/** Folder for the workbook. */
	readonly out: string;
	readonly say: (line: string) => void;
}

/** Connects a person's accounts, imports the examples and runs *Bank to Excel* inside n8n. */
export async function bankToExcel({ api, bank, out, say }: Stage): Promise<void> {
	const credential = await provideCredential(api, 'psd2OAuth2Api', 'Sandbox Bank', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
	});
	say('Connecting the account: login and approval at the bank …');
	await connectAccount(api, credential, 'testa');

	const imported = await Promise.all(
		exampleWorkflows().map((draft) => provideWorkflow(api, draft)),
	);
	const workflow = imported.find(({ name }) => name === 'Bank to Excel');
	const trigger = workflow?.nodes.find(({ type }) => type.endsWith('.manualTrigger'));
	if (!workflow || !trigger)
		throw new SetupError('examples/bank-to-excel.json has lost its trigger.');

	say('Running the workflow Bank to Excel …');
	const execution = await api.executionEnd(await api.run(workflow.id, trigger.name));
	if (execution.status !== 'success') {
		throw new SetupError(
			`Execution ${execution.id} ended with ${execution.status}: ${execution.error}`,
		);
	}
	const file = join(out, 'bank-to-excel.xlsx');
	await mkdir(out, { recursive: true });
	await writeFile(file, await api.binary(execution, 'Excel file'));

	const rows: readonly (readonly [string, string | number])[] = [
		['Accounts', execution.output('Accounts').length],
		['Balances', execution.output('Balances').length],
		['Transactions', execution.output('Transactions').length],
		['Execution', execution.id],
		['Excel file', relative(projectFolder, file)],
	];
	say('');
	for (const [name, value] of rows) say(`${name.padEnd(13)}${value}`);
}
