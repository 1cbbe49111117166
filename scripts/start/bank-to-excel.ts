import { connectAccount } from '../n8n/connect';
import { SetupError } from '../process/setup-error';
import { handOver } from './hand-over';
import { exampleWorkflow, provideCredential, provideWorkflow } from './provision';
import type { Stage } from './stage';

/** Connects a person's accounts by redirect and runs *Bank to Excel* inside n8n. */
export async function bankToExcel(stage: Stage): Promise<void> {
	const { api, bank, say } = stage;
	const credential = await provideCredential(api, 'psd2OAuth2Api', 'Sandbox Bank', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
	});
	say('Connecting the account: login and approval at the bank …');
	await connectAccount(api, credential, 'testa');

	const workflow = await provideWorkflow(api, exampleWorkflow('Bank to Excel'));
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.manualTrigger'));
	if (!trigger) throw new SetupError('examples/bank-to-excel.json has lost its trigger.');

	say('Running the workflow Bank to Excel …');
	const execution = await api.executionEnd(await api.run(workflow.id, trigger.name));
	await handOver(stage, execution, 'bank-to-excel.xlsx');
}
