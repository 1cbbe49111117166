import { bankLoginFields } from '../../../lib/n8n/bank-login-credential';
import { clientOf, requireClient } from '../../../lib/n8n/client-fields';
import { authenticateBankLogin } from '../../../lib/n8n/probe';
import { readSettings } from '../../../lib/config/settings';
import { writeStoredLogin } from '../../../lib/login/stored-login';
import type { BankProfile } from '../../../lib/profile/profile';
import { withBanksTable } from '../../../scripts/banks/table';
import { plainBank } from '../../support/client-under-test';

const hosts = { api: 'https://bank.example' };
const plain: BankProfile = { ...plainBank, environments: { sandbox: { hosts } } };
/** Known by its certificate and by the key of its subscription. */
const keyed: BankProfile = {
	...plain,
	id: 'keyed-bank',
	client: {
		id: false,
		secret: 'none',
		others: [
			{ id: 'apiKey', name: 'API Key', secret: true, description: 'Of the subscription' },
			{ id: 'brand', name: 'Brand' },
		],
	},
	wire: { dress: ({ client }) => ({ 'X-Api-Key': client.others?.['apiKey'] ?? '' }) },
};
const named: BankProfile = {
	...plain,
	id: 'named-bank',
	client: { id: 'Application ID', secret: 'required' },
};
const banks = [plain, keyed, named];

const shownFor = (bank: string) =>
	bankLoginFields(banks).filter(({ displayOptions: { show, hide } = {} }) =>
		show?.['bank'] ? show['bank'].includes(bank) : hide?.['bank']?.includes(bank) !== true,
	);

describe('what the credential asks about the client', () => {
	it.each([
		['plain-bank', ['Client ID', 'Client Secret']],
		['keyed-bank', ['API Key', 'Brand']],
		['named-bank', ['Application ID', 'Client Secret']],
	])('is what the bank knows it by: %s', (bank, labels) => {
		const shown = shownFor(bank).filter(({ required }) => required);
		expect(shown.map(({ displayName }) => displayName)).toEqual(labels);
	});

	it('hides what is secret while it is typed', () => {
		const [key, brand] = shownFor('keyed-bank');
		expect(key).toMatchObject({
			name: 'client_keyed_bank_apiKey',
			typeOptions: { password: true },
			description: 'Of the subscription',
		});
		expect(brand).toMatchObject({ name: 'client_keyed_bank_brand', default: '' });
		expect(brand).not.toHaveProperty('typeOptions');
		expect(brand).not.toHaveProperty('description');
	});
});

const filled = {
	environment: 'sandbox',
	client_keyed_bank_apiKey: ' made-up-key ',
	client_keyed_bank_brand: 'blue',
};
const leftover = { clientId: 'of another bank', clientSecret: 'of another bank' };

describe('who calls', () => {
	it('is what the credential says, without what is left of another bank', () => {
		expect(clientOf(keyed, { ...filled, ...leftover, client_other_bank_x: 'y' })).toEqual({
			id: '',
			others: { apiKey: 'made-up-key', brand: 'blue' },
		});
		expect(clientOf(plain, { ...filled, clientId: ' a ', clientSecret: 'b' })).toEqual({
			id: 'a',
			secret: 'b',
		});
	});

	it('tells the bank in what every call has in common', () => {
		const tokens = writeStoredLogin({
			...{ loginId: 'login-1', loggedInAt: 0, receivedAt: 0, accounts: [] },
			token: { access_token: 'access-1' },
		});
		const request = { url: 'https://bank.example/' };
		const credentials = { ...filled, tokens };
		const sent = authenticateBankLogin(credentials, request, keyed, readSettings({}), 'request-1');
		expect(sent.headers).toMatchObject({ 'X-Api-Key': 'made-up-key' });
	});

	it.each([
		[plain, {}, 'Client ID'],
		[plain, { clientId: 'a' }, 'Client Secret'],
		[named, { clientSecret: 'b' }, 'Application ID'],
		[keyed, leftover, 'API Key'],
		[keyed, { ...filled, client_keyed_bank_brand: ' ' }, 'Brand'],
	])('has to be said before anything is asked for: %#', (bank, credentials, field) => {
		expect(() => requireClient(bank, credentials)).toThrow(
			expect.objectContaining({
				code: 'settings-invalid',
				message: `${field} of the credential is empty`,
				details: { field, nextStep: `Open the credential and fill in ${field}` },
			}),
		);
	});

	it('is enough where all that the bank wants is filled in', () => {
		expect(() => requireClient(keyed, filled)).not.toThrow();
		expect(() => requireClient(plain, { clientId: 'a', clientSecret: 'b' })).not.toThrow();
	});
});

it("stands in README's table of banks", () => {
	const marks = '<!-- banks: written by npm run banks --><!-- /banks -->';
	const table = withBanksTable(marks, banks);
	expect(table).toContain('| client ID, client secret |');
	expect(table).toContain('| API key, brand |');
	expect(table).toContain('| application ID, client secret |');
});
