import { readAccounts } from './support/read-accounts';
import { Stage } from './support/stage';

describe("n8n's protection against requests into the private network", () => {
	let stage: Stage;
	let workflowId: string;

	beforeAll(async () => {
		stage = await Stage.open();
		await stage.connect('testa');
		workflowId = (await stage.api.createWorkflow(readAccounts)).id;
	});

	afterAll(async () => {
		await stage?.close();
	});

	const run = async () => stage.api.executionEnd(await stage.api.run(workflowId, 'Start'));

	it('lets the bank be reached when its range is allowed', async () => {
		const { status, error } = await run();
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		expect(
			(await stage.admin.log()).filter(({ endpoint }) => endpoint === 'accounts'),
		).toHaveLength(1);
	});

	it('holds for the package: without the range the bank sees no call', async () => {
		await stage.forbidLoopback();
		const before = (await stage.admin.log()).length;
		const { status, error } = await run();
		expect(status).toBe('error');
		expect(error).toMatch(/Sandbox Bank can't be reached: n8n's SSRF protection/);
		expect(await stage.admin.log()).toHaveLength(before);
	});
});
