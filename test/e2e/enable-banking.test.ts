import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { enableBanking } from '../../lib/banks/enable-banking';
import { clientAt } from '../../scripts/bank/client';
import { loginExample } from '../../scripts/start/provision';
import { BankPages } from '../../scripts/bank/pages';
import type { Credential, Execution } from '../../scripts/n8n/api';
import { openBrowser } from '../../scripts/n8n/browser';
import { freePort } from '../../scripts/process/ports';
import { provideCredential } from '../../scripts/start/provision';
import { bankTotals } from './support/bank-totals';
import { LoginPage } from './support/login-page';
import { until } from './support/login-scene';
import { Stage } from './support/stage';
import { totalsOfRows, totalsOfSummary } from './support/workbook';

const savings = {
	name: 'Sandbox Savings Bank (SE, personal)',
	value: 'SE/personal/Sandbox%20Savings%20Bank',
};

let stage: Stage;
let browser: Browser;
let context: BrowserContext;
let credential: Credential;
let made = 0;

beforeAll(async () => {
	stage = await Stage.open();
	browser = await openBrowser();
}, 180_000);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

beforeEach(async () => {
	await stage.admin.reset();
	await stage.adminOf(enableBanking.id).set({ quotaPerDay: 1000 });
	context = await browser.newContext({ locale: 'en-GB' });
	context.setDefaultTimeout(30_000);
	made += 1;
	credential = await provideCredential(
		stage.api,
		'psd2BankLoginApi',
		`Enable Banking ${made}`,
		clientAt(stage.bank, enableBanking),
	);
});

afterEach(() => context.close());

/** The login page goes up; gives its address and what waits for the run that a login there starts. */
async function publish(parameters: object) {
	const webhookId = randomUUID();
	const { id } = await stage.api.createWorkflow(
		loginExample(
			`Login to Excel ${webhookId}`,
			credential,
			{ loginMethod: 'redirect', ...parameters },
			{ webhookId },
		),
	);
	await stage.api.activate(id);
	const address = `${stage.n8n.url}/webhook/${webhookId}/login`;
	await until(async () => (await fetch(address)).status !== 404);
	const started = async (): Promise<Execution> => {
		await until(async () => (await stage.api.executionsOf(id)).length > 0);
		const [execution = '', ...more] = await stage.api.executionsOf(id);
		expect(more).toEqual([]);
		return await stage.api.executionEnd(execution);
	};
	return { page: await LoginPage.open(context, address), started };
}

/** The account holder on the bank's own pages, where the browser has come to. */
async function atTheBank({ page }: Pick<LoginPage, 'page'>): Promise<void> {
	const pages = new BankPages(page);
	await pages.logIn('prova');
	await pages.approve();
}

async function expectWorkbook(execution: Execution): Promise<void> {
	expect(execution).toMatchObject({ status: 'success', error: undefined });
	const accounts = execution.output('Accounts');
	expect(new Set(accounts.map(({ json }) => json['bank']))).toEqual(new Set([enableBanking.id]));
	const workbook = await stage.api.binary(execution, 'Excel file');
	const books = { bank: stage.bank, admin: stage.adminOf(enableBanking.id) };
	const truth = await bankTotals(books, 'prova', execution);
	expect(Object.keys(truth)).toHaveLength(2);
	expect(totalsOfRows(workbook)).toEqual(truth);
	expect(totalsOfSummary(workbook)).toEqual(truth);
}

describe('Somebody with an account at a bank behind Enable Banking', () => {
	it('chooses the bank on the page, logs in there, and the workbook is made', async () => {
		const { page, started } = await publish({});
		await page.choose('aspsp', 'savings', savings.name);
		await atTheBank(page);
		expect(await page.connected()).toHaveLength(2);
		// Neither code nor state stays in the address.
		expect(new URL(page.page.url()).search).toBe('');
		await expectWorkbook(await started());
	});

	it('is led straight to the bank that the workflow names', async () => {
		const { page, started } = await publish({
			bankBehind: {
				__rl: true,
				mode: 'list',
				value: savings.value,
				cachedResultName: savings.name,
			},
		});
		await page.page.locator('#start').click();
		await atTheBank(page);
		expect(await page.connected()).toHaveLength(2);
		await expectWorkbook(await started());
	});

	it('pastes the address that the browser ended at where the bank can not lead it back', async () => {
		// Registered, and nobody is there.
		const nowhere = `http://127.0.0.1:${await freePort()}/callback`;
		const { page, started } = await publish({ options: { redirectUri: nowhere } });
		await page.choose('aspsp', 'savings', savings.name);
		const opened = context.waitForEvent('page');
		await page.page.locator('#bank').click();
		const bank = await opened;
		const ended = bank.waitForRequest((request) => request.url().startsWith(nowhere));
		await atTheBank({ page: bank });
		await page.page.locator('#address').fill((await ended).url());
		await page.page.locator('#pasted').click();
		expect(await page.connected()).toHaveLength(2);
		await expectWorkbook(await started());
	});

	it('is told on the page where the login was refused at the bank, and may try again', async () => {
		const { page, started } = await publish({ events: ['connected', 'failed'] });
		await page.choose('aspsp', 'savings', savings.name);
		await page.page.locator('#person-prova').click();
		await page.page.locator('#deny').click();
		expect(await page.failed()).toBe('Action cancelled.');
		const failed = await started();
		expect(failed.output('Somebody has logged in')[0]?.json).toMatchObject({
			event: 'failed',
			reason: 'cancelled',
		});
	});
});
