import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { startSandbox } from '../../sandbox';
import { hostVariables } from '../bank/environment';
import { BankPages } from '../bank/pages';
import { N8nApi } from '../n8n/api';
import type { Login } from '../n8n/api';
import { openBrowser } from '../n8n/browser';
import { EditorPage } from '../n8n/editor-page';
import { installPackage, packPackage } from '../n8n/package';
import { startN8n } from '../n8n/server';
import { freePort } from '../process/ports';
import { projectFolder } from '../process/project';
import { exampleWorkflow } from '../start/provision';
import { bankIdPictures } from './bankid-pictures';

const images = join(projectFolder, 'docs', 'images');
const login: Login = { email: 'owner@sandbox.example', password: 'Sandbox-1' };

/** Addresses stand in the pictures: the usual ones. */
const port = 5678;
const bankPort = 8787;

export async function main(): Promise<void> {
	await mkdir(images, { recursive: true });
	const home = await mkdtemp(join(tmpdir(), 'psd2-screenshots-'));
	await installPackage(home, await packPackage());
	const bank = await startSandbox({ port: bankPort });
	const n8n = await startN8n({
		home,
		port,
		brokerPort: await freePort(),
		environment: hostVariables(bank.url),
	});
	const browser = await openBrowser();
	try {
		const api = new N8nApi(n8n.url);
		await api.logIn(login);
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		const editor = new EditorPage(page, n8n.url);
		await editor.logIn(login);

		await editor.newCredential('PSD2 OAuth2 API');
		await editor.nameCredential('Sandbox Bank');
		await editor.fillCredential({ clientId: bank.clientId, clientSecret: bank.clientSecret });
		const window = await editor.connect();
		const pages = new BankPages(window);
		await picture(window, 'bank-login');
		await pages.logIn('testa');
		await picture(window, 'bank-approval');
		await pages.approve();
		await editor.accountConnected();
		// The dialog scrolls beyond 750 px; a picture can't.
		await page.setViewportSize({ width: 1440, height: 1200 });
		await page.addStyleTag({
			content: '.el-dialog { max-height: none !important; height: auto !important }',
		});
		await picture(page.getByTestId('editCredential-modal'), 'credential');
		await page.setViewportSize({ width: 1440, height: 900 });

		const workflow = await api.createWorkflow(exampleWorkflow('Bank to Excel'));
		await editor.openWorkflow(workflow.id);
		await editor.executeWorkflow();
		await picture(page, 'editor');
		await bankIdPictures({ api, bank, browser, editor, picture });
	} finally {
		await browser.close();
		await n8n.stop();
		await bank.close();
		await rm(home, { recursive: true, force: true });
	}
}

async function picture(what: Page | Locator, name: string) {
	// Animations end within this time.
	await pause(1_000);
	await what.screenshot({ path: join(images, `${name}.png`) });
}
