import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Credential, Execution } from '../../scripts/n8n/api';
import { people } from '../../sandbox/data/people';
import { openBrowser } from '../../scripts/n8n/browser';
import { LoginPage } from './support/login-page';
import { loginCredential, loginLink, loginWorkflow, programSecret } from './support/login-workflow';
import { Stage } from './support/stage';

let stage: Stage;
let browser: Browser;
let context: BrowserContext;
let credential: Credential;
let workflowId: string;
let webhookId: string;

const both = { events: ['connected', 'failed'] };
const address = (mode = 'webhook') => `${stage.n8n.url}/${mode}/${webhookId}/login`;
const executions = async () => stage.api.executionsOf(workflowId);

/** A workflow of its own with the login page at its production address. */
async function publish(parameters: object = both): Promise<void> {
	const { webhookId: id, ...draft } = loginWorkflow(credential, parameters);
	const workflow = await stage.api.createWorkflow(draft);
	await stage.api.activate(workflow.id);
	[workflowId, webhookId] = [workflow.id, id];
	await until(async () => (await fetch(address())).status !== 404);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
	const giveUpAt = Date.now() + 30_000;
	while (!(await isSo())) {
		if (Date.now() > giveUpAt) throw new Error('It did not come to pass within 30 s.');
		await pause(100);
	}
}

/** Waits for the only execution there is to be, and a moment longer for a second one. */
async function onlyExecution(): Promise<Execution> {
	await until(async () => (await executions()).length > 0);
	await pause(1_500);
	const [id, ...more] = await executions();
	expect(more).toEqual([]);
	return stage.api.executionEnd(id ?? '');
}

const post = (body: object, headers: Record<string, string> = { 'x-psd2-secret': programSecret }) =>
	fetch(address(), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	});

beforeAll(async () => {
	stage = await Stage.open();
	browser = await openBrowser();
	credential = await loginCredential(stage);
});

afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

beforeEach(async () => {
	await stage.admin.reset();
	await stage.admin.set({ quotaPerDay: 1000 });
	context = await browser.newContext({ locale: 'en-GB', viewport: { width: 800, height: 800 } });
	context.setDefaultTimeout(30_000);
	// The last test's login is not to be renewed by this one's person.
	credential = await loginCredential(stage, `BankID ${Date.now()}`);
});

afterEach(async () => {
	await context.close();
	if (workflowId) await stage.api.deactivate(workflowId);
});

