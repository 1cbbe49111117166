import type { IDataObject } from 'n8n-workflow';
import { findBank } from '../../../lib/banks';
import type { AppStep, Login } from '../../../lib/profile/login';
import { consentPath, loginHeaders } from '../../../lib/standards/berlin-group/consent';
import { redirectLogin } from '../../../lib/standards/berlin-group/login';
import { approveAtBank } from '../../../scripts/bank/approve';
import { openConnected, type Connected } from '../../support/connected';
import { PageVisitor, serveLoginPage, type LoginPageServer } from '../../support/login-page-server';

const secret = 'only for tests: programs send this';
const elsewhere = 'http://127.0.0.1:9/callback';
let at: Connected;
let credential: string;
let page: LoginPageServer | undefined;

beforeAll(async () => {
	at = await openConnected({ transactions: 20 });
}, 60_000);
afterAll(() => at?.close());
beforeEach(async () => {
	await at.bank.admin('/reset', {});
	credential = at.bankLogin({ headlessSecret: secret });
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
const program = async (body: object): Promise<Record<string, unknown>> => {
	const answer = await fetch(page?.address ?? '', {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-psd2-secret': secret },
		body: JSON.stringify(body),
	});
	return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const known = (answer: Record<string, unknown>) => {
	const { reference, visit } = answer['view'] as Record<string, string>;
	return { reference, visit: visit ?? '', ticket: answer['ticket'] };
};
const withoutState = (address: string) => {
	const url = new URL(address);
	url.searchParams.delete('state');
	return url.href;
};

describe('a login by redirect on the page', () => {
	it('leads to the bank and is finished by the browser that comes back, once', async () => {
		const { address, started } = await serve();
		const visitor = await PageVisitor.open(address);
		const { redirect } = await visitor.post({ action: 'start' });
		const back = await approveAtBank(String(redirect), 'testa');
		expect(back.startsWith(address)).toBe(true);
		const { search } = new URL(back);
		const stranger = await PageVisitor.open(address);
		expect((await stranger.get(search)).status).toBe(403);
		expect((await visitor.get(search)).html).toContain('accounts are connected');
		expect((await visitor.get(search)).html).toContain('accounts are connected');
		expect(started).toMatchObject([{ event: 'connected', bank: 'sandbox-bank' }]);
	});

	it("takes no code without the state of the login: it may be another person's", async () => {
		const { address, started } = await serve();
		const visitor = await PageVisitor.open(address);
		const { redirect } = await visitor.post({ action: 'start' });
		const back = await approveAtBank(String(redirect), 'testa');
		const { search } = new URL(withoutState(back));
		expect((await visitor.get(search)).status).toBe(403);
		expect((await visitor.get(`${search}&state=`)).status).toBe(403);
		expect((await visitor.get('?error=access_denied')).status).toBe(403);
		expect(started).toEqual([]);
		expect((await visitor.get(new URL(back).search)).html).toContain('accounts are connected');
	});

	it('is known by the browser where the bank answers in words of its own', async () => {
		const { address, started } = await serve();
		const visitor = await PageVisitor.open(address);
		await visitor.post({ action: 'start' });
		const stranger = await PageVisitor.open(address);
		await stranger.get('?result=FAILED');
		expect(started).toEqual([]);
		await visitor.get('?result=FAILED');
		expect(started).toMatchObject([{ event: 'failed', reason: 'refused' }]);
	});

	it("hears of the bank's no, with a code or without", async () => {
		const { address, started } = await serve();
		const visitor = await PageVisitor.open(address);
		const { redirect } = await visitor.post({ action: 'start' });
		const state = new URL(String(redirect)).searchParams.get('state');
		const { html } = await visitor.get(`?error=access_denied&state=${state}`);
		expect(html).toContain('Action cancelled');
		expect(started).toMatchObject([{ event: 'failed', reason: 'cancelled' }]);
	});
});

describe('where the bank can not send the browser to the page', () => {
	it('the address at which it ended is pasted, and checked', async () => {
		const { address, started } = await serve({ options: { redirectUri: elsewhere } });
		const visitor = await PageVisitor.open(address);
		const { reference, visit, ticket } = known(await visitor.post({ action: 'start' }));
		expect(visit).toContain(encodeURIComponent(elsewhere));
		const followed = await visitor.post({ action: 'follow', reference, ticket });
		expect(followed['view']).toMatchObject({ paste: true, visit });
		const back = await approveAtBank(visit, 'testa');
		const paste = (written: string, by = visitor) =>
			by.post({ action: 'pasted', reference, ticket, address: written });

		for (const [written, error] of [
			['a-code', 'not a whole address'],
			[elsewhere, 'holds no answer'],
			[back.replace(':9/', ':10/'), 'not the one that the bank sends'],
			[back.replace(/state=[^&]*/, 'state=other'), 'another login'],
		] as const) {
			expect(await paste(written)).toMatchObject({
				status: 400,
				error: expect.stringContaining(error),
			});
		}
		const stranger = await PageVisitor.open(address);
		expect(await paste(back, stranger)).toMatchObject({ status: 404 });
		expect(started).toEqual([]);
		expect((await paste(back))['view']).toMatchObject({ phase: 'connected' });
		expect((await paste(back))['view']).toMatchObject({ phase: 'connected' });
		expect(started).toMatchObject([{ event: 'connected' }]);
	});

	it('an error that is pasted ends the login', async () => {
		const { address, started } = await serve({ options: { redirectUri: elsewhere } });
		const visitor = await PageVisitor.open(address);
		const { reference, ticket } = known(await visitor.post({ action: 'start' }));
		const written = `${elsewhere}?error=access_denied&state=${reference}`;
		const { view } = await visitor.post({ action: 'pasted', reference, ticket, address: written });
		expect(view).toMatchObject({ phase: 'failed', reason: 'cancelled' });
		expect(started).toHaveLength(1);
	});
});

describe('a program that logs somebody in by redirect', () => {
	it('gets the address of the bank, and any browser may come back', async () => {
		const { started } = await serve();
		const begun = await program({});
		expect(begun).toMatchObject({ status: 201, phase: 'waiting' });
		const { search } = new URL(await approveAtBank(String(begun['visit']), 'testa'));
		const visitor = await PageVisitor.open(page?.address ?? '');
		expect((await visitor.get(search)).html).toContain('accounts are connected');
		expect(await program({ reference: begun['reference'] })).toMatchObject({ event: 'connected' });
		expect(started).toHaveLength(1);
	});

	it('may bring the address itself', async () => {
		const { started } = await serve({ options: { redirectUri: elsewhere } });
		const { reference, visit } = await program({});
		const address = await approveAtBank(String(visit), 'testa');
		expect(await program({ reference, address: `${address}x` })).toMatchObject({ status: 400 });
		expect(await program({ reference, address })).toMatchObject({ event: 'connected' });
		expect(started).toHaveLength(1);
	});
});

describe('a visit and then an app (N26)', () => {
	let isConfirmed = false;
	const inApp: AppStep = {
		look: {
			operation: 'consent.status',
			at: 'api',
			as: 'client',
			ask: (context) => ({
				method: 'GET',
				path: `${consentPath(context.consentId)}/status`,
				headers: loginHeaders(context),
			}),
			read: () => ({ state: isConfirmed ? 'complete' : 'signing' }),
		},
		pollMs: 20,
		lastsMs: 30_000,
	};
	const [client, consent, visit, token] = redirectLogin.steps;
	const login: Login = { how: 'redirect', steps: [client, consent, visit, inApp, token] };

	beforeEach(() => {
		isConfirmed = false;
		const bank = findBank('sandbox-bank');
		if (bank !== undefined) jest.replaceProperty(bank, 'logins', [login]);
	});
	afterEach(() => jest.restoreAllMocks());

	it('the browser that comes back sees at once what to do, and follows to the end', async () => {
		const { address, started } = await serve();
		const visitor = await PageVisitor.open(address);
		const { redirect } = await visitor.post({ action: 'start' });
		const { search } = new URL(await approveAtBank(String(redirect), 'testa'));
		const { html } = await visitor.get(search);
		expect(html).toContain('Confirm the login in the app of the bank.');
		const { view, ticket } = JSON.parse(/id="config"[^>]*>(.*?)</.exec(html)?.[1] ?? '{}') as {
			view: { reference: string; phase: string };
			ticket: string;
		};
		expect(view.phase).toBe('working');
		expect(started).toEqual([]);
		const { reference } = view;
		const followed = visitor.post({ action: 'follow', reference, ticket });
		isConfirmed = true;
		expect((await followed)['view']).toMatchObject({ phase: 'connected' });
		expect((await visitor.get(search)).html).toContain('accounts are connected');
		expect(started).toMatchObject([{ event: 'connected' }]);
	});

	it('the page where the address was pasted goes on, too', async () => {
		const { address, started } = await serve({ options: { redirectUri: elsewhere } });
		const visitor = await PageVisitor.open(address);
		const { reference, visit: bankPage, ticket } = known(await visitor.post({ action: 'start' }));
		const back = await approveAtBank(bankPage, 'testa');
		const pasted = await visitor.post({ action: 'pasted', reference, ticket, address: back });
		expect(pasted['view']).toMatchObject({ phase: 'working' });
		const followed = visitor.post({ action: 'follow', reference, ticket });
		isConfirmed = true;
		expect((await followed)['view']).toMatchObject({ phase: 'connected' });
		expect(started).toHaveLength(1);
	});

	it('a program hears of it and asks again; the browser is told, and may not follow', async () => {
		const { started } = await serve();
		const { reference, visit: bankPage } = await program({});
		const { search } = new URL(await approveAtBank(String(bankPage), 'testa'));
		const visitor = await PageVisitor.open(page?.address ?? '');
		expect((await visitor.get(search)).html).not.toContain('"ticket"');
		isConfirmed = true;
		let told = await program({ reference });
		while (told['event'] === undefined) told = await program({ reference });
		expect(told).toMatchObject({ event: 'connected' });
		expect(started).toHaveLength(1);
	});
});

it('a bank that stands for no others takes no bank behind it', async () => {
	const { address } = await serve({ bankBehind: { mode: 'list', value: 'SE/Sparbanken' } });
	const answer = await fetch(address);
	expect(answer.status).toBe(400);
	expect(await answer.text()).toContain('Sandbox Bank stands for no other banks');
});
