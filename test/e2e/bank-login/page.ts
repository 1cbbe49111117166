import { LoginPage } from '../support/login-page';
import { bothEvents, type LoginScene } from '../support/login-scene';
import { loginLink } from '../support/login-workflow';

export function loginPage(at: LoginScene): void {
	it('is for this person only: nothing frames it, keeps it or learns its address', async () => {
		await at.publish();
		const answer = await fetch(at.address());
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
		expect(headers['set-cookie']).toMatch(
			/psd2_login_[0-9a-f]{8}=[\w-]{32}\.[\w-]{43}; HttpOnly; SameSite=Lax/,
		);
		const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
		const again = await fetch(at.address());
		expect(again.headers.get('content-security-policy')).not.toContain(nonce);
	});

	it('starts nothing by being looked at, as scanners of mail do', async () => {
		await at.publish();
		await Promise.all(Array.from({ length: 20 }, () => fetch(at.address())));
		expect(await at.stage.admin.log()).toEqual([]);
	});

	it('refuses a login of another browser, a forged ticket and a browser without cookie', async () => {
		await at.publish();
		const page = await LoginPage.open(at.context, at.address());
		await page.qr();
		const saved = await page.page.evaluate(() => Object.values(sessionStorage)[0]);
		const known = JSON.parse(String(saved)) as { reference: string; ticket: string };
		const fromPage = (body: object, cookie?: string) =>
			at.post(body, { 'x-psd2-page': '1', ...(cookie && { cookie }) });
		const [pair = ''] = ((await fetch(at.address())).headers.get('set-cookie') ?? '').split(';');
		const stranger = pair;
		const invented = `${pair.split('=', 1)[0]}=${'A'.repeat(32)}.${'A'.repeat(43)}`;
		for (const [body, cookie] of [
			[{ action: 'follow', ...known }, stranger],
			[{ action: 'follow', reference: known.reference, ticket: 'AAAA' }, stranger],
			[{ action: 'follow', reference: 'nonsense', ticket: known.ticket }, stranger],
			[{ action: 'start' }, undefined],
			[{ action: 'start' }, invented],
			[{ action: 'follow', ...known }, undefined],
		] as const) {
			const answer = await fromPage(body, cookie);
			expect([403, 404]).toContain(answer.status);
			expect(((await answer.json()) as { error: string }).error).toMatch(/browser/);
		}
		expect(await at.stage.admin.count('authorisations.start')).toBe(1);
		expect(await at.executions()).toEqual([]);
	});

	it('opens only through a link where it is set so, until it expires or somebody logs in', async () => {
		await at.publish({ ...bothEvents, access: 'link' });
		expect((await fetch(at.address())).status).toBe(403);
		expect((await fetch(`${at.address()}?link=forged`)).status).toBe(403);
		const link = await loginLink(at.stage, at.credential, at.address());
		const page = await LoginPage.open(at.context, link);
		await page.approve();
		expect(await page.connected()).toHaveLength(6);
		await at.onlyExecution();
		const used = await fetch(link);
		expect(used.status).toBe(403);
		expect(await used.text()).toContain('used before');
	});

	it('lets an account holder log in by redirect with a consent made before it', async () => {
		await at.publish({ ...bothEvents, loginMethod: 'redirect' });
		const page = await LoginPage.open(at.context, at.address());
		await page.page.locator('#start').click();
		await page.page.locator('#person-testa').click();
		await page.page.locator('#approve').click();
		expect((await page.connected()).length).toBeGreaterThan(0);
		expect(new URL(page.page.url()).search).toBe('');
		expect((await at.onlyExecution()).status).toBe('success');
		const forged = await fetch(`${at.address()}?state=forged&code=forged`);
		expect(forged.status).toBe(403);
		expect(await at.executions()).toHaveLength(1);
	});
}
