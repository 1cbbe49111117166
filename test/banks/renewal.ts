import { settle } from '../../lib/outcome';
import { methodsOf } from '../support/bank-under-test';
import { collect } from './logins';
import type { Suite } from './test-bank';

const isRenewal = ({ grant = '', status = 0 }: { grant?: string; status?: number }) =>
	grant === 'refresh_token' && status >= 200 && status < 300;

export function testRenewal({ profile, at }: Suite): void {
	const renewals = () => at().log().filter(isRenewal).length;
	const read = async () => (await collect(at().client({}).accounts())).flat().length;
	const attended = { psuIpAddress: '203.0.113.7' };
	const readThere = async () => (await collect(at().client({ attended }).accounts())).flat().length;

	describe.each(methodsOf(profile))('after a login %s', (method) => {
		if (profile.renewal === undefined) {
			it('asks for a new login when this one has run out', async () => {
				await at().login(method);
				for (const consent of at().bank.consents.all()) at().bank.consents.move(consent, 'expired');
				const outcome = await settle(read());
				expect(outcome).toMatchObject({
					error: { code: expect.stringMatching(/^(login|consent)-required$/) as string },
				});
			});
			return;
		}

		it('renews when the token has run out, without asking twice', async () => {
			await at().login(method);
			const before = at().vault.stored()?.token?.['access_token'];
			at().clock.pass(2 * 86_400_000);
			expect(await read()).toBeGreaterThan(1);
			expect(renewals()).toBe(1);
			expect(at().vault.stored()?.token?.['access_token']).not.toBe(before);
			expect(await read()).toBeGreaterThan(1);
			expect(renewals()).toBe(1);
		});

		it('renews when the bank refuses the token', async () => {
			await at().login(method);
			at().bank.grants.expireAll();
			expect(await read()).toBeGreaterThan(1);
			expect(renewals()).toBe(1);
		});

		it('renews again with what the renewal before brought', async () => {
			await at().login(method);
			for (const expected of [1, 2, 3]) {
				at().bank.grants.expireAll();
				expect(await readThere()).toBeGreaterThan(1);
				expect(renewals()).toBe(expected);
			}
		});

		it('renews once, however many find the token refused', async () => {
			await at().login(method);
			at().bank.grants.expireAll();
			const other = at().opened({});
			const reads = await Promise.all(
				[at(), other, at(), other].map(async ({ client }) =>
					collect(client({ attended }).accounts()),
				),
			);
			expect(reads.map((pages) => pages.flat().length).every((count) => count > 1)).toBe(true);
			expect(renewals()).toBe(1);
			expect(at().vault.writes).toBe(2);
		});

		it('asks for a new login when the bank renews no more', async () => {
			await at().login(method);
			at().bank.grants.expireAll();
			for (const consent of at().bank.consents.all())
				at().bank.consents.move(consent, 'revokedByPsu');
			const outcome = await settle(read());
			expect(outcome).toMatchObject({
				error: { code: expect.stringMatching(/^(login|consent)-required$/) as string },
			});
		});
	});
}
