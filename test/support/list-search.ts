import {
	Workflow,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { Engine } from './engine';
import { MapCredentials } from './engine/credentials';
import { nodeTypesOf } from './engine/node-types';

/** What the trigger's picker of banks shows in the editor, in n8n's own context. */
export async function listed(
	engine: Engine,
	credential: string,
	filter: string,
): Promise<INodeListSearchResult> {
	const { Psd2BankLoginTrigger } = await import(
		'../../nodes/Psd2BankLoginTrigger/Psd2BankLoginTrigger.node'
	);
	const { Psd2BankLoginApi } = await import('../../credentials/Psd2BankLoginApi.credentials');
	const { LoadOptionsContext } = await import('n8n-core');
	const type = new Psd2BankLoginTrigger();
	const node: INode = {
		id: 'login',
		name: 'Login',
		type: 'login',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { psd2BankLoginApi: { id: credential, name: credential } },
	};
	const nodeTypes = nodeTypesOf({ login: type });
	const workflow = new Workflow({
		...{ id: 'w1', name: 'Login', active: false, nodes: [node], connections: {} },
		nodeTypes,
	});
	const additionalData = {
		credentialsHelper: new MapCredentials([new Psd2BankLoginApi()], engine.credentials),
		currentNodeParameters: {},
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.bankBehind');
	const search = type.methods.listSearch.searchBanksBehind;
	return await search.call(context as unknown as ILoadOptionsFunctions, filter);
}
