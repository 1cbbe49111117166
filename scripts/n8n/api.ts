import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parse as parseFlatted } from 'flatted';
import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';

export interface Login {
	readonly email: string;
	readonly password: string;
}

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export interface Workflow {
	readonly id: string;
	readonly name: string;
	readonly versionId: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: unknown;
}

export interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly credentials?: Readonly<Record<string, { id: string | null; name: string }>>;
	readonly [more: string]: unknown;
}

/** A workflow as an export file holds it. */
export interface WorkflowDraft {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: unknown;
	readonly settings?: unknown;
}

/** `data` (base64) where n8n keeps files in its memory: the default before 2.0. */
interface StoredFile {
	readonly id?: string;
	readonly data?: string;
	readonly fileName?: string;
	readonly mimeType: string;
}

export interface OutputItem {
	readonly json: Record<string, unknown>;
	readonly binary?: Readonly<Record<string, StoredFile>>;
}

export interface Execution {
	readonly id: string;
	readonly status: string;
	/** ISO 8601: when n8n began it. */
	readonly startedAt: string;
	/** The message of the error that ended it. */
	readonly error: string | undefined;
	/** The items of a node's first output in its last run, empty where it didn't run. */
	output(node: string): readonly OutputItem[];
}

/** One line of the editor's list of executions. */
export interface ExecutionEntry {
	readonly id: string;
	readonly status: string;
	/** ISO date-times; null until it has come that far. */
	readonly startedAt: string | null;
	readonly stoppedAt: string | null;
}

interface ExecutionData {
	readonly resultData: {
		readonly error?: { readonly message: string; readonly description?: string | null };
		readonly runData: Record<string, { data?: { main?: (OutputItem[] | null)[] } }[]>;
	};
}

/**
 * A person at the editor of n8n (2.41, and the oldest that is tried), over the REST calls that the editor itself makes. n8n binds the
 * login to the `browser-id` header, so one of these is one browser.
 */
export class N8nApi {
	private readonly browserId = randomUUID();
	private readonly cookies = new Map<string, string>();

	constructor(readonly url: string) {}

	/** Makes the first account where there is none yet, and logs in. */
	async logIn({ email, password }: Login): Promise<void> {
		const settings = await this.rest<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			const name = { firstName: 'Sandbox', lastName: 'Owner' };
			await this.rest('POST', '/owner/setup', { email, password, ...name });
		}
		await this.rest('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	async credentials(): Promise<readonly Credential[]> {
		return this.rest('GET', '/credentials');
	}

	async createCredential(type: string, name: string, data: object): Promise<Credential> {
		return this.rest('POST', '/credentials', { name, type, data });
	}

	async updateCredential({ id, name, type }: Credential, data: object): Promise<Credential> {
		return this.rest('PATCH', `/credentials/${id}`, { id, name, type, data });
	}

	/** As the editor gets it: secrets blanked, `oauthTokenData: true` where tokens are stored. */
	async credentialData(id: string): Promise<Record<string, unknown>> {
		return (
			await this.rest<{ data: Record<string, unknown> }>(
				'GET',
				`/credentials/${id}?includeData=true`,
			)
		).data;
	}

	/** Runs the credential's own test on what is stored. */
	async testCredential(credential: Credential): Promise<{ status: string; message: string }> {
		const data = await this.credentialData(credential.id);
		// n8n puts what is stored in place of what is blanked; it shows tokens as `true`, not blanked.
		const stored = data['oauthTokenData'] ? { oauthTokenData: CREDENTIAL_BLANKING_VALUE } : {};
		return this.rest('POST', '/credentials/test', {
			credentials: { ...credential, data: { ...data, ...stored } },
		});
	}

	/** The address that the "Connect" button opens. */
	async connectUrl(credentialId: string): Promise<string> {
		return this.rest('GET', `/oauth2-credential/auth?id=${encodeURIComponent(credentialId)}`);
	}

	/** Opens n8n's OAuth2 callback, as this person's browser does when the bank sends it back. */
	async openCallback(address: string): Promise<void> {
		const { pathname, search } = new URL(address);
		const html = await (await this.request('GET', pathname + search)).text();
		// An error, too, is a page with status 200.
		const [, error] = /<h4>Error: (.*?)<\/h4>/s.exec(html) ?? [];
		if (error !== undefined) throw new Error(`n8n could not connect the account: ${error}`);
	}

