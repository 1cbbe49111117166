import { banks } from '../../lib/banks';
import type { TransportKeys } from '../../lib/keys/transport';
import { settle } from '../../lib/outcome';
import {
	bankAt,
	holder,
	methodsOf,
	openPlace,
	type BankUnderTest,
	type Place,
} from '../support/bank-under-test';
import { collect } from './logins';

/** Banks that know a client by its certificate, over HTTPS: none, a wrong and the right one, with every kind of call. */
let place: Place;
beforeAll(async () => {
	place = await openPlace({ tls: true });
});
afterAll(() => place?.sandbox.close());

const certified = banks.filter(({ environments }) =>
	Object.values(environments).some(({ keys }) => keys?.transport === 'required'),
);
const wrongOnes = ['none', 'foreign', 'expired', 'notYetValid'] as const;

const keysOf = (shown: (typeof wrongOnes)[number] | 'client'): TransportKeys => {
	const certificates = place.sandbox.secure?.certificates;
	if (certificates === undefined) throw new Error('opened without HTTPS');
	const ca = certificates.authority;
	return shown === 'none' ? { ca } : { ca, ...certificates[shown] };
};

const refused = { error: { code: 'settings-invalid' } };
const aboutCertificate = expect.stringMatching(/certificate/i) as string;

it('are some', () => {
	expect(certified.map(({ id }) => id)).not.toEqual([]);
});

describe.each(certified.map((profile) => [profile.id, profile] as const))('%s', (id, profile) => {
	let right: BankUnderTest;
	beforeEach(async () => {
		right = await bankAt(place, profile, id, { transport: keysOf('client') });
		await right.reset();
	});

	it.each(methodsOf(profile))(
		'takes the right one from the login to a renewal: %s',
		async (how) => {
			expect((await right.login(how)).state.phase).toBe('connected');
			right.bank.grants.expireAll();
			const accounts = (await collect(right.client({ attended: holder }).accounts())).flat();
			expect(accounts.length).toBeGreaterThan(1);
			expect(right.vault.writes).toBe(2);
		},
	);

	describe.each(wrongOnes)('shown: %s', (shown) => {
		const wrong = async () => await bankAt(place, profile, id, { transport: keysOf(shown) });

		it.each(methodsOf(profile))('gives no tokens: %s', async (how) => {
			const bank = await wrong();
			const outcome = await settle(bank.login(how));
			if ('error' in outcome) expect(outcome).toMatchObject(refused);
			else expect(outcome.value.state.phase).toBe('failed');
			expect(bank.vault.text).toBeUndefined();
			const told = JSON.stringify('error' in outcome ? outcome.error : outcome.value);
			expect(told).toEqual(aboutCertificate);
		});

		it('gives nothing to read, and says why', async () => {
			await right.login(methodsOf(profile)[0] ?? 'redirect');
			const bank = await wrong();
			bank.vault.text = right.vault.text;
			const client = bank.client({ attended: holder });
			const outcome = await settle(collect(client.accounts()));
			expect(outcome).toMatchObject(refused);
			expect(outcome).toMatchObject({ error: { details: { nextStep: aboutCertificate } } });
		});

		it('renews nothing and spends nothing', async () => {
			await right.login(methodsOf(profile)[0] ?? 'redirect');
			const bank = await wrong();
			bank.vault.text = right.vault.text;
			const outcome = await settle(bank.session.renew(await bank.session.current()));
			expect(outcome).toMatchObject(refused);
			expect(bank.vault.text).toBe(right.vault.text);
			await right.session.renew(await right.session.current());
			expect(right.vault.writes).toBe(2);
		});
	});
});
