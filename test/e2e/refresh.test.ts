import { setTimeout as pause } from 'node:timers/promises';
import type { LogEntry } from '../../sandbox/bank/request-log';
import type { Execution } from '../../scripts/n8n/api';
import { readAccounts } from './support/read-accounts';
import { Stage } from './support/stage';

describe('Four executions with an expired access token', () => {
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

	/** Starts four executions `gap` ms apart; gives them ended, and what the bank saw meanwhile. */
	async function runFour(gap: number) {
		const before = (await stage.admin.log()).length;
		const started = [0, 1, 2, 3].map(async (place) => {
			await pause(place * gap);
			return stage.api.executionEnd(await stage.api.run(workflowId, 'Start'));
		});
		const executions = await Promise.all(started);
		return { executions, calls: (await stage.admin.log()).slice(before) };
	}

	const refreshes = (calls: readonly LogEntry[]) =>
		calls.filter(({ grant }) => grant?.startsWith('refresh_token'));
	const reads = (calls: readonly LogEntry[]) =>
		calls.filter(({ endpoint }) => endpoint === 'accounts');

	function expectAllWell(executions: readonly Execution[]) {
		expect(executions.map(({ status, error }) => ({ status, error }))).toEqual(
			Array.from({ length: 4 }, () => ({ status: 'success', error: undefined })),
		);
		for (const execution of executions) expect(execution.output('Accounts')).toHaveLength(6);
	}

	it('refresh once when all have their 401 before the bank answers the first refresh', async () => {
		await stage.admin.expireTokens();
		await stage.admin.raiseBarrier(4, 'accounts');
		const { executions, calls } = await runFour(0);

		expectAllWell(executions);
		expect(reads(calls).filter(({ status }) => status === 401)).toHaveLength(4);
		expect(refreshes(calls)).toHaveLength(1);
		expect(reads(calls).filter(({ status }) => status === 200)).toHaveLength(4);
	});

	it('refresh once when they come one after another within 3 s, some 401s after the refresh', async () => {
		await stage.admin.expireTokens();
		// Later executions, too, set out with the old token: the bank takes longer than the gap between them.
		await stage.admin.slowDown('accounts', 4, 2_500);
		const { executions, calls } = await runFour(1_000);

		expectAllWell(executions);
		const refreshedAt = refreshes(calls)[0]?.at ?? Infinity;
		const late = reads(calls).filter(
			({ at, status }) => status === 401 && at + 2_500 > refreshedAt,
		);
		expect(late.length).toBeGreaterThanOrEqual(1);
		expect(refreshes(calls)).toHaveLength(1);
		expect(reads(calls).filter(({ status }) => status === 200)).toHaveLength(4);
	});

	it('leave an X-Request-ID and an audit record of its own for every attempt', async () => {
		const attempts = (await stage.admin.log()).filter(({ endpoint }) => endpoint === 'accounts');
		const sent = attempts.map(({ requestId }) => requestId);
		const audited = (await stage.auditRecords()).map(({ requestId }) => requestId);

		expect(attempts.length).toBeGreaterThanOrEqual(12);
		expect(new Set(sent).size).toBe(attempts.length);
		expect([...audited].sort()).toEqual([...sent].sort());
	});
});
