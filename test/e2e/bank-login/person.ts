import { setTimeout as pause } from 'node:timers/promises';
import { LoginPage } from '../support/login-page';
import { until, type LoginScene } from '../support/login-scene';

export function personWithBankId(at: LoginScene): void {
	it('says in the credential that nobody has logged in, without asking the bank', async () => {
		const before = (await at.stage.admin.log()).length;
		expect(await at.stage.api.testCredential(at.credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Nobody has logged in yet'),
		});
		expect(await at.stage.admin.log()).toHaveLength(before);
	});

	it('logs in at the production address: live QR, one execution, the data', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const pictures = new Set<string>();
		const begun = Date.now();
		while (Date.now() - begun < 4_200) {
			pictures.add(await page.qr());
			await pause(200);
		}
		expect(pictures.size).toBeGreaterThanOrEqual(4);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		expect(await page.message()).toBe('6 accounts are connected');
		const execution = await at.onlyExecution();
		expect(execution.status).toBe('success');
		expect(execution.output('Login')[0]?.json).toMatchObject({
			event: 'connected',
			accountCount: 6,
		});
		expect(execution.output('Accounts')).toHaveLength(6);
		expect(await at.stage.api.testCredential(at.credential)).toMatchObject({ status: 'OK' });
	});

	it('logs in at the test address', async () => {
		await at.stage.api.listen(await at.create(), 'Login');
		const page = await LoginPage.open(at.context, at.address('webhook-test'));
		await page.qr();
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		const execution = await at.onlyExecution();
		expect(execution.output('Accounts')).toHaveLength(6);
	});

	it('is not needed any more once the app is approved: the tab may be closed', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const phone = await page.openApp();
		await page.page.close();
		await phone.locator('#person-testa').click();
		await phone.locator('#approve').click();
		expect((await at.onlyExecution()).output('Accounts')).toHaveLength(6);
	});

	it('goes on after n8n was restarted in the middle', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const phone = await page.openApp();
		await at.stage.restart();
		await phone.locator('#person-testa').click();
		await phone.locator('#approve').click();
		expect(await page.connected()).toHaveLength(6);
		expect((await at.onlyExecution()).output('Accounts')).toHaveLength(6);
	});

	it('may reload the page, click twice and open a second tab: one order, one execution', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		await page.qr();
		await page.page.reload();
		await page.qr();
		const second = await LoginPage.open(at.context, at.address());
		await second.qr();
		await second.page
			.locator('#start')
			.click({ force: true, timeout: 500 })
			.catch(() => {});
		expect(await at.stage.admin.count('authorisations.start')).toBe(1);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		expect(await second.connected()).toHaveLength(6);
		await at.onlyExecution();
	});

	it('is told what happened after cancelling, in his language, and can try again', async () => {
		await at.publish();
		const swedish = await at.browser.newContext({ locale: 'sv-SE' });
		const page = await LoginPage.open(swedish, at.address());
		await page.cancel();
		expect(await page.failed()).toBe('Åtgärden avbruten.');
		const execution = await at.onlyExecution();
		expect(execution.output('Login')[0]?.json).toMatchObject({
			event: 'failed',
			reason: 'cancelled',
		});
		await page.page.locator('#start').click();
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		await swedish.close();
	});

	it.each([
		['startFailed', /Failed to scan the QR code/, 'not-opened'],
		['expiredTransaction', /not responding/, 'expired'],
		['certificateErr', /blocked or too old/, 'unusable'],
		['cancelled', /Action cancelled\. Please try again/, 'replaced'],
		['transactionRiskBlocked', /bank did not accept/, 'refused'],
	])('is told of %s', async (hintCode, sentence, reason) => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		if (hintCode === 'startFailed') {
			// Each order that nobody opens is followed by a new one, up to six.
			for (let order = 1; order <= 6; order += 1) {
				await until(async () => (await at.stage.admin.count('authorisations.start')) === order);
				await at.stage.admin.phone('fail', { hintCode });
			}
		} else {
			await page.qr();
			await at.stage.admin.phone('open');
			await until(async () => (await page.message()).startsWith('Searching'));
			await at.stage.admin.phone('fail', { hintCode });
		}
		expect(await page.failed()).toMatch(sentence);
		expect((await at.onlyExecution()).output('Login')[0]?.json).toMatchObject({ reason });
	});

	it('must be one who has connected it: others change nothing', async () => {
		await at.publish();
		const first = await LoginPage.open(at.context, at.address());
		await first.approve('testa');
		await first.connected();
		await at.onlyExecution();
		const other = await at.browser.newContext({ locale: 'en-GB' });
		const page = await LoginPage.open(other, at.address());
		await page.approve('prova');
		expect(await page.failed()).toMatch(/none of your accounts is known/);
		expect(await at.stage.api.testCredential(at.credential)).toMatchObject({ status: 'OK' });
		await other.close();
	});

	it('is told where the bank goes down in the middle, and where it comes back nothing is lost', async () => {
		await at.publish();
		await at.stage.admin.breakDown('authorisations.get', 3, 503);
		const page = await LoginPage.open(at.context, at.address());
		await page.qr();
		await pause(4_000);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		await at.onlyExecution();
	});

	it('loses nothing where the bank is busy at the very end', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const phone = await page.openApp();
		await phone.locator('#person-testa').click();
		await at.stage.admin.breakDown('token', 2, 503);
		await phone.locator('#approve').click();
		expect(await page.connected()).toHaveLength(6);
		await at.onlyExecution();
	});

	it('is told that it was interrupted where n8n is killed while the tokens are fetched', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const phone = await page.openApp();
		await phone.locator('#person-testa').click();
		await at.stage.admin.slowDown('token', 1, 15_000);
		const before = await at.stage.admin.count('token');
		await phone.locator('#approve').click();
		await until(async () => (await at.stage.admin.count('token')) > before);
		await at.stage.restart({ isKilled: true });
		expect(await page.failed()).toMatch(/was interrupted/);
		expect(await at.stage.admin.count('token')).toBe(before + 1);
		expect((await at.onlyExecution()).output('Login')[0]?.json).toMatchObject({
			reason: 'interrupted',
		});
	});

	it('is told where the bank stays down at the very end, and nothing is stored', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		const phone = await page.openApp();
		await phone.locator('#person-testa').click();
		await at.stage.admin.breakDown('token', 20, 500);
		await phone.locator('#approve').click();
		expect(await page.failed()).toMatch(/bank could not be reached/);
		expect((await at.onlyExecution()).output('Login')[0]?.json).toMatchObject({
			reason: 'bank-error',
		});
		expect(await at.stage.api.testCredential(at.credential)).toMatchObject({
			message: expect.stringContaining('Nobody has logged in yet'),
		});
	});
}
