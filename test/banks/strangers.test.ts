import { banks } from '../../lib/banks';
import { BankError, bankErrorCodes } from '../../lib/errors';
import { loginFailures } from '../../lib/profile/login';
import type { BankProfile } from '../../lib/profile/profile';
import { settle } from '../../lib/outcome';
import { personas } from '../../sandbox/personas';
import {
	bankAt,
	holder,
	methodsOf,
	openPlace,
	type BankUnderTest,
	type Place,
} from '../support/bank-under-test';
import { collect } from './logins';

/** A profile at another bank than its own: an address mistyped, or a bank that has changed its interface whole. */
let place: Place;
beforeAll(async () => {
	place = await openPlace();
});
afterAll(() => place?.sandbox.close());

const known = banks.filter(({ typed }) => typed === undefined);
const pairs = known.flatMap((profile) =>
	personas
		.filter(({ id }) => id !== profile.id)
		.map(({ id }) => [profile.id, id, profile] as const),
);

const inTheSet = (error: unknown) => {
	expect(error).toBeInstanceOf(BankError);
	expect(bankErrorCodes).toContain((error as BankError).code);
	expect((error as BankError).message).not.toMatch(/undefined|\[object|NaN/);
};

/** As if chosen, whichever bank asks. */
const choices = ({ choices: all = [] }: BankProfile) =>
	Object.fromEntries(
		all.map(({ id, options }) => [
			id,
			'ask' in options ? 'SE/personal/Sandbox%20Savings%20Bank' : (options[0]?.value ?? ''),
		]),
	);

const open = async (profile: BankProfile, persona: string): Promise<BankUnderTest> => {
	const bank = await bankAt(place, profile, persona, { choices: choices(profile) });
	await bank.reset();
	return bank;
};

describe.each(pairs)('%s at %s', (_id, persona, profile) => {
	it.each(methodsOf(profile))('logs nobody in: %s', async (method) => {
		const bank = await open(profile, persona);
		const outcome = await settle(bank.login(method));
		if ('error' in outcome && !(outcome.error instanceof BankError)) {
			// The browser is shown an error, or nothing: nobody comes back.
			expect(String(outcome.error)).toMatch(/The bank (showed no form|did not send)/);
		} else if ('error' in outcome) inTheSet(outcome.error);
		else {
			expect(outcome.value.state.phase).toBe('failed');
			expect(loginFailures).toContain(outcome.value.state.reason);
		}
		expect(bank.vault.text).toBeUndefined();
		expect(bank.bank.consents.all().filter(({ status }) => status === 'valid')).toEqual([]);
	});

	it('reads nothing, also with a token that this bank has given', async () => {
		const bank = await open(profile, persona);
		const given = await tokenOf(persona);
		for (const accessToken of ['made-up', given]) {
			await bank.vault.write({
				loginId: 'made up',
				loggedInAt: bank.clock.now(),
				receivedAt: bank.clock.now(),
				token: { access_token: accessToken, token_type: 'Bearer' },
				consentId: 'made-up',
				kept: {},
				accounts: [],
			});
			const client = bank.client({ attended: holder });
			const account = { resourceId: 'made-up' };
			const dateFrom = '2026-01-01';
			const reads = [
				collect(client.accounts()),
				client.balances(account),
				collect(client.transactions(account, { bookingStatus: 'booked', dateFrom })),
			];
			for (const outcome of await Promise.all(reads.map((read) => settle<unknown>(read)))) {
				expect(outcome).toHaveProperty('error');
				if ('error' in outcome) inTheSet(outcome.error);
			}
		}
	});
});

/** Of a whole login with the bank's own profile. */
async function tokenOf(persona: string): Promise<string> {
	const profile = known.find(({ id }) => id === persona);
	if (profile === undefined) throw new Error(`no profile ${persona}`);
	const own = await bankAt(place, profile, persona, {
		choices: choices(profile),
		...(profile.client?.secret === 'none' && { clientId: application }),
	});
	const [method = 'redirect'] = methodsOf(profile);
	await own.login(method);
	return String(own.vault.stored()?.token?.['access_token'] ?? 'none');
}

const application = 'eb5a4dba-0000-4000-8000-000000000001';