describe('A person with BankID', () => {
	it('says in the credential that nobody has logged in, without asking the bank', async () => {
		const before = (await stage.admin.log()).length;
		expect(await stage.api.testCredential(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Nobody has logged in yet'),
		});
		expect(await stage.admin.log()).toHaveLength(before);
	});

	it('logs in at the production address: live QR, one execution, the data', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
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
		const execution = await onlyExecution();
		expect(execution.status).toBe('success');
		expect(execution.output('Login')[0]?.json).toMatchObject({
			event: 'connected',
			accountCount: 6,
		});
		expect(execution.output('Accounts')).toHaveLength(6);
		expect(await stage.api.testCredential(credential)).toMatchObject({ status: 'OK' });
	});

	it('logs in at the test address', async () => {
		const { webhookId: id, ...draft } = loginWorkflow(credential, both);
		const workflow = await stage.api.createWorkflow(draft);
		[workflowId, webhookId] = [workflow.id, id];
		await stage.api.listen(workflow.id, 'Login');
		const page = await LoginPage.open(context, address('webhook-test'));
		await page.qr();
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		const execution = await onlyExecution();
		expect(execution.output('Accounts')).toHaveLength(6);
	});

	it('is not needed any more once the app is approved: the tab may be closed', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
		const phone = await page.openApp();
		await page.page.close();
		await phone.locator('#person-testa').click();
		await phone.locator('#approve').click();
		expect((await onlyExecution()).output('Accounts')).toHaveLength(6);
	});

	it('goes on after n8n was restarted in the middle', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
		const phone = await page.openApp();
		await stage.restart();
		await phone.locator('#person-testa').click();
		await phone.locator('#approve').click();
		expect(await page.connected()).toHaveLength(6);
		expect((await onlyExecution()).output('Accounts')).toHaveLength(6);
	});

	it('may reload the page, click twice and open a second tab: one order, one execution', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
		await page.qr();
		await page.page.reload();
		await page.qr();
		const second = await LoginPage.open(context, address());
		await second.qr();
		await second.page
			.locator('#start')
			.click({ force: true, timeout: 500 })
			.catch(() => {});
		expect(await stage.admin.count('authorisations.start')).toBe(1);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		expect(await second.connected()).toHaveLength(6);
		await onlyExecution();
	});

	it('is told what happened after cancelling, in his language, and can try again', async () => {
		await publish();
		const swedish = await browser.newContext({ locale: 'sv-SE' });
		const page = await LoginPage.open(swedish, address());
		await page.cancel();
		expect(await page.failed()).toBe('Åtgärden avbruten.');
		const execution = await onlyExecution();
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
		await publish();
		const page = await LoginPage.open(context, address());
		if (hintCode === 'startFailed') {
			// Each order that nobody opens is followed by a new one, up to six.
			for (let order = 1; order <= 6; order += 1) {
				await until(async () => (await stage.admin.count('authorisations.start')) === order);
				await stage.admin.phone('fail', { hintCode });
			}
		} else {
			await page.qr();
			await stage.admin.phone('open');
			await until(async () => (await page.message()).startsWith('Searching'));
			await stage.admin.phone('fail', { hintCode });
		}
		expect(await page.failed()).toMatch(sentence);
		expect((await onlyExecution()).output('Login')[0]?.json).toMatchObject({ reason });
	});

	it('must be one who has connected it: others change nothing', async () => {
		await publish();
		const first = await LoginPage.open(context, address());
		await first.approve('testa');
		await first.connected();
		await onlyExecution();
		const other = await browser.newContext({ locale: 'en-GB' });
		const page = await LoginPage.open(other, address());
		await page.approve('prova');
		expect(await page.failed()).toMatch(/none of your accounts belongs/);
		expect(await stage.api.testCredential(credential)).toMatchObject({ status: 'OK' });
		await other.close();
	});

	it('is told where the bank goes down in the middle, and where it comes back nothing is lost', async () => {
		await publish();
		await stage.admin.breakDown('authorisations.get', 3, 503);
		const page = await LoginPage.open(context, address());
		await page.qr();
		await pause(4_000);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		await onlyExecution();
	});

	it('is told where the bank goes down at the very end, and nothing is stored', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
		const phone = await page.openApp();
		await phone.locator('#person-testa').click();
		await stage.admin.breakDown('token', 1, 500);
		await phone.locator('#approve').click();
		expect(await page.failed()).toMatch(/bank could not be reached/);
		expect((await onlyExecution()).output('Login')[0]?.json).toMatchObject({
			reason: 'bank-error',
		});
		expect(await stage.api.testCredential(credential)).toMatchObject({
			message: expect.stringContaining('Nobody has logged in yet'),
		});
	});
});

describe('The page', () => {
	it('is for this person only: nothing frames it, keeps it or learns its address', async () => {
		await publish();
		const answer = await fetch(address());
		const headers = Object.fromEntries(answer.headers);
		expect(headers).toMatchObject({
			'cache-control': 'no-store, no-transform',
			'referrer-policy': 'no-referrer',
			'x-frame-options': 'DENY',
			'x-content-type-options': 'nosniff',
			'cross-origin-opener-policy': 'same-origin',
		});
		const policy = headers['content-security-policy'] ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain('unsafe');
		expect(headers['set-cookie']).toMatch(/psd2_login=[\w-]{32}; HttpOnly; SameSite=Lax/);
		const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
		const again = await fetch(address());
		expect(again.headers.get('content-security-policy')).not.toContain(nonce);
	});

	it('starts nothing by being looked at, as scanners of mail do', async () => {
		await publish();
		await Promise.all(Array.from({ length: 20 }, () => fetch(address())));
		expect(await stage.admin.log()).toEqual([]);
	});

	it('refuses a login of another browser, a forged ticket and a browser without cookie', async () => {
		await publish();
		const page = await LoginPage.open(context, address());
		await page.qr();
		const saved = await page.page.evaluate(() => Object.values(sessionStorage)[0]);
		const known = JSON.parse(String(saved)) as { reference: string; ticket: string };
		const fromPage = (body: object, cookie?: string) =>
			post(body, { 'x-psd2-page': '1', ...(cookie && { cookie }) });
		const stranger = `psd2_login=${'A'.repeat(32)}`;
		for (const [body, cookie] of [
			[{ action: 'follow', ...known }, stranger],
			[{ action: 'follow', reference: known.reference, ticket: 'AAAA' }, stranger],
			[{ action: 'follow', reference: 'nonsense', ticket: known.ticket }, stranger],
			[{ action: 'start' }, undefined],
			[{ action: 'follow', ...known }, undefined],
		] as const) {
			const answer = await fromPage(body, cookie);
			expect([403, 404]).toContain(answer.status);
			expect(((await answer.json()) as { error: string }).error).toMatch(/browser/);
		}
		expect(await stage.admin.count('authorisations.start')).toBe(1);
		expect(await executions()).toEqual([]);
	});

	it('opens only through a link where it is set so, until it expires or somebody logs in', async () => {
		await publish({ ...both, access: 'link' });
		expect((await fetch(address())).status).toBe(403);
		expect((await fetch(`${address()}?link=forged`)).status).toBe(403);
		const link = await loginLink(stage, credential, address());
		const page = await LoginPage.open(context, link);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		await onlyExecution();
		const used = await fetch(link);
		expect(used.status).toBe(403);
		expect(await used.text()).toContain('used before');
	});

	it('lets an account holder log in by redirect with a consent made before it', async () => {
		await publish({ ...both, loginMethod: 'redirect' });
		const page = await LoginPage.open(context, address());
		await page.page.locator('#start').click();
		await page.page.locator('#person-testa').click();
		await page.page.locator('#approve').click();
		expect((await page.connected()).length).toBeGreaterThan(0);
		expect(new URL(page.page.url()).search).toBe('');
		expect((await onlyExecution()).status).toBe('success');
		const forged = await fetch(`${address()}?state=forged&code=forged`);
		expect(forged.status).toBe(403);
		expect(await executions()).toHaveLength(1);
	});
});

