import type { Page } from 'playwright-core';

/** A person at the sandbox bank's own login and approval pages. */
export class BankPages {
	constructor(readonly page: Page) {}

	async logIn(person: string): Promise<void> {
		await this.page.locator(`#person-${person}`).click();
		await this.page.locator('#approve').waitFor();
	}

	async approve(): Promise<void> {
		await this.page.locator('#approve').click();
	}
}
