import { nordea } from '../../lib/banks/nordea';
import { payloadOf } from '../../lib/http/payload';
import type { Http, HttpRequest } from '../../lib/http/port';
import type { Account } from '../../lib/models/account';
import { addDays } from '../../lib/models/dates';
import { add, canonical } from '../../lib/models/money';
import { bankUnderTest, holder, type BankUnderTest } from '../support/bank-under-test';
import { openssl } from '../support/certificates';
import { pagesOf } from '../support/client-under-test';
import { isSignedBy, type Received } from '../support/signatures';

const markets = ['SE', 'NO', 'DK', 'FI'] as const;
const methods = ['decoupled', 'redirect'] as const;

/** As the bank gets it. */
const receivedOf = (request: HttpRequest): Received => {
	const { pathname, search } = new URL(request.path);
	const headers = Object.entries(request.headers ?? {}).map(([name, value]) => [
		...[name.toLowerCase(), value],
	]);
	return {
		method: request.method,
		target: `${pathname}${search}`,
		headers: Object.fromEntries(headers) as Received['headers'],
		body: Buffer.from(payloadOf(request)?.data ?? ''),
	};
};

describe('nordea', () => {
	let bank: BankUnderTest;
	beforeAll(async () => {
		bank = await bankUnderTest(nordea, 'nordea', { settings: { pageSize: 7 } });
	});
	afterAll(() => bank?.close());
	beforeEach(() => bank.reset());

	const today = () => new Date(bank.clock.now()).toISOString().slice(0, 10);
	const attendedClient = () => bank.client({ attended: holder });
	const accountsOf = async (): Promise<Account[]> =>
		(await pagesOf(attendedClient().accounts())).flat();
	const paths = (endpoint: string) =>
		bank.log().filter((entry) => entry.endpoint === endpoint && entry.status === 200);

	it('is granted for 180 days, told by the calendar of the day', async () => {
		const { validUntil } = await bank.login('redirect');
		expect(validUntil).toBe(addDays(today(), 180));
	});

	it.each([
		['decoupled', '/nordea/personal/v5/decoupled/token'],
		['redirect', '/nordea/personal/v5/authorize/token'],
	] as const)('renews a login %s where it got its tokens', async (method, path) => {
		await bank.login(method);
		const before = bank.vault.stored()?.token;
		await bank.admin('/tokens/expire', {});
		expect(await accountsOf()).not.toHaveLength(0);
		expect(bank.vault.stored()?.token).not.toEqual(before);
		const renewals = paths('token').filter(({ grant }) => grant === 'refresh_token');
		expect(renewals.map((entry) => entry.path)).toEqual([path]);
	});

	it('wants a new login where the refresh token is no good', async () => {
		await bank.login('decoupled');
		const [former] = [bank.vault.text];
		await bank.admin('/tokens/expire', {});
		await accountsOf();
		bank.vault.text = former;
		await expect(accountsOf()).rejects.toMatchObject({ code: 'login-required' });
	});

	it('asks again where nobody opens BankID, and gives up in the end', async () => {
		const record = await bank.login('decoupled', { does: 'nothing' });
		expect(record.state).toMatchObject({ phase: 'failed', reason: 'not-opened', orders: 6 });
		expect(bank.vault.stored()).toBeUndefined();
	});

	it('stores nothing where somebody else logs in', async () => {
		const begun = await bank.begin('decoupled', { person: 'testa' });
		const record = await bank.lead(bank, begun, { person: 'prova' });
		expect(record.state.phase).toBe('failed');
		expect(bank.vault.stored()).toBeUndefined();
	});

	it('follows the app: the QR code and the link until somebody opens it', async () => {
		const begun = await bank.begin('decoupled');
		expect(begun.standing).toMatchObject({
			state: 'outstanding',
			qr: expect.stringMatching(/^bankid\./),
			links: { computer: expect.stringMatching(/^bankid:\/\/\/\?autostarttoken=/) },
		});
		const states: unknown[] = [];
		bank.clock.meanwhile = async () => {
			const { standing } = (await bank.read(begun.reference)) ?? {};
			states.push([standing?.state, standing?.qr !== undefined, standing?.links !== undefined]);
			const order = bank.bank.bankId.all().at(-1);
			if (order !== undefined && states.length === 2) bank.bank.bankId.open(order.autoStartToken);
			if (states.length === 4) bank.act({});
		};
		const record = await bank.drive(begun);
		bank.clock.meanwhile = undefined;
		expect(record?.state.phase).toBe('connected');
		const [outstanding, started] = [
			['outstanding', true, true],
			['started', false, false],
		];
		expect(states).toEqual([outstanding, outstanding, started, started]);
	});

	it('goes on where the bank asks nobody, as its own sandbox does', async () => {
		bank.bank.change({ shortcuts: true });
		const begun = await bank.begin('redirect');
		const back = new URL(bank.addressOf(begun) ?? '');
		expect(back.href.startsWith('http://127.0.0.1:5678/webhook/back?code=')).toBe(true);
		const record = await bank.drive(begun, Object.fromEntries(back.searchParams));
		expect(record?.state.phase).toBe('connected');
		expect((await bank.login('decoupled', { does: 'nothing' })).state.phase).toBe('connected');
		bank.bank.change({ shortcuts: false });
	});

	it('waits for an order that the person has under way elsewhere to end', async () => {
		await bank.begin('decoupled');
		const record = await bank.login('decoupled');
		expect(record.state.phase).toBe('connected');
	});

	describe('reading', () => {
		it.each(methods)('comes to the sums of the bank, over all pages (%s)', async (method) => {
			await bank.login(method);
			const from = addDays(today(), -364);
			const ledger = await bank.ledger({ person: 'testa', from });
			let read = 0;
			for (const account of await accountsOf()) {
				const query = { bookingStatus: 'both', dateFrom: from } as const;
				const pages = await pagesOf(attendedClient().transactions(account, query));
				const rows = pages.flat();
				if (rows.length > 12) expect(pages.length).toBeGreaterThan(1);
				expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
				const told = ledger.find((entry) => entry.account === account.resourceId);
				for (const status of ['booked', 'pending'] as const) {
					const of = rows.filter((each) => each.status === status);
					const sum = of.reduce((total, { amount }) => add(total, amount.amount), '0');
					expect([status, of.length, canonical(sum)]).toEqual([
						status,
						told?.[status].count,
						canonical(told?.[status].sum ?? ''),
					]);
				}
				read += 1;
			}
			expect(read).toBeGreaterThan(2);
		});

		it('finds the balances in the account', async () => {
			await bank.login('decoupled');
			const ledger = await bank.ledger({ person: 'testa' });
			for (const account of await accountsOf()) {
				const balances = await attendedClient().balances(account);
				const booked = balances.find(({ type }) => type === 'interimBooked');
				const told = ledger.find((entry) => entry.account === account.resourceId);
				expect(canonical(booked?.amount.amount ?? '')).toBe(canonical(told?.bookedBalance ?? ''));
			}
		});

		it('tells the bank that somebody is there, and only then', async () => {
			await bank.login('decoupled');
			for (let read = 0; read < 6; read += 1) await accountsOf();
			const alone = bank.client({ readsPerDay: 100 });
			for (let read = 0; read < 4; read += 1) await pagesOf(alone.accounts());
			await expect(pagesOf(alone.accounts())).rejects.toMatchObject({ code: 'rate-limited' });
			await expect(accountsOf()).resolves.not.toHaveLength(0);
		});
	});

	it('ends the login with its refresh token', async () => {
		await bank.login('redirect');
		const { token } = bank.vault.stored() ?? {};
		const opened = String(token?.['access_token']);
		expect(bank.bank.grants.look(opened).state).toBe('live');
		expect(await bank.revoke()).toBe(true);
		expect(paths('revoke')).toHaveLength(1);
		expect(bank.bank.grants.look(opened).state).toBe('superseded');
		await expect(accountsOf()).rejects.toMatchObject({ code: 'login-required' });
	});

	describe('signatures', () => {
		const changed = (change: (request: HttpRequest) => HttpRequest) => {
			const http =
				(wire: Http): Http =>
				(request, options) =>
					wire(change(request), options);
			return bank.opened({ http });
		};
		const withHeader = (name: string, value: (before: string) => string) =>
			changed((request) => ({
				...request,
				headers: { ...request.headers, [name]: value(request.headers?.[name] ?? '') },
			}));
		const read = async (at: ReturnType<typeof changed>) =>
			pagesOf(at.client({ attended: holder }).accounts());

		it.each([
			['another path', () => changed((request) => ({ ...request, path: `${request.path}?a=b` }))],
			[
				'an older date',
				() => withHeader('X-Nordea-Originating-Date', () => new Date(0).toUTCString()),
			],
			[
				'another key id',
				() => withHeader('Signature', (said) => said.replace(/keyId="[^"]*"/, 'keyId="x"')),
			],
			['no signature', () => withHeader('Signature', () => '')],
		])('are refused with %s, and the credential is named', async (_what, open) => {
			await bank.login('decoupled');
			await expect(read(open())).rejects.toMatchObject({
				code: 'settings-invalid',
				details: {
					bankCode: 'error.signature.invalid',
					nextStep: expect.stringMatching(/signing key/),
				},
			});
		});

		it('are taken by OpenSSL, of a read, JSON and a form', async () => {
			const { clientId, clientKey } = bank.sandbox;
			const subject = ['-subj', '/CN=made up', '-days', '2'];
			const make = ['req', '-x509', '-new', '-key', 'key.pem', ...subject, '-out', 'cert.pem'];
			const { 'cert.pem': certificate } = openssl([make], {
				files: { 'key.pem': clientKey },
				give: ['cert.pem'],
			});
			const sent: HttpRequest[] = [];
			const at = changed((request) => {
				sent.push(request);
				return request;
			});
			await bank.lead(at, await at.begin('decoupled'));
			const client = at.client({ attended: holder });
			const [account] = (await pagesOf(client.accounts())).flat();
			if (account === undefined) throw new Error('there is no account');
			await pagesOf(client.transactions(account, { bookingStatus: 'both', dateFrom: today() }));
			const kinds = sent.map(({ method, form, body }) => [
				...[method, form !== undefined, body !== undefined],
			]);
			for (const kind of [
				['GET', false, false],
				['POST', true, false],
				['POST', false, true],
			]) {
				expect(kinds).toContainEqual(kind);
			}
			expect(sent.some(({ path }) => path.includes('?from_date='))).toBe(true);
			for (const request of sent) {
				const received = receivedOf(request);
				expect(isSignedBy({ [clientId]: certificate.toString() }, received)).toBe(true);
				expect(received.headers['signature']).toMatch(
					/algorithm="rsa-sha256",headers="\(request-target\) x-nordea-originating-host x-nordea-originating-date( content-type digest)?"/,
				);
			}
		});

		it('are refused with another body', async () => {
			const at = changed((request) =>
				request.body === undefined
					? request
					: { ...request, body: { ...(request.body as object), country: 'FI' } },
			);
			await expect(at.begin('decoupled')).rejects.toMatchObject({
				code: 'settings-invalid',
				details: { field: 'Digest', nextStep: expect.stringMatching(/signing key/) },
			});
		});

		it('do not help a wrong secret: the gateway knows clients', async () => {
			await bank.login('decoupled');
			await expect(read(withHeader('X-IBM-Client-Secret', () => 'x'))).rejects.toMatchObject({
				code: 'settings-invalid',
				details: { nextStep: expect.stringMatching(/Client Secret/) },
			});
		});
	});
});

describe.each(markets)('nordea in %s', (market) => {
	let bank: BankUnderTest;
	beforeAll(async () => {
		bank = await bankUnderTest(nordea, 'nordea', { choices: { market } });
	});
	afterAll(() => bank?.close());

	it.each(methods)('logs in %s', async (method) => {
		const record = await bank.login(method);
		expect(record).toMatchObject({ state: { phase: 'connected' } });
		expect(bank.bank.bankId.all().length > 0).toBe(market === 'SE');
	});

	it('says who broke it off, and what took too long', async () => {
		const cancelled = await bank.login('decoupled', { does: 'cancel' });
		expect(cancelled.state).toMatchObject({ phase: 'failed', reason: 'cancelled' });
		const expired = await bank.login('decoupled', { does: 'nothing' });
		const reason = market === 'SE' ? 'not-opened' : 'expired';
		expect(expired.state).toMatchObject({ phase: 'failed', reason });
	});
});
