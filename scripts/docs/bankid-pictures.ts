import type { Browser, Locator, Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox';
import { approveOnPhone } from '../bank/phone';
import type { N8nApi } from '../n8n/api';
import type { EditorPage } from '../n8n/editor-page';
import { exampleWorkflow, provideCredential, provideWorkflow } from '../start/provision';

export interface Studio {
	readonly api: N8nApi;
	readonly bank: Sandbox;
	readonly browser: Browser;
	readonly editor: EditorPage;
	readonly picture: (what: Page | Locator, name: string) => Promise<void>;
}

/** The login in pictures: the page with its QR code, the phone, the page's end, the workflow that it started. */
export async function bankIdPictures(studio: Studio): Promise<void> {
	const { api, bank, browser, editor, picture } = studio;
	await provideCredential(api, 'psd2BankLoginApi', 'Sandbox Bank by BankID', {
		bank: 'sandbox-bank',
		environment: 'sandbox',
		clientId: bank.clientId,
		clientSecret: bank.clientSecret,
	});
	const workflow = await provideWorkflow(api, exampleWorkflow('BankID to Excel'));
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.psd2BankLoginTrigger'));
	const address = `${api.url}/webhook/${String(trigger?.['webhookId'])}/login`;
	// Published, it is covered by a checklist of n8n's.
	await editor.openWorkflow(workflow.id);
	await picture(editor.page, 'bankid-workflow');
	const node = editor.page.locator('.vue-flow__node', { hasText: 'Somebody has logged in' });
	await node.last().dblclick({ position: { x: 40, y: 40 } });
	await editor.page.getByText('Who Can Open the Page').waitFor();
	await editor.page.getByText('Webhook URLs').first().click();
	await picture(editor.page, 'bankid-trigger');
	await editor.page.keyboard.press('Escape');
	await api.activate(workflow.id);
	while ((await fetch(address)).status === 404) await editor.page.waitForTimeout(250);

	const context = await browser.newContext({
		locale: 'en-GB',
		viewport: { width: 520, height: 660 },
	});
	const page = await context.newPage();
	await page.goto(address);
	await page.locator('#qr').waitFor();
	await picture(page, 'bankid-qr');
	const link = (await page.locator('#open').getAttribute('href')) ?? '';
	await approveOnPhone(link, 'testa');
	await page.locator('#done').waitFor();
	await picture(page, 'bankid-connected');
	await context.close();
}
