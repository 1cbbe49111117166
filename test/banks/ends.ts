import { settle } from '../../lib/outcome';
import { methodsOf } from '../support/bank-under-test';
import { collect } from './logins';
import type { Suite } from './test-bank';

export function testEnds({ profile, at }: Suite): void {
	const canRevoke = profile.consent?.revoke !== undefined;

	describe.each(methodsOf(profile))('of a login %s', (method) => {
		it(
			canRevoke ? 'is told to the bank' : 'is here alone: the bank has no call for it',
			async () => {
				await at().login(method);
				const access = at().vault.stored();
				const before = at().log().length;
				expect(await at().revoke()).toBe(canRevoke);
				const calls = at().log().slice(before);
				const ended = calls.filter(({ status = 0 }) => status >= 200 && status < 300);
				expect(ended).toHaveLength(canRevoke ? 1 : 0);
				expect(at().vault.stored()).toMatchObject({ isEnded: true });
				expect(at().vault.stored()).not.toHaveProperty('token');
				expect(await settle(collect(at().client({}).accounts()))).toMatchObject({
					error: { code: 'login-required' },
				});
				if (!canRevoke || access === undefined) return;
				// Whoever has kept the tokens reads nothing with them either.
				await at().vault.write(access);
				expect(await settle(collect(at().client({}).accounts()))).toMatchObject({
					error: { code: expect.stringMatching(/^(login|consent)-required$/) as string },
				});
			},
		);

		it('is found out where the account holder has ended it at the bank', async () => {
			await at().login(method);
			const { consents } = at().bank;
			for (const consent of consents.all()) consents.move(consent, 'revokedByPsu');
			expect(await settle(collect(at().client({}).accounts()))).toMatchObject({
				error: { code: expect.stringMatching(/^(login|consent)-required$/) as string },
			});
		});

		it('lets the same person begin anew', async () => {
			await at().login(method);
			await at().revoke();
			expect((await at().login(method)).state.phase).toBe('connected');
			expect((await collect(at().client({}).accounts())).flat().length).toBeGreaterThan(1);
		});
	});
}
