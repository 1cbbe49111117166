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
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { nodeTypesOf, noOpType } from './node-types';

export interface StoredCredential {
	readonly type: string;
	data: ICredentialDataDecryptedObject;
}

/** What n8n's OAuth2 parent declares, as far as these tests use it. */
const oauth2Parent: INodeProperties[] = [
	{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '' },
	{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', default: '' },
];

/** n8n's credentials with a map in place of the database. */
export class MapCredentials extends ICredentialsHelper {
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

async function turnsOfTheLoop(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

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
