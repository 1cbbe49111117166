import { setTimeout as pause } from 'node:timers/promises';
import { readStoredLogin } from '../../../lib/login/stored-login';
import { approveAtBank } from '../../../scripts/bank/approve';
import { untilAsked } from '../../support/asked';
import { openConnected, type Connected } from '../../support/connected';

let at: Connected;
let credential: string;

beforeAll(async () => {
	at = await openConnected({ transactions: 20 });
}, 60_000);
afterAll(() => at?.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	await at.bank.admin('/settings', { bankIdAutoMs: 30, pollDelayMs: 15 });
	credential = at.bankLogin();
});

const consent = (operation: string, parameters: object = {}, id = credential) =>
	at.run('Psd2Consent', id, { operation, ...parameters });
const stored = () => readStoredLogin(at.engine.credentials.get(credential)?.data.tokens);

async function logIn() {
	const { items } = await consent('startLogin');
	return consent('waitForLogin', { reference: items[0]?.json.reference });
}

it('starts a login with links and a picture, and waits for it', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const started = await consent('startLogin');
	expect(started.items[0]).toMatchObject({
		json: {
			reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
			links: { computer: expect.stringContaining('autostarttoken') },
			expiresAt: expect.stringMatching(/Z$/),
		},
		binary: { qr: { mimeType: 'image/png', fileName: 'qr.png' } },
	});
	const waiting = consent('waitForLogin', { reference: started.items[0]?.json.reference });
	await at.bank.admin('/bankid/latest/approve', { person: 'prova' });
	expect((await waiting).items[0]?.json).toMatchObject({ event: 'connected', accountCount: 2 });
	expect(stored()?.token).toBeDefined();
}, 30_000);

it('is led by one, however many wait for it', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const reference = (await consent('startLogin')).items[0]?.json.reference;
	const waiting = Array.from({ length: 4 }, () => consent('waitForLogin', { reference }));
	await at.bank.admin('/bankid/latest/approve', { person: 'testa' });
	const runs = await Promise.all(waiting);
	const outcomes = runs.map(({ items, error }) => error?.message ?? items[0]?.json.event);
	expect(outcomes).toEqual(Array(4).fill('connected'));
	const log = await at.bank.admin<Array<{ grant?: string }>>('/log');
	expect(log.filter(({ grant }) => grant === 'authorization_code')).toHaveLength(1);
}, 30_000);

it('fails with the reason where the login fails', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const started = await consent('startLogin');
	await at.bank.admin('/bankid/latest/cancel', {});
	const { error } = await consent('waitForLogin', {
		reference: started.items[0]?.json.reference,
	});
	expect(error?.message).toBe('The login to Sandbox Bank failed: Action cancelled.');
	expect(error?.description).toContain('Start the login again');
	expect(stored()).toBeUndefined();
}, 30_000);

it('places no second order while it waits: nobody would see its code', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const started = await consent('startLogin');
	await at.bank.admin('/bankid/latest/fail', { hintCode: 'startFailed' });
	const { error } = await consent('waitForLogin', {
		reference: started.items[0]?.json.reference,
	});
	expect(error?.message).toMatch(/Failed to scan the QR code/);
	const log = await at.bank.admin<Array<{ endpoint: string }>>('/log');
	expect(log.filter(({ endpoint }) => endpoint === 'authorisations.start')).toHaveLength(1);
}, 30_000);

it('ends at once when the workflow is stopped; the login may be waited for again', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const reference = (await consent('startLogin')).items[0]?.json.reference;
	const startedAt = Date.now();
	const { error } = await at.run(
		'Psd2Consent',
		credential,
		{ operation: 'waitForLogin', reference },
		{ stop: pause(300) },
	);
	expect(error?.message).toMatch(/stopped/);
	expect(Date.now() - startedAt).toBeLessThan(3_000);
	await at.bank.admin('/bankid/latest/approve', { person: 'testa' });
	const again = await consent('waitForLogin', { reference });
	expect(again.items[0]?.json).toMatchObject({ event: 'connected' });
}, 30_000);

it('ends at once while it asks the bank, too; the login may be waited for again', async () => {
	await at.bank.admin('/settings', { bankIdAutoMs: null });
	const reference = (await consent('startLogin')).items[0]?.json.reference;
	const endpoint = 'authorisations.get';
	await at.bank.admin('/faults', { match: { endpoint }, kind: 'slow', params: { ms: 20_000 } });
	const { error } = await at.run(
		'Psd2Consent',
		credential,
		{ operation: 'waitForLogin', reference },
		{ stop: untilAsked(at, endpoint) },
	);
	expect(error?.message).toMatch(/stopped/);
	await at.bank.admin('/faults', undefined, 'DELETE');
	await at.bank.admin('/bankid/latest/approve', { person: 'testa' });
	const again = await consent('waitForLogin', { reference });
	expect(again.items[0]?.json).toMatchObject({ event: 'connected' });
}, 30_000);

