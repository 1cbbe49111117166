import { badUrls, goodUrls } from '../../support/typed-urls';
import { Workflow, type INodeProperties } from 'n8n-workflow';
import type { BankProfile } from '../../../lib/profile/profile';
import { otherBank } from '../../../lib/banks/other-bank';
import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { readSettings } from '../../../lib/config/settings';
import {
	bankFields,
	chosenBank,
	chosenProbe,
	redirectFields,
} from '../../../lib/n8n/credential-fields';
import { workflowVersion } from '../../../lib/n8n/version';

const banks: readonly BankProfile[] = [sandboxBank, otherBank];

/** The expression as n8n evaluates it in a credential: with `$self`. */
async function evaluate(
	expression: unknown,
	self: Record<string, string | boolean>,
	name = '$self',
	more: object = {},
) {
	const nodeTypes = {
		getByName: () => ({}) as never,
		getByNameAndVersion: () => ({ description: { properties: [] } }) as never,
		getKnownTypes: () => ({}),
	};
	const node = { id: '1', name: 'N', type: 'n', typeVersion: 1, position: [0, 0], parameters: {} };
	const workflow = new Workflow({
		nodes: [node as never],
		connections: {},
		active: false,
		nodeTypes,
	});
	await workflow.expression.acquireIsolate();
	const value = workflow.expression.getSimpleParameterValue(
		node as never,
		String(expression),
		'internal',
		{ [name]: { ...self, ...more } } as never,
	);
	await workflow.expression.releaseIsolate();
	return value;
}

describe('the bank picker', () => {
	it('says of each bank who may use it', () => {
		const [picker] = bankFields(banks, { settings: readSettings({}) });
		expect(picker?.options).toEqual([
			expect.objectContaining({
				value: 'sandbox-bank',
				description: expect.stringMatching(/trying/),
			}),
			expect.objectContaining({ value: 'other-bank' }),
		]);
	});

	it('shows the host in force, an environment variable before the profile', () => {
		const settings = readSettings({
			PSD2_SANDBOX_BANK_SANDBOX_API_URL: 'https://bank.example/api',
		});
		const notices = bankFields(banks, { settings }).filter(({ type }) => type === 'notice');
		expect(notices.map(({ displayName }) => displayName)).toContain(
			'Sandbox Bank is reached at https://bank.example/api',
		);
	});

	it('shows what is wrong with the environment instead of failing to load', () => {
		const problem = 'PSD2_STORE must be memory, file or redis';
		const [notice] = bankFields(banks, { settings: readSettings({}), problem });
		expect(notice).toMatchObject({ type: 'notice' });
		expect(notice?.displayName).toContain('PSD2_STORE');
	});
});