describe('A program', () => {
	it('starts a login by POST, shows its QR code, and the workflow runs when it is approved', async () => {
		await publish();
		const answer = await post({});
		expect(answer.status).toBe(201);
		const login = (await answer.json()) as Record<string, string>;
		expect(login).toMatchObject({
			reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
			phase: 'waiting',
			qr: expect.stringMatching(/^data:image\/svg/),
			links: { computer: expect.stringContaining('autostarttoken') },
		});
		await pause(1_200);
		const later = await post({ reference: login['reference'] });
		expect(((await later.json()) as { qr: string }).qr).not.toBe(login['qr']);
		await stage.admin.phone('approve', { person: 'testa' });
		expect((await onlyExecution()).output('Accounts')).toHaveLength(6);
		const over = (await (await post({ reference: login['reference'] })).json()) as object;
		expect(over).toMatchObject({ event: 'connected', accountCount: 6 });
		expect(await executions()).toHaveLength(1);
	});

	it('may name the person: somebody else is refused', async () => {
		await publish();
		const testa = people.find(({ id }) => id === 'testa');
		const answer = await post({ personalNumber: testa?.personalNumber });
		expect(answer.status).toBe(201);
		await stage.admin.phone('approve', { person: 'prova' });
		expect((await onlyExecution()).output('Login')[0]?.json).toMatchObject({
			event: 'failed',
			reason: 'wrong-person',
		});
	});

	it('must know the secret, and a hundred POSTs are ten orders', async () => {
		await publish();
		for (const headers of [{}, { 'x-psd2-secret': 'wrong' }] as Record<string, string>[]) {
			const refused = await post({}, headers);
			expect(refused.status).toBe(401);
			expect(await refused.json()).toMatchObject({
				error: 'The header X-PSD2-Secret is missing or wrong',
			});
		}
		expect(await stage.admin.log()).toEqual([]);
		const answers = await Promise.all(Array.from({ length: 100 }, () => post({})));
		const statuses = answers.map(({ status }) => status);
		expect(statuses.filter((status) => status === 201)).toHaveLength(10);
		expect(statuses.filter((status) => status === 429)).toHaveLength(90);
		expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(
			/^\d+$/,
		);
		expect(await stage.admin.count('authorisations.start')).toBe(10);
		expect(await executions()).toEqual([]);
		for (let order = 0; order < 10; order += 1) await stage.admin.phone('cancel');
	});

	it('is told what is wrong with what it sends', async () => {
		await publish();
		for (const [body, sentence] of [
			[{ personalNumber: '123' }, /12 digits/],
			[{ ipAddress: 'nowhere' }, /IP address/],
			[{ reference: 'nonsense' }, /no login of this reference/],
		] as const) {
			const answer = await post(body);
			expect(answer.status).toBeGreaterThanOrEqual(400);
			expect(((await answer.json()) as { error: string }).error).toMatch(sentence);
		}
		expect(await executions()).toEqual([]);
	});
});
