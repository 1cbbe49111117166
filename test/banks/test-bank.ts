import { type BankProfile } from '../../lib/profile/profile';
import { bankUnderTest, methodsOf, type BankUnderTest } from '../support/bank-under-test';

/** What every profile must show at its persona. */
export function testBank(profile: BankProfile, persona = profile.id): void {
	let bank: BankUnderTest;
	beforeAll(async () => {
		bank = await bankUnderTest(profile, persona);
	});
	afterAll(() => bank?.close());
	beforeEach(() => bank.reset());

	describe.each(methodsOf(profile))('login %s', (method) => {
		it('ends connected', async () => {
			const record = await bank.login(method);
			expect(record.state).toMatchObject({ phase: 'connected' });
		});
		it('cancel', async () => {
			const record = await bank.login(method, { does: 'cancel' });
			expect(record.state).toMatchObject({ phase: 'failed', reason: 'cancelled' });
		});
	});
}