	async workflows(): Promise<readonly Pick<Workflow, 'id' | 'name'>[]> {
		return this.rest('GET', '/workflows');
	}

	async workflow(id: string): Promise<Workflow> {
		return this.rest('GET', `/workflows/${id}`);
	}

	async createWorkflow(draft: WorkflowDraft): Promise<Workflow> {
		return this.rest('POST', '/workflows', { active: false, settings: {}, ...draft });
	}

	async updateWorkflow(id: string, draft: WorkflowDraft): Promise<Workflow> {
		const { versionId } = await this.workflow(id);
		return this.rest('PATCH', `/workflows/${id}`, { ...draft, versionId });
	}

	/** Publishes the saved workflow: its triggers are at work from then on. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.rest('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.rest('POST', `/workflows/${id}/deactivate`);
	}

	/** "Listen for test event": the workflow's test webhooks are there for two minutes, or until it runs. */
	async listen(id: string, trigger: string): Promise<void> {
		await this.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** Runs the saved workflow from its trigger, as the editor's button does; gives the execution's id. */
	async run(workflowId: string, trigger: string): Promise<string> {
		const started = await this.rest<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			// n8n before 2 runs the workflow that it is sent.
			{
				workflowData: await this.workflow(workflowId),
				triggerToStartFrom: { name: trigger },
			},
		);
		return started.executionId;
	}

	/** Waits for the end of an execution; `patience` in milliseconds. */
	async executionEnd(id: string, patience = 120_000): Promise<Execution> {
		const giveUpAt = Date.now() + patience;
		for (;;) {
			const { status } = await this.rest<{ status: string }>('GET', `/executions/${id}`);
			if (!['new', 'running', 'waiting'].includes(status)) return this.execution(id);
			if (Date.now() > giveUpAt) throw new Error(`Execution ${id} is still ${status}.`);
			await pause(250);
		}
	}

	/** Ids, newest first. */
	async executionsOf(workflowId: string): Promise<readonly string[]> {
		return (await this.executionList(workflowId)).map(({ id }) => id);
	}

	/** Newest first, without what went through the nodes: cheap however much that is. */
	async executionList(workflowId: string): Promise<readonly ExecutionEntry[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.rest<{ results: ExecutionEntry[] }>(
			'GET',
			`/executions?filter=${filter}`,
		);
		return results;
	}

	/** The bytes of the file that a node put out, in the field `data` of its first item. */
	async binary(execution: Execution, node: string): Promise<Buffer> {
		const { id, data } = execution.output(node)[0]?.binary?.['data'] ?? {};
		if (id === undefined && data !== undefined) return Buffer.from(data, 'base64');
		if (id === undefined) throw new Error(`Execution ${execution.id}: ${node} made no file.`);
		const query = new URLSearchParams({ id, action: 'download' });
		const answer = await this.request('GET', `/rest/binary-data?${query}`);
		if (!answer.ok) throw new Error(`n8n doesn't give the file of ${node}: ${answer.status}`);
		return Buffer.from(await answer.arrayBuffer());
	}

	private async execution(id: string): Promise<Execution> {
		const { status, startedAt, data } = await this.rest<{
			status: string;
			startedAt: string;
			data: string;
		}>('GET', `/executions/${id}`);
		const { resultData } = parseFlatted(data) as ExecutionData;
		const { error } = resultData;
		return {
			id,
			status,
			startedAt,
			error: error && [error.message, error.description].filter(Boolean).join(' '),
			output: (node) => resultData.runData[node]?.at(-1)?.data?.main?.[0] ?? [],
		};
	}

	private async rest<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const answer = await this.request(method, `/rest${path}`, body);
		const text = await answer.text();
		if (!answer.ok) {
			throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		}
		return (JSON.parse(text) as { data: Answer }).data;
	}

	private async request(method: string, path: string, body?: object): Promise<Response> {
		const answer = await fetch(this.url + path, {
			method,
			redirect: 'manual',
			headers: {
				'browser-id': this.browserId,
				'push-ref': this.browserId,
				cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
				...(body && { 'content-type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name !== undefined && value !== undefined) this.cookies.set(name, value);
		}
		return answer;
	}
}
