import { seb } from '../../lib/banks/seb';
import type { TransportKeys } from '../../lib/keys/transport';
import { bankAt, holder, openPlace, type Place } from '../support/bank-under-test';

let place: Place;
beforeAll(async () => {
	place = await openPlace({ tls: true });
});
afterAll(() => place?.sandbox.close());

const connected = async (shown?: 'client' | 'foreign') => {
	const certificates = place.sandbox.secure?.certificates;
	if (certificates === undefined) throw new Error('no HTTPS');
	const { certificate, key } = shown === undefined ? {} : certificates[shown];
	const transport: TransportKeys = {
		ca: certificates.authority,
		...(certificate !== undefined && { certificate }),
		...(key !== undefined && { key }),
	};
	return await bankAt(place, seb, 'seb', { transport });
};

it.each(['decoupled', 'redirect'] as const)(
	'shows its certificate on every call of a login (%s), its renewal and reading',
	async (method) => {
		const bank = await connected('client');
		await bank.reset();
		expect((await bank.login(method)).state.phase).toBe('connected');
		await bank.session.renew(await bank.session.current());
		const { value: accounts = [] } = await bank.client({ attended: holder }).accounts().next();
		expect(accounts).toHaveLength(6);
	},
);

it.each([
	['none', undefined],
	['one of a foreign authority', 'foreign'],
] as const)(
	'without the right one nothing goes, and whoever owns it is told: %s',
	async (_what, shown) => {
		const bank = await connected(shown);
		await bank.reset();
		const told = { code: 'settings-invalid', details: { status: 401 } };
		await expect(bank.begin('decoupled')).rejects.toMatchObject({
			code: 'settings-invalid',
			details: { nextStep: expect.stringContaining('certificate') },
		});
		const reading = bank.client({ attended: holder, session: fixed }).accounts().next();
		await expect(reading).rejects.toMatchObject({
			...told,
			details: { nextStep: expect.stringContaining('certificate') },
		});
	},
);

const access = { accessToken: 'made-up' };
const fixed = { current: async () => access, renew: async () => access };