it('tells the status of both kinds of connection, and that nobody has logged in', async () => {
	expect((await consent('getStatus')).items[0]?.json).toEqual({
		bank: 'sandbox-bank',
		status: 'none',
		needsLogin: true,
	});
	await logIn();
	expect((await consent('getStatus')).items[0]?.json).toMatchObject({
		status: 'valid',
		needsLogin: false,
		validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
		daysLeft: 180,
		readsPerDay: 4,
		lastLoginAt: expect.stringMatching(/Z$/),
	});
	const redirected = await at.connect('prova');
	const { items } = await consent('getStatus', {}, redirected);
	expect(items[0]?.json).toMatchObject({ status: 'valid', needsLogin: false });
}, 30_000);

it('tells that the consent was ended elsewhere', async () => {
	await logIn();
	const [one] = await at.bank.admin<Array<{ id: string }>>('/consents');
	await at.bank.admin(`/consents/${one?.id}/revoke`, {});
	const { items } = await consent('getStatus');
	expect(items[0]?.json).toMatchObject({ needsLogin: true });
	expect(items[0]?.json.status).not.toBe('valid');
}, 30_000);

it('revokes at the bank and forgets the tokens; only who has connected it may come back', async () => {
	await logIn();
	const accounts = stored()?.accounts;
	expect((await consent('revoke')).items[0]?.json).toMatchObject({
		status: 'revoked',
		erased: true,
	});
	expect(stored()?.token).toBeUndefined();
	expect(stored()?.accounts).toEqual(accounts);
	const [given] = await at.bank.admin<Array<{ status: string }>>('/consents');
	expect(given?.status).toBe('terminatedByTpp');
	await at.bank.admin('/settings', { bankIdAutoPerson: 'prova' });
	expect((await logIn()).error?.message).toMatch(/none of your accounts is known/);
	expect(stored()?.token).toBeUndefined();
	await at.bank.admin('/settings', { bankIdAutoPerson: 'testa' });
	expect((await logIn()).error).toBeUndefined();
}, 30_000);

it('revokes a consent that the bank has ended before', async () => {
	await logIn();
	const [one] = await at.bank.admin<Array<{ id: string }>>('/consents');
	await at.bank.admin(`/consents/${one?.id}/revoke`, {});
	await consent('revoke');
	expect(stored()?.token).toBeUndefined();
}, 30_000);

it('revokes what was connected by redirect', async () => {
	const redirected = await at.connect('prova');
	const { items, error } = await consent('revoke', {}, redirected);
	expect(error).toBeUndefined();
	expect(items[0]?.json).toMatchObject({ status: 'revoked', erased: false });
}, 30_000);

it('erases without asking the bank; then anybody may log in', async () => {
	await logIn();
	const calls = (await at.bank.admin<unknown[]>('/log')).length;
	expect((await consent('erase')).items[0]?.json).toMatchObject({ status: 'erased' });
	expect(await at.bank.admin<unknown[]>('/log')).toHaveLength(calls);
	expect(stored()).toMatchObject({ accounts: [] });
	await at.bank.admin('/settings', { bankIdAutoPerson: 'prova' });
	expect((await logIn()).items[0]?.json).toMatchObject({ accountCount: 2, isRenewal: false });
}, 30_000);

it.each([
	['getLink', { loginPage: 'somewhere' }, 'Login Page must be'],
	[
		'getLink',
		{ loginPage: 'https://n8n.example/webhook/x/login', validHours: 0 },
		'Valid for Hours',
	],
	['startLogin', { personalNumber: '12' }, '12 digits'],
	['startLogin', { ipAddress: 'here' }, 'IP Address must be'],
	['waitForLogin', { reference: 'nonsense' }, 'Reference names no login'],
	['other', {}, 'Operation does not know'],
])(
	'%s refuses %j',
	async (operation, parameters, message) => {
		expect((await consent(operation, parameters)).error?.message).toContain(message);
	},
	30_000,
);

it('says which fields of the credential are missing', async () => {
	credential = at.bankLogin({ clientSecret: '' });
	expect((await consent('startLogin')).error?.message).toBe(
		'Client Secret of the credential is empty',
	);
	credential = at.bankLogin({ clientSecret: 'wrong' });
	expect((await consent('startLogin')).error?.message).toMatch(/401 invalid_client/);
}, 30_000);

it('starts at most ten logins in ten minutes', async () => {
	const runs = [];
	for (let run = 0; run < 11; run += 1) runs.push(await consent('startLogin'));
	expect(runs.slice(0, 10).filter(({ error }) => error !== undefined)).toEqual([]);
	expect(runs[10]?.error?.message).toMatch(/Too many logins/);
}, 60_000);

it('offers starting a login only for a bank login', async () => {
	const redirected = await at.connect('prova');
	const { error } = await consent('startLogin', {}, redirected);
	expect(error?.message).toBe('This works with a bank login only');
}, 30_000);

