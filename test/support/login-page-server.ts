import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { Engine } from './engine';
import { MapCredentials } from './engine/credentials';
import { nodeTypesOf } from './engine/node-types';

export interface LoginPageServer {
	/** The login page's address. */
	readonly address: string;
	/** What the workflow was started with, one login after another. */
	readonly started: readonly IDataObject[];
	close(): Promise<void>;
}

/** The trigger behind its webhook, in n8n's own context, served as n8n serves it. */
export async function serveLoginPage(
	engine: Engine,
	credential: string,
	parameters: IDataObject = {},
): Promise<LoginPageServer> {
	// Whatever a bank's hosts are, is known by now.
	const { Psd2BankLoginTrigger } = await import(
		'../../nodes/Psd2BankLoginTrigger/Psd2BankLoginTrigger.node'
	);
	const { Psd2BankLoginApi } = await import('../../credentials/Psd2BankLoginApi.credentials');
	const { WebhookContext } = await import('n8n-core');
	const type = new Psd2BankLoginTrigger();
	const credentials = new MapCredentials([new Psd2BankLoginApi()], engine.credentials);
	const started: IDataObject[] = [];
	const node: INode = {
		id: 'login',
		name: 'Login',
		type: 'login',
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'made-up-webhook',
		parameters: parameters as never,
		credentials: { psd2BankLoginApi: { id: credential, name: credential } },
	};
	const nodeTypes = nodeTypesOf({ login: type });
	const workflow = new Workflow({
		...{ id: 'w1', name: 'Login', active: true, nodes: [node], connections: {} },
		nodeTypes,
	});

	const served = async (request: IncomingMessage, response: ServerResponse) => {
		const { query, base, body } = await parsed(request);
		const webhookBaseUrl = `${base}/webhook`;
		const additionalData = {
			credentialsHelper: credentials,
			httpRequest: Object.assign(request, { query, body, params: {} }),
			httpResponse: Object.assign(response, { status: statusOf(response) }),
			...{ webhookBaseUrl, webhookTestBaseUrl: webhookBaseUrl, variables: {} },
			restApiUrl: base,
			instanceBaseUrl: base,
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookDescription = type.description.webhooks?.[0];
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			{ webhookDescription } as never,
			[],
			null,
		) as unknown as IWebhookFunctions;
		const { workflowData = [] } = await type.webhook.call(context);
		started.push(...workflowData.flat().map(({ json }: INodeExecutionData) => json));
	};
	const server = createServer((request, response) => void served(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}/webhook/made-up-webhook/login`,
		started,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

const statusOf = (response: ServerResponse) => (status: number) => {
	response.statusCode = status;
	return response;
};

async function parsed(request: IncomingMessage) {
	const base = `http://${request.headers.host ?? ''}`;
	const written = await text(request);
	const body: unknown = written === '' ? {} : JSON.parse(written);
	return {
		base,
		body,
		query: Object.fromEntries(new URL(request.url ?? '', base).searchParams),
	};
}

/** A browser at the login page, as far as cookies and the page's own script go. */
export class PageVisitor {
	private cookie = '';

	private constructor(readonly address: string) {}

	static async open(address: string): Promise<PageVisitor> {
		const visitor = new PageVisitor(address);
		await visitor.get();
		return visitor;
	}

	/** The page, or what the bank's answer in the query leads to; gives the status and what it says. */
	async get(query = ''): Promise<{ status: number; html: string; location: string | null }> {
		const headers = { cookie: this.cookie };
		const answer = await fetch(`${this.address}${query}`, { headers, redirect: 'manual' });
		const given = answer.headers.get('set-cookie')?.split(';', 1)[0];
		if (given !== undefined) this.cookie = given;
		const location = answer.headers.get('location');
		return { status: answer.status, html: await answer.text(), location };
	}

	/** What the page's script posts; of a stream the last line. */
	async post(body: object): Promise<Record<string, unknown>> {
		const answer = await fetch(this.address, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-psd2-page': '1', cookie: this.cookie },
			body: JSON.stringify(body),
		});
		const lines = (await answer.text()).trim().split('\n');
		return { status: answer.status, ...(JSON.parse(lines.at(-1) ?? '{}') as object) };
	}
}
