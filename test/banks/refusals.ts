import type { BankClient } from '../../lib/client';
import { BankError, bankErrorCodes, type BankErrorCode } from '../../lib/errors';
import { settle } from '../../lib/outcome';
import { reasons, type Reason } from '../../sandbox/kit/refused';
import { personas } from '../../sandbox/personas';
import { holder, methodsOf } from '../support/bank-under-test';
import { collect } from './logins';
import type { Suite } from './test-bank';

/** What a reason comes to, whatever the bank calls it. Several: banks differ in what they can say. */
const meanings: Readonly<Record<Reason, readonly BankErrorCode[]>> = {
	'missing-header': ['request-rejected'],
	'bad-header': ['request-rejected'],
	'missing-parameter': ['request-rejected'],
	'bad-parameter': ['request-rejected'],
	'bad-body': ['request-rejected'],
	unsupported: ['request-rejected'],
	'not-acceptable': ['request-rejected'],
	'unsupported-media': ['request-rejected'],
	'unknown-path': ['not-found', 'request-rejected'],
	'wrong-method': ['request-rejected'],
	'missing-certificate': ['settings-invalid'],
	'bad-certificate': ['settings-invalid'],
	'missing-signature': ['settings-invalid', 'request-rejected'],
	'bad-signature': ['settings-invalid'],
	// A bank that says nothing but "unauthorized" may mean the token.
	'unknown-client': ['settings-invalid', 'login-required'],
	'unknown-redirect': ['settings-invalid', 'request-rejected'],
	'bad-scope': ['request-rejected', 'not-permitted', 'settings-invalid'],
	'unsupported-grant': ['request-rejected'],
	'bad-grant': ['request-rejected', 'login-required', 'login-failed'],
	'missing-token': ['login-required'],
	'unknown-token': ['login-required'],
	'expired-token': ['login-required'],
	'ended-token': ['login-required'],
	'unknown-consent': ['consent-required'],
	'consent-over': ['consent-required'],
	'consent-expired': ['consent-required'],
	'not-consented': ['consent-required', 'not-permitted'],
	'unknown-person': ['login-required', 'login-failed'],
	'wrong-person': ['login-required', 'login-failed'],
	'unknown-id': ['not-found'],
	blocked: ['not-permitted'],
	'wrong-state': ['request-rejected', 'consent-required'],
	'in-progress': ['request-rejected'],
	period: ['invalid-input', 'request-rejected'],
	'too-far-back': ['invalid-input', 'request-rejected', 'not-permitted'],
	'page-key': ['request-rejected'],
	'page-bent': ['request-rejected'],
	'page-expired': ['request-rejected'],
	quota: ['quota-exceeded', 'rate-limited'],
	'too-many': ['rate-limited', 'quota-exceeded'],
	'server-error': ['bank-unavailable'],
};

/** What may be refused when something is read; the rest belongs to logins, or is our own mistake. */
const ofReading: readonly Reason[] = reasons.filter(
	(reason) =>
		!/redirect|scope|grant|person|in-progress|wrong-state|page-/.test(reason) &&
		!['bad-body', 'unknown-path', 'wrong-method', 'unsupported-media'].includes(reason),
);

type Account = { readonly resourceId: string };

const operations = {
	accounts: (client: BankClient): Promise<unknown> => collect(client.accounts()),
	balances: (client: BankClient, account: Account): Promise<unknown> => client.balances(account),
	transactions: (client: BankClient, account: Account, dateFrom: string): Promise<unknown> =>
		collect(client.transactions(account, { bookingStatus: 'booked', dateFrom })),
};

export function testRefusals({ profile, particulars, at }: Suite): void {
	const method = methodsOf(profile)[0] ?? 'redirect';

	describe.each(Object.keys(operations) as (keyof typeof operations)[])('of %s', (operation) => {
		it('say in the closed set what each reason means', async () => {
			await at().login(method);
			const client = at().client({ attended: holder });
			const [account] = (await collect(client.accounts())).flat();
			if (account === undefined) throw new Error('there is no account');
			const dateFrom = new Date(at().clock.now() - 20 * 86_400_000).toISOString().slice(0, 10);
			const before = at().log().length;
			await operations[operation](client, account, dateFrom);
			const endpoint = at().log()[before]?.endpoint;
			// Read from what the login has kept: nothing to refuse.
			if (endpoint === undefined) return;
			const wrong: string[] = [];
			for (const reason of ofReading) {
				const { faults } = at().bank;
				faults.clear();
				faults.add({
					match: { endpoint },
					kind: 'refused',
					...{ times: 50, skip: 0, params: { reason } },
				});
				const outcome = await settle(operations[operation](client, account, dateFrom));
				const told = 'error' in outcome ? outcome.error : undefined;
				const code = told instanceof BankError ? told.code : String(told ?? 'answered');
				const own = particulars.says?.[reason];
				const right = own === undefined ? meanings[reason] : [own];
				if (!right.some((each) => each === code)) wrong.push(`${reason}: ${code}`);
				if (told instanceof BankError && (told.details.nextStep ?? '') === '') {
					wrong.push(`${reason}: no next step`);
				}
			}
			at().bank.faults.clear();
			expect(wrong).toEqual([]);
		});
	});

	describe.each(methodsOf(profile))('of a login %s', (how) => {
		it('end it, whichever call is refused and why', async () => {
			await at().login(how);
			// What the bank shows in the browser we don't see.
			const { calls = [] } = personas.find(({ id }) => id === profile.id) ?? {};
			const pages = calls.filter(({ browser }) => browser).map(({ name }) => name);
			const asked = at()
				.log()
				.map(({ endpoint }) => endpoint);
			const endpoints = [...new Set(asked)].filter(
				(endpoint) => !['login', 'approval', ...pages].includes(endpoint),
			);
			expect(endpoints.length).toBeGreaterThan(0);
			for (const endpoint of endpoints) {
				for (const reason of ['unknown-client', 'bad-parameter', 'server-error'] as const) {
					await at().reset();
					at().bank.faults.add({
						match: { endpoint },
						kind: 'refused',
						...{ times: 50, skip: 0, params: { reason } },
					});
					const outcome = await settle(at().login(how));
					at().bank.faults.clear();
					if ('error' in outcome) {
						expect(bankErrorCodes).toContain((outcome.error as BankError).code);
					} else if (outcome.value.state.phase === 'connected') {
						// What a login can do without: the consent's last day.
						expect([endpoint, 'optional']).toEqual([
							expect.stringMatching(/consent/) as string,
							'optional',
						]);
					} else {
						expect(outcome.value.state.phase).toBe('failed');
						expect(at().vault.text).toBeUndefined();
					}
				}
			}
		});
	});
}
