import { BankError } from '../../../lib/errors';
import { contextOf } from '../../../lib/login/context';
import type { Session } from '../../../lib/login/session';
import type { As, Call } from '../../../lib/profile/call';
import { settle } from '../../../lib/outcome';
import { loginUnderTest } from '../../support/login-under-test';

const access = { accessToken: 'of-the-person' };

async function refusedAs(as: As) {
	const { calls, clock, authorizations } = loginUnderTest({
		says: (path) => (path === '/look' ? [401, {}] : undefined),
	});
	const renewals: string[] = [];
	const session: Session = {
		current: async () => access,
		renew: async () => {
			renewals.push('renewed');
			return { accessToken: 'renewed' };
		},
	};
	const look: Call<void> = {
		operation: 'consent.status',
		at: 'api',
		as,
		ask: () => ({ method: 'GET', path: '/look' }),
		read: () => undefined,
	};
	const context = { ...contextOf(calls, access, clock), facts: { clientToken: 'of-the-client' } };
	const asked = await settle(calls.ask(look, context, { asked: 'the consent', session }));
	expect('error' in asked && asked.error instanceof BankError && asked.error.code).toBe(
		'login-required',
	);
	return { renewals, authorizations };
}

it('a refused call of the person is made again with renewed tokens', async () => {
	const { renewals, authorizations } = await refusedAs('person');
	expect(renewals).toHaveLength(1);
	expect(authorizations).toEqual(['Bearer of-the-person', 'Bearer renewed']);
});

it.each([
	['client', 'Bearer of-the-client'],
	['nobody', undefined],
] as const)(
	'a refused call of the %s never goes with the tokens of the person',
	async (as, sent) => {
		const { renewals, authorizations } = await refusedAs(as);
		expect(renewals).toEqual([]);
		expect(authorizations).toEqual([sent]);
	},
);
