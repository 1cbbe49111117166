import { enableBanking } from '../../../lib/banks/enable-banking';
import { approveAtBank } from '../../../scripts/bank/approve';
import { provideCredential } from '../../../scripts/start/provision';
import { LoginPage } from '../support/login-page';
import { bothEvents, type LoginScene } from '../support/login-scene';

const elsewhere = 'http://127.0.0.1:9/callback';

export function bankBehind(at: LoginScene): void {
	const publish = async (options: object = {}) => {
		const { api, bank } = at.stage;
		const { id, name } = enableBanking;
		const credential = await provideCredential(api, 'psd2BankLoginApi', `${name} ${Date.now()}`, {
			bank: id,
			environment: 'sandbox',
			clientId: bank.clientId,
			signingKey: bank.clientKey,
		});
		at.use(credential);
		await at.publish({ ...bothEvents, loginMethod: 'redirect', options });
		return (await LoginPage.open(at.context, at.address())).page;
	};

	it('is found in the list by a part of its name, without accents, and logged in at', async () => {
		const page = await publish();
		const list = page.locator('#choice-aspsp');
		await list.locator('option').nth(5).waitFor({ state: 'attached' });
		expect(await page.getByLabel('Bank').count()).toBeGreaterThan(0);
		await page.getByLabel('Search').fill('credit bac');
		const found = await list.locator('option').allInnerTexts();
		expect(found.length).toBeGreaterThan(0);
		for (const text of found) expect(text).toMatch(/^Crédit Bac-à-Sable/);
		await page.getByLabel('Search').fill('savings bank (se, personal)');
		await page.locator('#start').click();
		await page.locator('#person-testa').click();
		await page.locator('#approve').click();
		await page.locator('#done').waitFor();
		expect(await page.locator('#accounts li').count()).toBeGreaterThan(0);
		expect((await at.onlyExecution()).output('Accounts').length).toBeGreaterThan(0);
	});

	it('that can not come back: the address is pasted, also after a reload and a wrong one', async () => {
		const page = await publish({ redirectUri: elsewhere });
		await page.getByLabel('Search').fill('savings bank (se, personal)');
		await page.locator('#start').click();
		await page.locator('#paste').waitFor();
		await page.reload();
		await page.locator('#paste').waitFor();
		const visit = (await page.locator('#bank').getAttribute('href')) ?? '';
		const paste = async (address: string) => {
			await page.locator('#address').fill(address);
			await page.locator('#pasted').click();
		};
		await paste(elsewhere);
		await page.locator('body.failed').waitFor();
		expect(await page.locator('#message').textContent()).toContain('holds no answer of the bank');
		await paste(await approveAtBank(visit, 'testa'));
		await page.locator('#done').waitFor();
		expect(await page.locator('#accounts li').count()).toBeGreaterThan(0);
		expect((await at.onlyExecution()).status).toBe('success');
	});
}
