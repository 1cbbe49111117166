/**
 * n8n's real engine (n8n-core) in this process: real `WorkflowExecute`, real request helpers, real OAuth2 refresh
 * and binary store. Only the database behind credentials is replaced, by a map.
 */
import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type ICredentialsExpressionResolveValues,
	type IDataObject,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'psd2-engine-'));
mkdirSync(path.join(process.env.N8N_USER_FOLDER, '.n8n'), { recursive: true });
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_ENCRYPTION_KEY ??= 'engine-test-encryption-key';

/** Loaded late: n8n-core reads the environment when it is required. */
const core = () => import('n8n-core');

export interface StoredCredential {
	readonly type: string;
	data: ICredentialDataDecryptedObject;
}

async function turnsOfTheLoop(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

/** What n8n's OAuth2 parent declares, as far as these tests use it. */
const oauth2Parent: INodeProperties[] = [
	{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '' },
	{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', default: '' },
];

class MapCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: readonly ICredentialType[],
		private readonly stored: Map<string, StoredCredential>,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.typeOf(name).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.typeOf(name);
		const own = new Set(type.properties.map((property) => property.name));
		const parent = type.extends ? oauth2Parent.filter((property) => !own.has(property.name)) : [];
		return [...parent, ...type.properties];
	}

	async authenticate(
		data: ICredentialDataDecryptedObject,
		name: string,
		options: Parameters<ICredentialsHelper['authenticate']>[2],
	) {
		const { authenticate } = this.typeOf(name);
		return typeof authenticate === 'function'
			? await authenticate(data, options as never)
			: (options as never);
	}

	async preAuthentication(
		helpers: Parameters<ICredentialsHelper['preAuthentication']>[0],
		data: ICredentialDataDecryptedObject,
		name: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(name);
		const marker = type.properties.find((property) => property.typeOptions?.expirable)?.name;
		if (marker === undefined || !type.preAuthentication) return undefined;
		if (data[marker] !== '' && !expired) return undefined;
		const output = (await type.preAuthentication.call(helpers, data)) as IDataObject;
		if (output[marker] === undefined) return undefined;
		const stored = this.storedFor(node.credentials?.[name]);
		// n8n reads, then writes, with the database's time between them: two at once lose one.
		const before = stored.data;
		await turnsOfTheLoop(2);
		stored.data = { ...before, ...output } as ICredentialDataDecryptedObject;
		await turnsOfTheLoop(1);
		return { ...data, ...output } as ICredentialDataDecryptedObject;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('The engine under test reads decrypted credentials only');
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		name: string,
		_mode: WorkflowExecuteMode,
		_execution?: unknown,
		raw?: boolean,
		_values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.storedFor(details);
		if (raw) return { ...stored.data };
		const properties = this.getCredentialsProperties(name);
		const data = NodeHelpers.getNodeParameters(
			properties,
			stored.data as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (stored.data.oauthTokenData !== undefined) data.oauthTokenData = stored.data.oauthTokenData;
		return resolveExpressions(data);
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.storedFor(details).data = data;
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		_name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.storedFor(details);
		stored.data = { ...stored.data, oauthTokenData: data.oauthTokenData as never };
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types.find((one) => one.name === name);
		if (!type) throw new Error(`No credential type ${name} in this engine`);
		return type;
	}

	private storedFor(details: INodeCredentialsDetails | undefined): StoredCredential {
		const stored = this.stored.get(details?.id ?? '');
		if (!stored) throw new Error('No such credential in this engine');
		return stored;
	}
}

const noOpType: INodeType = {
	description: {
		displayName: 'None',
		name: 'none',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
};

async function resolveExpressions(
	data: ICredentialDataDecryptedObject,
): Promise<ICredentialDataDecryptedObject> {
	const node: INode = {
		id: 'm',
		name: 'Mock',
		type: 'none',
		typeVersion: 1,
		position: [0, 0],
		parameters: data as never,
	};
	const nodeTypes = nodeTypesOf({ none: noOpType });
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	await workflow.expression.acquireIsolate();
	const resolved = workflow.expression.getComplexParameterValue(
		node,
		data as never,
		'internal',
		{},
		undefined,
		undefined,
		data as never,
	) as ICredentialDataDecryptedObject;
	await workflow.expression.releaseIsolate();
	return resolved;
}

function nodeTypesOf(types: Readonly<Record<string, INodeType>>): INodeTypes {
	const find = (name: string): INodeType => {
		const type = types[name];
		if (!type) throw new Error(`No node type ${name} in this engine`);
		return type;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/** Starts a workflow with the items it is given. */
const startType = (items: readonly IDataObject[]): INodeType => ({
	description: {
		...noOpType.description,
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		inputs: [],
	},
	async execute() {
		return [items.map((json) => ({ json }))];
	},
});

export interface Engine {
	/** Stored credentials by id; tests may read and change them. */
	readonly credentials: Map<string, StoredCredential>;
	/** Runs start → node (one after another) and gives the last node's outcome. */
	run(
		steps: readonly EngineStep[],
		options?: {
			items?: readonly IDataObject[];
			mode?: WorkflowExecuteMode;
			timezone?: string;
			/** When this settles, the user has pressed Stop. */
			stop?: Promise<unknown>;
		},
	): Promise<EngineRun>;
}

export interface EngineStep {
	readonly node: INodeType;
	readonly parameters?: IDataObject;
	/** Credential id by type. */
	readonly credentials?: Readonly<Record<string, string>>;
	readonly onError?: INode['onError'];
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

	const run: Engine['run'] = async (
		steps,
		{ items = [{}], mode = 'manual', timezone, stop } = {},
	) => {
		executions += 1;
		const executionId = `e${executions}`;
		const nodes: INode[] = [
			{ id: '0', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
			...steps.map(
				(step, index): INode => ({
					id: String(index + 1),
					name: `Step ${index + 1}`,
					type: `step${index + 1}`,
					typeVersion: 1,
					position: [0, 0],
					parameters: (step.parameters ?? {}) as never,
					credentials: Object.fromEntries(
						Object.entries(step.credentials ?? {}).map(([type, id]) => [type, { id, name: id }]),
					),
					...(step.onError === undefined ? {} : { onError: step.onError }),
				}),
			),
		];
		const typeByName: Record<string, INodeType> = { start: startType(items) };
		steps.forEach((step, index) => (typeByName[`step${index + 1}`] = step.node));
		const connections = Object.fromEntries(
			nodes
				.slice(0, -1)
				.map((node, index) => [
					node.name,
					{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main' as const, index: 0 }]] },
				]),
		);
		const workflow = new Workflow({
			id: 'w1',
			name: 'Engine test',
			active: false,
			nodes,
			connections,
			nodeTypes: nodeTypesOf(typeByName),
			...(timezone === undefined ? {} : { settings: { timezone } }),
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
		const startNode = nodes[0];
		if (!startNode) throw new Error('A workflow needs its start');
		const running = new WorkflowExecute(additionalData, mode).run({ workflow, startNode });
		void stop?.then(() => running.cancel());
		return outcomeOf(await running, `Step ${steps.length}`);
	};
	return { credentials, run };
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
