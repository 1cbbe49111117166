import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Credential, Execution } from '../../../scripts/n8n/api';
import { openBrowser } from '../../../scripts/n8n/browser';
import { loginCredential, loginWorkflow, programSecret } from './login-workflow';
import { Stage } from './stage';

export const bothEvents = { events: ['connected', 'failed'] };

export async function until(isSo: () => Promise<boolean>): Promise<void> {
	const giveUpAt = Date.now() + 30_000;
	while (!(await isSo())) {
		if (Date.now() > giveUpAt) throw new Error('It did not come to pass within 30 s.');
		await pause(100);
	}
}

interface Act {
	readonly context: BrowserContext;
	credential: Credential;
	workflowId: string;
	webhookId: string;
}

/** One n8n and one browser for all tests of the login; a credential, a workflow and cookies of its own for each test. */
export class LoginScene {
	private readonly opened: { stage?: Stage; browser?: Browser } = {};
	private act: Act | undefined;

	/** Before all tests. */
	async open(): Promise<void> {
		this.opened.stage = await Stage.open();
		this.opened.browser = await openBrowser();
	}

	/** After all tests. */
	async close(): Promise<void> {
		await this.opened.browser?.close();
		await this.opened.stage?.close();
	}

	/** Before each test. */
	async begin(): Promise<void> {
		await this.stage.admin.reset();
		await this.stage.admin.set({ quotaPerDay: 1000 });
		const context = await this.browser.newContext({
			locale: 'en-GB',
			viewport: { width: 800, height: 800 },
		});
		context.setDefaultTimeout(30_000);
		// The last test's login is not to be renewed by this one's person.
		const credential = await loginCredential(this.stage, `BankID ${Date.now()}`);
		this.act = { context, credential, workflowId: '', webhookId: '' };
	}

	/** After each test. */
	async end(): Promise<void> {
		await this.context.close();
		const { workflowId } = this.current;
		if (workflowId !== '') await this.stage.api.deactivate(workflowId);
	}

	get stage(): Stage {
		return begun(this.opened.stage);
	}

	get browser(): Browser {
		return begun(this.opened.browser);
	}

	get context(): BrowserContext {
		return this.current.context;
	}

	get credential(): Credential {
		return this.current.credential;
	}

	/** From here on with another one than the sandbox bank's. */
	use(credential: Credential): void {
		this.current.credential = credential;
	}

	/** A workflow of its own; gives its id. */
	async create(parameters: object = bothEvents): Promise<string> {
		const { webhookId, ...draft } = loginWorkflow(this.credential, parameters);
		const workflow = await this.stage.api.createWorkflow(draft);
		Object.assign(this.current, { workflowId: workflow.id, webhookId });
		return workflow.id;
	}

	/** The same with the login page at its production address. */
	async publish(parameters: object = bothEvents): Promise<void> {
		await this.stage.api.activate(await this.create(parameters));
		await until(async () => (await fetch(this.address())).status !== 404);
	}

	address(mode = 'webhook'): string {
		return `${this.stage.n8n.url}/${mode}/${this.current.webhookId}/login`;
	}

	executions(): Promise<readonly string[]> {
		return this.stage.api.executionsOf(this.current.workflowId);
	}

	/** Waits for the only execution there is to be, and a moment longer for a second one. */
	async onlyExecution(): Promise<Execution> {
		await until(async () => (await this.executions()).length > 0);
		await pause(1_500);
		const [id, ...more] = await this.executions();
		expect(more).toEqual([]);
		return this.stage.api.executionEnd(id ?? '');
	}

	post(
		body: object,
		headers: Record<string, string> = { 'x-psd2-secret': programSecret },
	): Promise<Response> {
		return fetch(this.address(), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	}

	private get current(): Act {
		return begun(this.act);
	}
}

function begun<Value>(value: Value | undefined): Value {
	if (value === undefined) throw new Error('The test has not begun.');
	return value;
}
