/**
 * n8n's real engine (n8n-core) in this process: real `WorkflowExecute`, real request helpers, real OAuth2 refresh
 * and binary store. Only the database behind credentials is replaced, by a map.
 */
import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import {
	Workflow,
	type ICredentialType,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { chainOf, type EngineStep, type EngineWorkflow } from './engine/chain';
import { MapCredentials, type StoredCredential } from './engine/credentials';
import { nodeTypesOf } from './engine/node-types';

export type { EngineStep, EngineWorkflow } from './engine/chain';
export type { StoredCredential } from './engine/credentials';

process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'psd2-engine-'));
mkdirSync(path.join(process.env.N8N_USER_FOLDER, '.n8n'), { recursive: true });
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_ENCRYPTION_KEY ??= 'engine-test-encryption-key';

/** Loaded late: n8n-core reads the environment when it is required. */
const core = () => import('n8n-core');

export interface Engine {
	/** Stored credentials by id; tests may read and change them. */
	readonly credentials: Map<string, StoredCredential>;
	/** Runs start → node (one after another) and gives the last node's outcome. */
	run(
		steps: readonly EngineStep[],
		options?: EngineOptions & { items?: readonly IDataObject[] },
	): Promise<EngineRun>;
	/** Runs a workflow from its first node and gives the outcome of the node named. */
	runWorkflow(
		workflow: EngineWorkflow,
		outcomeOf: string,
		options?: EngineOptions,
	): Promise<EngineRun>;
}

export interface EngineOptions {
	readonly mode?: WorkflowExecuteMode;
	/** The sandbox bank keeps UTC, and so does a workflow unless told otherwise; n8n's own default is New York. */
	readonly timezone?: string;
	/** When this settles, the user has pressed Stop. */
	readonly stop?: Promise<unknown>;
}

export interface EngineRun {
	readonly run: IRun;
	readonly items: readonly INodeExecutionData[];
	readonly error: { readonly message: string; readonly description?: string | null } | undefined;
}

export async function createEngine(types: readonly ICredentialType[]): Promise<Engine> {
	const { WorkflowExecute, ExecutionLifecycleHooks, BinaryDataService, BinaryDataConfig } =
		await core();
	const { Container } = await import('@n8n/di');
	const config = Container.get(BinaryDataConfig);
	config.mode = 'filesystem';
	config.availableModes = ['filesystem'];
	await Container.get(BinaryDataService).init();
	const credentials = new Map<string, StoredCredential>();
	const helper = new MapCredentials(types, credentials);
	let executions = 0;

	const runWorkflow: Engine['runWorkflow'] = async (
		{ nodes, connections, types: nodeTypes, settings },
		last,
		{ mode = 'manual', timezone, stop } = {},
	) => {
		executions += 1;
		const executionId = `e${executions}`;
		const workflow = new Workflow({
			id: 'w1',
			name: 'Engine test',
			active: false,
			nodes: [...nodes],
			connections,
			nodeTypes: nodeTypesOf(nodeTypes),
			settings: { timezone: 'UTC', ...settings, ...(timezone === undefined ? {} : { timezone }) },
		});
		const workflowData = { id: 'w1', name: 'w', active: false, nodes, connections } as never;
		const additionalData = {
			executionId,
			credentialsHelper: helper,
			hooks: new ExecutionLifecycleHooks(mode, executionId, workflowData),
			webhookWaitingBaseUrl: 'http://127.0.0.1',
			formWaitingBaseUrl: 'http://127.0.0.1',
			restApiUrl: 'http://127.0.0.1',
			instanceBaseUrl: 'http://127.0.0.1',
			webhookBaseUrl: 'http://127.0.0.1',
			webhookTestBaseUrl: 'http://127.0.0.1',
			variables: {},
			currentNodeExecutionIndex: 0,
			setExecutionStatus: () => undefined,
		} as unknown as IWorkflowExecuteAdditionalData;
		const [startNode] = nodes;
		if (!startNode) throw new Error('A workflow needs its start');
		const running = new WorkflowExecute(additionalData, mode).run({ workflow, startNode });
		void stop?.then(() => running.cancel());
		return outcomeOf(await running, last);
	};
	const run: Engine['run'] = (steps, { items = [{}], ...options } = {}) =>
		runWorkflow(chainOf(steps, items), `Step ${steps.length}`, options);
	return { credentials, run, runWorkflow };
}

function outcomeOf(run: IRun, lastNode: string): EngineRun {
	const { resultData }: IRunExecutionData = run.data;
	const items = resultData.runData[lastNode]?.[0]?.data?.main?.[0] ?? [];
	const error = resultData.error;
	return {
		run,
		items,
		error: error && { message: error.message, description: descriptionOf(error) },
	};
}

const descriptionOf = (error: Error): string | null =>
	'description' in error && typeof error.description === 'string' ? error.description : null;
