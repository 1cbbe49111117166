import type { AxiosAdapter } from 'axios';
import { createHttp } from '../../../lib/http/http';
import { BankCalls } from '../../../lib/login/bank-calls';
import { LoginChoices } from '../../../lib/login/choices';
import type { Call } from '../../../lib/profile/call';
import type { Choice, Option } from '../../../lib/profile/choice';
import type { BankProfile } from '../../../lib/profile/profile';
import { clientToken } from '../../../lib/standards/oauth2';
import { createMemoryStore } from '../../../lib/store/memory';
import { createSealer } from '../../../lib/store/seal';
import { plainBank } from '../../support/client-under-test';
import { TestClock } from '../../support/test-clock';

const hour = 60 * 60 * 1000;
const hosts = { api: 'https://bank.example', token: 'https://bank.example/token' };

const list: Call<readonly Option[]> = {
	operation: 'banks',
	at: 'api',
	as: 'client',
	ask: () => ({ method: 'GET', path: '/banks' }),
	read: ({ body }) => body as readonly Option[],
};

const banks: readonly Option[] = [
	{ value: 'SE/Sparbanken', name: 'Sparbanken (SE)' },
	{ value: 'FR/Crédit', name: 'Crédit du Nord (FR)', description: 'beta' },
	{ value: 'SE/Bank A', name: 'Twin' },
	{ value: 'SE/Bank B', name: 'Twin' },
];

const behind = { id: 'bank', name: 'Bank', where: 'login', options: list } as const;
const market: Choice = {
	id: 'market',
	name: 'Market',
	where: 'login',
	options: [
		{ value: 'fi', name: 'Finland' },
		{ value: 'se', name: 'Sweden' },
	],
};
const steps = [{ call: clientToken('AIS'), isClientToken: true }] as const;

function under(
	choices: readonly Choice[],
	answer: () => readonly [number, unknown] = () => [200, banks],
) {
	const bank: BankProfile = { ...plainBank, choices, logins: [{ how: 'redirect', steps }] };
	const clock = new TestClock();
	const store = createMemoryStore(clock);
	const asked: string[] = [];
	const adapter: AxiosAdapter = async (config) => {
		const { pathname } = new URL(config.url ?? '');
		asked.push(`${pathname} ${String(config.headers.get('authorization') ?? '')}`);
		const [status, body] =
			pathname === '/token' ? [200, { access_token: 'of-the-client' }] : answer();
		const headers = { 'content-type': 'application/json' };
		return { data: JSON.stringify(body), status, statusText: '', headers, config };
	};
	const calls = new BankCalls({
		...{ bank, hosts, clock, store },
		http: createHttp({ adapter }),
		client: { id: 'client', secret: 'a secret' },
		audit: () => undefined,
		connection: { id: 'connection' },
		retryBudgetMs: 0,
	});
	const sealer = createSealer('a key', 'login choices');
	const open = () =>
		new LoginChoices({ ...{ bank, calls, store, clock, sealer }, connectionId: 'connection' });
	return { open, choices: open(), asked, clock, store };
}

it('are those of the login only, and of most banks none', async () => {
	const { choices, asked } = under([{ ...market, where: 'credential' }]);
	expect(choices.all).toEqual([]);
	expect(await choices.offered()).toEqual([]);
	expect(await choices.chosen({})).toEqual({});
	await expect(choices.chosen({ market: 'se' })).rejects.toThrow('leaves nothing of that name');
	expect(asked).toEqual([]);
});

it('are asked for as the client, once an hour', async () => {
	const { choices, open, asked, clock } = under([behind]);
	const [offered] = await choices.offered();
	expect(offered?.options).toEqual(banks);
	const basic = expect.stringMatching(/^\/token Basic /);
	expect(asked).toEqual([basic, '/banks Bearer of-the-client']);
	expect(await open().offered()).toEqual([offered]);
	await clock.sleep(hour - 1);
	await open().offered();
	expect(asked).toHaveLength(2);
	await clock.sleep(1);
	await open().offered();
	expect(asked).toHaveLength(4);
});

it('are kept where nobody reads them', async () => {
	const { choices, store } = under([behind]);
	const written: string[] = [];
	const set = store.set.bind(store);
	store.set = async (key, value, ttlMs) => {
		written.push(key, value);
		await set(key, value, ttlMs);
	};
	await choices.offered();
	expect(written.join()).toContain('choices/');
	expect(written.join()).not.toMatch(/Sparbanken|client/);
});

it('that are fixed stay in their order and are asked of nobody', async () => {
	const { choices, asked } = under([market]);
	expect(await choices.offered()).toMatchObject([{ id: 'market', options: market.options }]);
	expect(await choices.chosen({ market: 'se' })).toEqual({ market: 'se' });
	expect(asked).toEqual([]);
});

it.each([
	['SE/Sparbanken', 'SE/Sparbanken'],
	['sparbanken (se)', 'SE/Sparbanken'],
	[' credit du nord (fr) ', 'FR/Crédit'],
])('are known by value or by name: %s', async (written, value) => {
	expect(await under([behind]).choices.chosen({ bank: written })).toEqual({ bank: value });
});

it.each([
	['', 'Bank is not chosen', 'Choose Bank'],
	['Nowhere', 'Bank names nothing that', 'Choose Bank from the list'],
	['credit', 'Bank names nothing that', 'Choose Bank from the list: Crédit du Nord (FR)'],
	// Two of one name: nobody knows which is meant.
	['Twin', 'Bank names nothing that', 'Choose Bank from the list: Twin, Twin'],
])('are never guessed: "%s"', async (written, message, nextStep) => {
	await expect(under([behind]).choices.chosen({ bank: written })).rejects.toMatchObject({
		code: 'invalid-input',
		message: expect.stringContaining(message),
		details: { field: 'Bank', nextStep },
	});
});

it('ask a bank that fails twenty times in ten minutes and no more', async () => {
	const { choices, asked } = under([behind], () => [500, {}]);
	for (let time = 0; time < 20; time += 1) {
		await expect(choices.offered()).rejects.toMatchObject({ code: 'bank-unavailable' });
	}
	const before = asked.length;
	await expect(choices.offered()).rejects.toMatchObject({ code: 'rate-limited' });
	expect(asked).toHaveLength(before);
});
