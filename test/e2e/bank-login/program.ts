import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../../../sandbox/data/people';
import type { LoginScene } from '../support/login-scene';

export function program(at: LoginScene): void {
	it('starts a login by POST, shows its QR code, and the workflow runs when it is approved', async () => {
		await at.publish();
		const answer = await at.post({});
		expect(answer.status).toBe(201);
		const login = (await answer.json()) as Record<string, string>;
		expect(login).toMatchObject({
			reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
			phase: 'waiting',
			qr: expect.stringMatching(/^data:image\/svg/),
			links: { computer: expect.stringContaining('autostarttoken') },
		});
		await pause(1_200);
		const later = await at.post({ reference: login['reference'] });
		expect(((await later.json()) as { qr: string }).qr).not.toBe(login['qr']);
		await at.stage.admin.phone('approve', { person: 'testa' });
		expect((await at.onlyExecution()).output('Accounts')).toHaveLength(6);
		const over = (await (await at.post({ reference: login['reference'] })).json()) as object;
		expect(over).toMatchObject({ event: 'connected', accountCount: 6 });
		expect(await at.executions()).toHaveLength(1);
	});

	it('may name the person: somebody else is refused', async () => {
		await at.publish();
		const testa = people.find(({ id }) => id === 'testa');
		const answer = await at.post({ personalNumber: testa?.personalNumber });
		expect(answer.status).toBe(201);
		await at.stage.admin.phone('approve', { person: 'prova' });
		expect((await at.onlyExecution()).output('Login')[0]?.json).toMatchObject({
			event: 'failed',
			reason: 'wrong-person',
		});
	});

	it('must know the secret, and a hundred POSTs are ten orders', async () => {
		await at.publish();
		for (const headers of [{}, { 'x-psd2-secret': 'wrong' }] as Record<string, string>[]) {
			const refused = await at.post({}, headers);
			expect(refused.status).toBe(401);
			expect(await refused.json()).toMatchObject({
				error: 'The header X-PSD2-Secret is missing or wrong',
			});
		}
		expect(await at.stage.admin.log()).toEqual([]);
		const answers = await Promise.all(Array.from({ length: 100 }, () => at.post({})));
		const statuses = answers.map(({ status }) => status);
		expect(statuses.filter((status) => status === 201)).toHaveLength(10);
		expect(statuses.filter((status) => status === 429)).toHaveLength(90);
		expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(
			/^\d+$/,
		);
		expect(await at.stage.admin.count('authorisations.start')).toBe(10);
		expect(await at.executions()).toEqual([]);
		for (let order = 0; order < 10; order += 1) await at.stage.admin.phone('cancel');
	});

	it('is told what is wrong with what it sends', async () => {
		await at.publish();
		for (const [body, sentence] of [
			[{ personalNumber: '123' }, /12 digits/],
			[{ ipAddress: 'nowhere' }, /IP address/],
			[{ reference: 'nonsense' }, /no login of this reference/],
		] as const) {
			const answer = await at.post(body);
			expect(answer.status).toBeGreaterThanOrEqual(400);
			expect(((await answer.json()) as { error: string }).error).toMatch(sentence);
		}
		expect(await at.executions()).toEqual([]);
	});
}
