import { selectors } from 'playwright-core';
import type { Page } from 'playwright-core';
import type { Login } from './api';

selectors.setTestIdAttribute('data-test-id');

/** n8n's editor as a person sees it: what is on the screen, not how n8n does it. */
export class EditorPage {
	constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	async logIn({ email, password }: Login): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[type=email]').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL(/\/home\//);
	}

	/** Opens the dialog of a new credential of the type with this display name. */
	async newCredential(type: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials`);
		await this.page.getByTestId('add-resource-credential').click();
		const search = this.page.getByTestId('new-credential-type-select').locator('input');
		await search.fill(type);
		await this.page.getByRole('option', { name: type, exact: true }).click();
		await this.page.getByTestId('new-credential-type-button').click();
		await this.page.getByTestId('editCredential-modal').waitFor();
	}

	async fillCredential(fields: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(fields)) {
			await this.page.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
		}
	}

	async nameCredential(name: string): Promise<void> {
		await this.page.getByTestId('credential-name').click();
		await this.page.getByTestId('inline-edit-input').fill(name);
		await this.page.keyboard.press('Enter');
	}

	/** Selects "Connect"; gives the window that opens. */
	async connect(): Promise<Page> {
		const opened = this.page.waitForEvent('popup');
		await this.page.getByTestId('quick-connect-button').click();
		return opened;
	}

	/** Waits until the dialog says that the account is connected. */
	async accountConnected(): Promise<void> {
		await this.page.getByTestId('oauth-connect-success-banner').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Runs the open workflow from its button and waits for the editor to say how it ended. */
	async executeWorkflow(): Promise<string> {
		await this.page.getByTestId('execute-workflow-button').first().click();
		const notice = this.page.locator('.el-notification__title').first();
		await notice.waitFor({ timeout: 120_000 });
		return (await notice.textContent())?.trim() ?? '';
	}
}
