import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BankProfile } from '../../../lib/profile/profile';
import { hostsInForce } from '../../../lib/config/hosts';
import { readSettings } from '../../../lib/config/settings';

const problem = (environ: Record<string, string>): unknown => {
	try {
		readSettings(environ);
	} catch (error) {
		return error;
	}
	return undefined;
};

describe('settings', () => {
	it('has a default for everything', () => {
		expect(readSettings({})).toEqual({
			environment: 'sandbox',
			hosts: {},
			store: { kind: 'file', path: join(homedir(), '.n8n', 'psd2') },
			audit: {},
			retryBudgetMs: 30_000,
			timeoutMs: 60_000,
			cacheMs: 300_000,
		});
	});

	it('reads what is set', () => {
		const settings = readSettings({
			PSD2_ENVIRONMENT: 'production',
			PSD2_STORE: 'redis',
			PSD2_REDIS_URL: 'rediss://redis.example:6380/2',
			PSD2_AUDIT_LOG: '/var/log/psd2.jsonl',
			PSD2_AUDIT_KEY: 'x'.repeat(32),
			PSD2_READS_PER_DAY: '10',
			PSD2_RETRY_BUDGET_SECONDS: '5',
			PSD2_TIMEOUT_SECONDS: '20',
			PSD2_CACHE_SECONDS: '0',
			PSD2_EXAMPLE_BANK_PRODUCTION_API_URL: 'https://api.bank.example/psd2/',
		});
		expect(settings).toEqual({
			environment: 'production',
			hosts: { PSD2_EXAMPLE_BANK_PRODUCTION_API_URL: 'https://api.bank.example/psd2' },
			store: { kind: 'redis', url: 'rediss://redis.example:6380/2' },
			audit: { log: '/var/log/psd2.jsonl', key: 'x'.repeat(32) },
			readsPerDay: 10,
			retryBudgetMs: 5_000,
			timeoutMs: 20_000,
			cacheMs: 0,
		});
	});

	it('takes an empty variable for an absent one', () => {
		expect(readSettings({ PSD2_ENVIRONMENT: '', PSD2_READS_PER_DAY: ' ' })).toEqual(
			readSettings({}),
		);
	});

	it("keeps the store in n8n's folder", () => {
		expect(readSettings({ N8N_USER_FOLDER: '/data' }).store).toEqual({
			kind: 'file',
			path: join('/data', '.n8n', 'psd2'),
		});
		expect(readSettings({ PSD2_STORE_PATH: '/state' }).store).toEqual({
			kind: 'file',
			path: '/state',
		});
	});

	it.each([
		['PSD2_ENVIRONMENT', 'live', 'must be sandbox or production'],
		['PSD2_STORE', 'sqlite', 'must be memory, file or redis'],
		['PSD2_REDIS_URL', 'http://redis', 'must be a redis:// or rediss:// URL'],
		['PSD2_AUDIT_KEY', 'short', 'must have at least 32 characters'],
		['PSD2_READS_PER_DAY', '0', 'must be from 1 to 10000'],
		['PSD2_READS_PER_DAY', 'four', 'must be a whole number'],
		['PSD2_RETRY_BUDGET_SECONDS', '-1', 'must be a whole number'],
		['PSD2_TIMEOUT_SECONDS', '1.5', 'must be a whole number'],
		['PSD2_CACHE_SECONDS', '86400', 'must be from 0 to 3600'],
		['PSD2_A_BANK_SANDBOX_API_URL', 'http://api.bank.example', 'must be an https URL'],
		['PSD2_A_BANK_SANDBOX_API_URL', 'http://127.0.0.1.bank.example', 'must be an https URL'],
		['PSD2_A_BANK_SANDBOX_API_URL', 'https://bank.example/api?v=1', 'must not have a ? part'],
		['PSD2_A_BANK_SANDBOX_TOKEN_URL', 'https://user:secret@bank.example', 'must not hold a user'],
		['PSD2_A_BANK_SANDBOX_AUTHORIZE_URL', 'bank.example', 'must be a URL'],
	])('names %s when it is %s', (name, value, why) => {
		expect(problem({ [name]: value })).toMatchObject({
			code: 'settings-invalid',
			message: expect.stringContaining(`${name} ${why}`),
			details: { field: name, nextStep: expect.stringContaining(name) },
		});
	});

	it('does not quote what was set: it may be a secret on the wrong line', () => {
		const error = problem({ PSD2_ENVIRONMENT: 'planted-secret-value' });
		expect(JSON.stringify([error, String(error)])).not.toContain('planted-secret-value');
	});

	it.each([
		[
			{ PSD2_AUDIT_LOG: '/var/log/psd2.jsonl' },
			'PSD2_AUDIT_KEY must be set where PSD2_AUDIT_LOG is',
		],
		[{ PSD2_STORE: 'redis' }, 'PSD2_REDIS_URL must be set where PSD2_STORE is redis'],
	])('says what belongs together: %j', (environ, message) => {
		expect(problem(environ)).toMatchObject({ code: 'settings-invalid', message });
	});
});

describe('hosts in force', () => {
	const bank: Pick<BankProfile, 'id' | 'name' | 'environments'> = {
		id: 'example-bank',
		name: 'Example Bank',
		environments: {
			sandbox: {
				hosts: {
					api: 'https://sandbox.bank.example',
					authorize: 'https://sandbox.bank.example/authorize',
					token: 'https://sandbox.bank.example/token',
				},
			},
		},
	};
	const production = (host: string) => `PSD2_EXAMPLE_BANK_PRODUCTION_${host}_URL`;

	it("are the profile's own", () => {
		expect(hostsInForce(bank, 'sandbox', readSettings({}))).toEqual(
			bank.environments.sandbox?.hosts,
		);
	});

	it('are those of the variables, one by one', () => {
		const settings = readSettings({
			PSD2_EXAMPLE_BANK_SANDBOX_API_URL: 'http://127.0.0.1:8787/x/',
		});
		expect(hostsInForce(bank, 'sandbox', settings)).toEqual({
			...bank.environments.sandbox?.hosts,
			api: 'http://127.0.0.1:8787/x',
		});
	});

	it('are none where the bank has no such environment', () => {
		expect(hostsInForce(bank, 'production', readSettings({}))).toBeUndefined();
	});

	it('can be given whole to a bank that has none', () => {
		const settings = readSettings({
			[production('API')]: 'https://a.example',
			[production('AUTHORIZE')]: 'https://b.example',
			[production('TOKEN')]: 'https://c.example',
		});
		expect(hostsInForce(bank, 'production', settings)).toEqual({
			api: 'https://a.example',
			authorize: 'https://b.example',
			token: 'https://c.example',
		});
	});

	it('name the variable that is missing', () => {
		const settings = readSettings({ [production('API')]: 'https://a.example' });
		expect(() => hostsInForce(bank, 'production', settings)).toThrow(production('AUTHORIZE'));
	});
});
