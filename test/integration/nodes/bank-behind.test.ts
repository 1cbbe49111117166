import type { IDataObject } from 'n8n-workflow';
import { approveAtBank } from '../../../scripts/bank/approve';
import { openConnected, type Connected } from '../../support/connected';
import { listed } from '../../support/list-search';
import { PageVisitor, serveLoginPage, type LoginPageServer } from '../../support/login-page-server';

/* A service that stands for many banks: which of them is chosen in the node, by the visitor, or by a program. */

const secret = 'only for tests: programs send this';
const savings = 'SE/personal/Sandbox%20Savings%20Bank';
const chosenName = 'Sandbox Savings Bank (SE, personal)';
let at: Connected;
let credential: string;
let page: LoginPageServer | undefined;

beforeAll(async () => {
	at = await openConnected({ transactions: 20 });
	process.env.PSD2_ENABLE_BANKING_SANDBOX_API_URL = `${at.bank.sandbox.url}/enable-banking`;
}, 60_000);
afterAll(() => at?.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	credential = at.bankLogin({
		bank: 'enable-banking',
		clientId: at.bank.sandbox.clientId,
		clientSecret: '',
		signingKey: at.bank.sandbox.clientKey,
		headlessSecret: secret,
	});
});
afterEach(() => page?.close());

const serve = async (parameters: IDataObject = {}) => {
	page = await serveLoginPage(at.engine, credential, {
		loginMethod: 'redirect',
		events: ['connected', 'failed'],
		...parameters,
	});
	return page;
};
const consent = (operation: string, parameters: IDataObject) =>
	at.run('Psd2Consent', credential, { operation, ...parameters });
const log = () => at.bank.sandbox.bank('enable-banking').log.all();
const asked = (call: string) => log().filter(({ endpoint }) => endpoint === call).length;

interface Offered {
	readonly id: string;
	readonly options: readonly { readonly name: string; readonly value: string }[];
}

it('is chosen by the visitor from the list, which is asked for once', async () => {
	const { address, started } = await serve();
	const visitor = await PageVisitor.open(address);
	expect((await visitor.get()).html).toContain('id="choice-aspsp"');
	const [offered] = (await visitor.post({ action: 'choices' }))['choices'] as Offered[];
	expect(offered?.id).toBe('aspsp');
	expect(offered?.options).toContainEqual({ name: chosenName, value: savings });
	await visitor.post({ action: 'choices' });
	expect(asked('aspsps')).toBe(1);

	for (const [choices, error] of [
		[undefined, 'Bank is not chosen'],
		[{ aspsp: 'SE/personal/Nowhere' }, 'Bank names nothing that Enable Banking offers'],
		[{ other: savings }, 'leaves nothing of that name'],
		[[savings], 'choices must be an object'],
	] as const) {
		expect(await visitor.post({ action: 'start', choices })).toMatchObject({
			status: 400,
			error: expect.stringContaining(error),
		});
	}
	const { redirect } = await visitor.post({ action: 'start', choices: { aspsp: savings } });
	const { search } = new URL(await approveAtBank(String(redirect), 'testa'));
	expect((await visitor.get(search)).html).toContain('are connected');
	expect(started).toMatchObject([{ event: 'connected', bank: 'enable-banking' }]);
});

it('is fixed in the node, and then nobody is asked', async () => {
	const { address } = await serve({ bankBehind: { mode: 'list', value: savings } });
	const visitor = await PageVisitor.open(address);
	expect((await visitor.get()).html).not.toContain('choice-aspsp');
	expect(await visitor.post({ action: 'choices' })).toMatchObject({ choices: [] });
	const other = { aspsp: 'FI/personal/Hiekkapankki' };
	const { redirect } = await visitor.post({ action: 'start', choices: other });
	const { search } = new URL(await approveAtBank(String(redirect), 'testa'));
	expect((await visitor.get(search)).html).toContain('are connected');
	const bank = at.bank.sandbox.bank('enable-banking');
	const asks = JSON.stringify(bank.consents.all().map((each) => each.asked));
	expect(asks).toContain('Sandbox Savings Bank');
	expect(asks).not.toContain('Hiekkapankki');
});

it('is named by a program', async () => {
	await serve();
	const post = async (body: object): Promise<Record<string, unknown>> => {
		const answer = await fetch(page?.address ?? '', {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-psd2-secret': secret },
			body: JSON.stringify(body),
		});
		return { status: answer.status, ...((await answer.json()) as object) };
	};
	expect(await post({})).toMatchObject({ status: 400, error: expect.stringContaining('Bank') });
	const begun = await post({ choices: { aspsp: chosenName } });
	expect(begun).toMatchObject({ status: 201, visit: expect.stringMatching(/^http/) });
	await fetch(await approveAtBank(String(begun['visit']), 'testa'));
	expect(await post({ reference: begun['reference'] })).toMatchObject({ event: 'connected' });
});

it('is a field of Start Login, and the address that is pasted ends it', async () => {
	const redirectUri = 'http://127.0.0.1:9/callback';
	const bankBehind = { mode: 'list', value: savings };
	const parameters = { loginMethod: 'redirect', redirectUri, bankBehind };
	const { items } = await consent('startLogin', parameters);
	const { reference, url } = items[0]?.json ?? {};
	const address = await approveAtBank(String(url), 'testa');
	const finished = await consent('finishLogin', { reference, address });
	expect(finished.items[0]?.json).toMatchObject({ event: 'connected' });
	expect((await at.run('Psd2Accounts', credential)).items.length).toBeGreaterThan(0);
});

it('says what is wrong at the bank to whoever owns the connection', async () => {
	const options = { redirectUri: 'https://example.org/not-registered' };
	const { address, started } = await serve({ options, bankBehind: savings });
	const visitor = await PageVisitor.open(address);
	const { view } = await visitor.post({ action: 'start' });
	expect(view).toMatchObject({ phase: 'failed', message: expect.stringMatching(/set up wrong/) });
	const message = expect.stringContaining(`does not know the address ${options.redirectUri}`);
	expect(started).toMatchObject([{ event: 'failed', reason: 'bank-error', message }]);
	const { error } = await consent('startLogin', {
		loginMethod: 'redirect',
		bankBehind: savings,
		redirectUri: options.redirectUri,
	});
	expect(error?.message).toContain('does not know the address');
	expect(error?.description).toContain('to the redirect URLs of the application');
});

describe('the picker', () => {
	it('offers what the bank offers, and finds it without accents', async () => {
		const { results } = await listed(at.engine, credential, 'savings');
		expect(results).toContainEqual({ name: chosenName, value: savings });
		expect(results.every(({ name }) => name.includes('Savings'))).toBe(true);
		const [found] = (await listed(at.engine, credential, 'credit bac-a-sable')).results;
		expect(found?.name).toMatch(/^Crédit Bac-à-Sable/);
	});

	it('says that there is nothing to choose', async () => {
		await expect(listed(at.engine, at.bankLogin(), '')).rejects.toThrow(
			'Sandbox Bank stands for no other banks',
		);
	});
});