describe('the OAuth2 fields', () => {
	const fields = new Map<string, INodeProperties>(
		redirectFields(banks, readSettings({})).map((field) => [field.name, field]),
	);
	const valueOf = (name: string, self: Record<string, string | boolean>) =>
		evaluate(fields.get(name)?.default, self);

	it('come from the profile of a known bank', async () => {
		const self = { bank: 'sandbox-bank', environment: 'default' };
		expect(await valueOf('authUrl', self)).toBe(sandboxBank.environments.sandbox.hosts.authorize);
		expect(await valueOf('accessTokenUrl', self)).toBe(
			sandboxBank.environments.sandbox.hosts.token,
		);
		expect(await valueOf('scope', self)).toBe('AIS');
		expect(await valueOf('authentication', self)).toBe('header');
	});

	it('come from what was typed for another bank', async () => {
		const self = {
			bank: 'other-bank',
			environment: 'production',
			otherAuthorizeUrl: 'https://bank.example/authorize',
			otherTokenUrl: 'https://bank.example/token',
			otherScope: 'accounts',
			otherAuthentication: 'body',
			otherAuthorizeQuery: 'bic=EXAMPLE',
		};
		expect(await valueOf('authUrl', self)).toBe('https://bank.example/authorize');
		expect(await valueOf('accessTokenUrl', self)).toBe('https://bank.example/token');
		expect(await valueOf('scope', self)).toBe('accounts');
		expect(await valueOf('authentication', self)).toBe('body');
		expect(await valueOf('authQueryParameters', self)).toBe('bic=EXAMPLE');
	});

	it.each([
		['http://bank.example/token', ''],
		['http://127.0.0.1:8787/token', 'http://127.0.0.1:8787/token'],
		['http://127.0.0.1.bank.example/token', ''],
	])('send nothing in clear over a network: %s', async (otherTokenUrl, expected) => {
		expect(await valueOf('accessTokenUrl', { bank: 'other-bank', otherTokenUrl })).toBe(expected);
	});

	it.each(goodUrls)('take what the nodes take: %s', async (url) => {
		expect(await valueOf('accessTokenUrl', { bank: 'other-bank', otherTokenUrl: url })).toBe(url);
		expect(await valueOf('authUrl', { bank: 'other-bank', otherAuthorizeUrl: ` ${url} ` })).toBe(
			url,
		);
	});

	it.each(badUrls)('refuse what the nodes refuse: %j', async (url) => {
		expect(await valueOf('accessTokenUrl', { bank: 'other-bank', otherTokenUrl: url })).toBe('');
		expect(await valueOf('authUrl', { bank: 'other-bank', otherAuthorizeUrl: url })).toBe('');
	});

	it('are those that every n8n sends PKCE for: a literal, shown for every bank', () => {
		expect(fields.get('grantType')).toMatchObject({ type: 'options', default: 'pkce' });
		expect(fields.get('grantType')?.displayOptions).toBeUndefined();
		expect(fields.has('usePkce')).toBe(false);
	});

	it.each([
		[{ bank: 'sandbox-bank', environment: 'default' }, '127.0.0.1'],
		[{ bank: 'sandbox-bank', environment: 'production' }, undefined],
		[{ bank: 'other-bank', otherApiUrl: 'https://api.bank.example/psd2' }, 'api.bank.example'],
		[{ bank: 'other-bank', otherApiUrl: 'https://bank.example:8443?a=b' }, 'bank.example'],
		[{ bank: 'other-bank', otherApiUrl: 'http://[::1]:8787/x' }, '[::1]'],
		[{ bank: 'other-bank', otherApiUrl: 'https://bank.example:x@evil.example/' }, ''],
		[{ bank: 'other-bank', otherApiUrl: 'https://bank.example@evil.example/' }, ''],
		[{ bank: 'other-bank', otherApiUrl: 'https://*.example/' }, ''],
		[{ bank: 'other-bank', otherApiUrl: 'https://a.example,evil.example/' }, ''],
		[{ bank: 'other-bank', otherApiUrl: 'https://a.example\\evil.example/' }, ''],
		[{ bank: 'other-bank', otherApiUrl: '' }, ''],
	])("name the bank's own host, where n8n takes no other protection: %j", async (self, host) => {
		const of220 = redirectFields(banks, readSettings({}), { major: 2, minor: 20 });
		const allowed = of220.find(({ name }) => name === 'allowedDomains');
		expect(await evaluate(allowed?.default, self)).toBe(host);
	});

	it.each([
		[undefined, 'none'],
		[{ major: 1, minor: 120 }, 'none'],
		[{ major: 2, minor: 13 }, 'none'],
		[{ major: 2, minor: 14 }, 'domains'],
		[{ major: 2, minor: 35 }, 'domains'],
		[{ major: 2, minor: 36 }, 'none'],
		[{ major: 3, minor: 20 }, 'none'],
	])("keep the token from HTTP Request nodes in n8n %j by '%s'", (version, allowed) => {
		const own = redirectFields(banks, readSettings({}), version ?? { major: 0, minor: 0 });
		const preset = own.filter(({ name }) => name.startsWith('allowed'));
		expect(preset[0]).toMatchObject({ type: 'hidden', default: allowed });
		expect(preset).toHaveLength(allowed === 'none' ? 1 : 2);
	});

	it('are those of the n8n that is there', () => {
		expect(workflowVersion()).toEqual({ major: 2, minor: 41 });
	});

	it('have no address for an environment that the bank lacks', async () => {
		const api = chosenBank(banks, readSettings({}), 'api', '$self');
		expect(
			await evaluate(api, { bank: 'sandbox-bank', environment: 'production' }),
		).toBeUndefined();
	});
});

describe("what n8n's test of a connected credential asks for", () => {
	const plain: BankProfile = { ...sandboxBank, id: 'plain-bank', probe: { path: '/me' } };
	const { probe: _probe, ...rest } = sandboxBank;
	const silent: BankProfile = { ...rest, id: 'silent-bank' };
	const probe = chosenProbe([sandboxBank, otherBank, plain, silent]);

	it.each([
		['sandbox-bank', 'consent/1', '/v1/consents/consent%2F1/status'],
		['sandbox-bank', undefined, '/v1/accounts'],
		['other-bank', 'consent-1', '/v1/consents/consent-1/status'],
		['plain-bank', 'consent-1', '/me'],
		['silent-bank', undefined, '/v1/accounts'],
	])('is of %s with the consent %s: %s', async (bank, consentId, path) => {
		const oauthTokenData = consentId === undefined ? {} : { consentId };
		expect(await evaluate(probe, { bank }, '$credentials', { oauthTokenData })).toBe(path);
	});
});
