import { readSettings } from '../../../lib/config/settings';
import { authenticateBankLogin } from '../../../lib/n8n/probe';
import { environmentOf, loginEnvironmentOf } from '../../../lib/n8n/credential-hosts';
import { writeStoredLogin } from '../../../lib/login/stored-login';
import type { BankProfile } from '../../../lib/profile/profile';
import { plainBank } from '../../support/client-under-test';

const settings = readSettings({});
const options = [
	{ value: 'se', name: 'Sweden' },
	{ value: 'ee', name: 'Estonia' },
];
const bank: BankProfile = {
	...plainBank,
	environments: {
		sandbox: {
			hosts: {
				api: 'https://{market}.bank.example/psd2',
				token: 'https://bank.example/{market}/token',
			},
			constants: { bic: 'SANDSESS' },
		},
	},
	choices: [{ id: 'market', name: 'Market', where: 'credential', options }],
	keep: ['user'],
	accounts: {
		...plainBank.accounts,
		ask: ({ choices, constants, kept }) => ({
			method: 'POST',
			path: '/v1/accounts',
			body: { ...choices, ...constants, ...kept },
		}),
	},
	probe: { path: '/{market}/user/{user}/accounts' },
};
const credentials = { environment: 'sandbox', choice_plain_bank_market: 'ee', clientId: 'client' };

it('has a host for each of what can be chosen', () => {
	const hosts = { api: 'https://ee.bank.example/psd2', token: 'https://bank.example/ee/token' };
	expect(environmentOf(bank, credentials, settings).hosts).toEqual(hosts);
	expect(loginEnvironmentOf(bank, credentials, settings).hosts).toEqual(hosts);
});

it.each([['other.example/'], [''], ['SE']])(
	'has no host for what it does not offer: %j',
	(market) => {
		const chosen = { ...credentials, choice_plain_bank_market: market };
		expect(() => environmentOf(bank, chosen, settings)).toThrow(
			expect.objectContaining({
				code: 'settings-invalid',
				details: expect.objectContaining({ field: 'Market' }) as object,
			}),
		);
	},
);

it('is tried as it is read: by its own method, with what was chosen and kept', () => {
	const tokens = writeStoredLogin({
		...{ loginId: 'login-1', loggedInAt: 0, receivedAt: 0, accounts: [] },
		token: { access_token: 'access-1' },
		kept: { user: '42/1' },
	});
	const sent = authenticateBankLogin(
		{ ...credentials, tokens },
		{ url: 'https://ee.bank.example/' },
		bank,
		settings,
		'request-1',
	);
	expect(sent).toMatchObject({
		method: 'POST',
		url: 'https://ee.bank.example/psd2/ee/user/42%2F1/accounts',
		body: '{"market":"ee","bic":"SANDSESS","user":"42/1"}',
		headers: { 'Content-Type': 'application/json', Authorization: 'Bearer access-1' },
	});
});
