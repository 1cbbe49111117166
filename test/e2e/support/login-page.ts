import type { BrowserContext, Page } from 'playwright-core';

/** A person at the login page, with the simulated phone in another tab. */
export class LoginPage {
	private constructor(
		readonly page: Page,
		private readonly context: BrowserContext,
	) {}

	static async open(context: BrowserContext, address: string): Promise<LoginPage> {
		const page = await context.newPage();
		await page.goto(address);
		return new LoginPage(page, context);
	}

	/** The picture of this moment; waits until there is one. */
	async qr(): Promise<string> {
		await this.page.locator('#qr').waitFor();
		return (await this.page.locator('#qr').getAttribute('src')) ?? '';
	}

	async message(): Promise<string> {
		return (await this.page.locator('#message').textContent()) ?? '';
	}

	/** Follows "open on this device", which leads to the simulated app; gives the app's page. */
	async openApp(): Promise<Page> {
		await this.page.locator('#open').waitFor();
		const phone = await this.context.newPage();
		await phone.goto((await this.page.locator('#open').getAttribute('href')) ?? '');
		await phone.locator('#open').click();
		return phone;
	}

	async approve(person = 'testa'): Promise<void> {
		const phone = await this.openApp();
		await phone.locator(`#person-${person}`).click();
		await phone.locator('#approve').click();
		await phone.close();
	}

	/** Searches the list, picks the one of that name and goes on. */
	async choose(choice: string, search: string, name: string): Promise<void> {
		await this.page.locator(`#search-${choice}`).fill(search);
		await this.page.locator(`#choice-${choice}`).selectOption({ label: name });
		await this.page.locator('#start').click();
	}

	/** With a phone that scans the code, at a bank that asks where the app is. */
	async scan(app: string, person: string): Promise<void> {
		await this.page.locator('#here').waitFor();
		await this.page.locator('#start').click();
		await this.qr();
		const phone = await this.context.newPage();
		await phone.goto(app);
		await phone.locator('#camera').click();
		await phone.locator(`#person-${person}`).click();
		await phone.locator('#approve').click();
		await phone.close();
	}

	async cancel(): Promise<void> {
		const phone = await this.openApp();
		await phone.locator('#cancel').click();
		await phone.close();
	}

	/** The accounts on the last screen. */
	async connected(): Promise<readonly string[]> {
		await this.page.locator('#done').waitFor();
		return this.page.locator('#accounts li').allInnerTexts();
	}

	async failed(): Promise<string> {
		await this.page.locator('body.failed').waitFor();
		return this.message();
	}
}