describe('behind several items', () => {
	const three = [{ n: 1 }, { n: 2 }, { n: 3 }];
	const pairs = [{ item: 0 }, { item: 1 }, { item: 2 }];
	const behind = (operation: string, parameters: object = {}, id = credential) =>
		at.run('Psd2Consent', id, { operation, ...parameters }, { items: three });
	const asked = async (endpoint: string) =>
		(await at.bank.admin<Array<{ endpoint: string }>>('/log')).filter(
			(entry) => entry.endpoint === endpoint,
		).length;

	it('places one order, waits for it once and gives each item its outcome', async () => {
		const started = await behind('startLogin');
		expect(started.error).toBeUndefined();
		expect(started.items.map(({ pairedItem }) => pairedItem)).toEqual(pairs);
		const references = new Set(started.items.map(({ json }) => json.reference));
		expect(references.size).toBe(1);
		expect(started.items.every(({ binary }) => binary?.qr !== undefined)).toBe(true);
		expect(await asked('authorisations.start')).toBe(1);
		const waited = await at.run(
			'Psd2Consent',
			credential,
			{ operation: 'waitForLogin', reference: '={{ $json.reference }}' },
			{ items: started.items.map(({ json }) => json) },
		);
		expect(waited.error).toBeUndefined();
		expect(waited.items.map(({ json }) => json.event)).toEqual(Array(3).fill('connected'));
		expect(waited.items.map(({ pairedItem }) => pairedItem)).toEqual(pairs);
	}, 30_000);

	it.each(['revoke', 'erase', 'getStatus'])(
		'does %s once',
		async (operation) => {
			await logIn();
			const calls = (await at.bank.admin<unknown[]>('/log')).length;
			const { items, error } = await behind(operation);
			expect(error).toBeUndefined();
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(pairs);
			expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(1);
			const more = (await at.bank.admin<unknown[]>('/log')).length - calls;
			expect(more).toBe(operation === 'erase' ? 0 : 1);
		},
		30_000,
	);

	it('revokes once what was connected by redirect', async () => {
		const redirected = await at.connect('prova');
		const { items, error } = await behind('revoke', {}, redirected);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(await asked('consents.delete')).toBe(1);
	}, 30_000);

	it('does for each what they ask for differently', async () => {
		const loginPage = '={{ "https://n8n.example/webhook/" + ($json.n === 2 ? "b" : "a") }}';
		const { items } = await behind('getLink', { loginPage });
		const links = items.map(({ json }) => new URL(String(json.link)).pathname);
		expect(links).toEqual(['/webhook/a', '/webhook/b', '/webhook/a']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(pairs);
	}, 30_000);

	it('tells each of them the failure, where the user chose to go on', async () => {
		const { items } = await at.run(
			'Psd2Consent',
			credential,
			{ operation: 'revoke' },
			{ items: three, onError: 'continueRegularOutput' },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(pairs);
		expect(items.every(({ json }) => /Nobody has logged in/.test(String(json.error)))).toBe(true);
	}, 30_000);
});

describe('a login by redirect without the page', () => {
	const redirectUri = 'http://127.0.0.1:9/callback';
	const start = () => consent('startLogin', { loginMethod: 'redirect', redirectUri });

	it('gives the address of the bank, and goes on with the one that the browser ended at', async () => {
		const { items } = await start();
		const { reference, url } = items[0]?.json ?? {};
		expect(items[0]?.json).toEqual({ reference: expect.any(String), url: expect.any(String) });
		const address = await approveAtBank(String(url), 'testa');
		const wrong = await consent('finishLogin', { reference, address: redirectUri });
		expect(wrong.error?.message).toContain('Address holds no answer of the bank');
		const finished = await consent('finishLogin', { reference, address });
		expect(finished.items[0]?.json).toMatchObject({ event: 'connected', reference });
		expect(stored()?.loginId).toBe(reference);
		const again = await consent('finishLogin', { reference, address });
		expect(again.items[0]?.json).toMatchObject({ event: 'connected', reference });
	});

	it('says why the bank has refused it', async () => {
		const { reference } = (await start()).items[0]?.json ?? {};
		const address = `${redirectUri}?error=access_denied&state=${String(reference)}`;
		const { error } = await consent('finishLogin', { reference, address });
		expect(error?.message).toContain('Action cancelled');
	});

	it('can be waited for where another run finishes it', async () => {
		const { reference, url } = (await start()).items[0]?.json ?? {};
		const waiting = consent('waitForLogin', { reference });
		const address = await approveAtBank(String(url), 'testa');
		await consent('finishLogin', { reference, address });
		expect((await waiting).items[0]?.json).toMatchObject({ event: 'connected', reference });
	});

	it('needs the address that is registered at the bank', async () => {
		const { error } = await consent('startLogin', {
			loginMethod: 'redirect',
			redirectUri: '={{ "" }}',
		});
		expect(error?.message).toContain('Redirect URI is empty');
	});
});
