import { sebWith } from '../../lib/banks/seb';
import type { HttpRequest } from '../../lib/http/port';
import type { LoginRecord } from '../../lib/login/record';
import { bankUnderTest, holder, type BankUnderTest } from '../support/bank-under-test';

describe.each([
	{ login: 'v4', accounts: 'v8' },
	{ login: 'v3', accounts: 'v7' },
] as const)('the app login of $login', (versions) => {
	const suffix = versions.login === 'v4' ? '' : '.v3';
	const [order, look, exchange] = ['order', 'look', 'exchange'].map((name) => name + suffix);
	let sent: HttpRequest[] = [];
	let bank: BankUnderTest;
	beforeAll(async () => {
		bank = await bankUnderTest(sebWith(versions), 'seb', {
			http: (wire) => (request, options) => {
				sent.push(request);
				return wire(request, options);
			},
		});
	});
	afterAll(() => bank?.close());
	beforeEach(async () => {
		await bank.reset();
		sent = [];
	});

	const asked = (name: string | undefined) =>
		bank.log().filter(({ endpoint }) => endpoint === name);
	const statuses = (name: string | undefined) => asked(name).map(({ status }) => status);
	const fault = (endpoint: string | undefined, status: number, times = 1) =>
		bank.admin('/faults', { match: { endpoint }, kind: 'status', times, params: { status } });
	const bodiesTo = (path: string) =>
		sent.filter((request) => request.path.endsWith(path)).map(({ body }) => body);
	const failed = (reason: LoginRecord['state']['reason']) => ({ phase: 'failed', reason });

	it('goes from the order to tokens, with no consent and nobody named', async () => {
		const { state, accounts, validUntil } = await bank.login('decoupled');
		expect(state).toMatchObject({ phase: 'connected' });
		expect([accounts?.length, statuses(order), statuses(exchange)]).toEqual([6, [201], [201]]);
		expect(bodiesTo('/authorizations')).toEqual([
			{ client_id: bank.sandbox.clientId, scope: 'psd2_accounts', start_mode: 'qr', lang: 'en' },
		]);
		// The last day of 180.
		const last = new Date(bank.clock.now() + 180 * 86_400_000).toISOString().slice(0, 10);
		expect(validUntil).toBe(last);
		expect(bank.vault.stored()?.consentId).toBeUndefined();
	});

	it('says where the person is on every call of the login', async () => {
		await bank.login('decoupled');
		const ofLogin = sent.filter(({ path }) => path.includes('/auth/'));
		expect(ofLogin.length).toBeGreaterThan(2);
		for (const { headers } of ofLogin) {
			expect(headers).toMatchObject({
				accept: 'application/json',
				'psu-ip-address': holder.psuIpAddress,
			});
			expect(headers).not.toHaveProperty('Authorization');
		}
	});

	it('shows a QR code that changes where the app is on another device, and no link', async () => {
		const begun = await bank.begin('decoupled', { device: 'other' });
		const { qr, links } = begun.standing ?? {};
		expect([qr, links]).toEqual([expect.stringMatching(/^bankid\./), undefined]);
		let shown: string | undefined;
		bank.clock.meanwhile = async () => {
			shown = (await bank.read(begun.reference))?.standing?.qr ?? shown;
			if (bank.clock.now() > begun.state.orderedAt + 2_000) bank.act({});
		};
		const over = await bank.drive(begun);
		bank.clock.meanwhile = undefined;
		expect(over?.state.phase).toBe('connected');
		expect(shown).toMatch(/^bankid\./);
		expect(shown).not.toBe(qr);
	});

	it('opens the app on this device, without a QR code', async () => {
		const begun = await bank.begin('decoupled', { device: 'this' });
		const { qr, links } = begun.standing ?? {};
		expect([qr, links?.computer]).toEqual([
			undefined,
			expect.stringMatching(/^bankid:\/\/\/\?autostarttoken=[0-9a-f-]+&redirect=null$/),
		]);
		expect(bodiesTo('/authorizations')).toMatchObject([{ start_mode: 'ast' }]);
		expect((await bank.lead(bank, begun)).state.phase).toBe('connected');
	});

	it('asks at the pace of the bank', async () => {
		await bank.login('decoupled', { does: 'nothing' });
		const times = asked(look).map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		expect(Math.min(...gaps)).toBe(500);
	});

	it('orders again where nobody opens the app, so many times', async () => {
		const over = await bank.login('decoupled', { does: 'nothing' });
		expect(over.state).toMatchObject({ ...failed('not-opened'), orders: 6 });
		expect(asked(order)).toHaveLength(6);
	});

	it('is expired where the app is opened and left', async () => {
		const begun = await bank.begin('decoupled');
		const [opened] = bank.bank.bankId.all();
		bank.bank.bankId.open(opened?.autoStartToken ?? '');
		expect((await bank.lead(bank, begun, { does: 'nothing' })).state).toMatchObject(
			failed('expired'),
		);
	});

	it.each([
		['userCancel', failed('cancelled')],
		['cancelled', failed('replaced')],
		['certificateErr', failed('unusable')],
		['somethingNew', failed('refused')],
	])('ends with %s as the bank says it', async (hint, state) => {
		const begun = await bank.begin('decoupled');
		const [ordered] = bank.bank.bankId.all();
		if (ordered === undefined) throw new Error('nothing was ordered');
		bank.bank.bankId.fail(ordered, hint);
		expect((await bank.lead(bank, begun, { does: 'nothing' })).state).toMatchObject(state);
	});

	it('orders again where SEB itself has ended an order that nobody opened', async () => {
		const begun = await bank.begin('decoupled');
		const [ordered] = bank.bank.bankId.all();
		if (ordered === undefined) throw new Error('nothing was ordered');
		bank.bank.bankId.fail(ordered, 'sebTimeout');
		expect((await bank.lead(bank, begun)).state).toMatchObject({ phase: 'connected' });
		expect(asked(order)).toHaveLength(2);
	});

	it('orders again where the bank has forgotten the order', async () => {
		const begun = await bank.begin('decoupled');
		await fault(look, 404);
		expect((await bank.lead(bank, begun)).state).toMatchObject({ phase: 'connected' });
		expect(asked(order)).toHaveLength(2);
	});

	it('ends where the bank will not tell of the order', async () => {
		const begun = await bank.begin('decoupled');
		await fault(look, 422);
		expect((await bank.lead(bank, begun)).state).toMatchObject(failed('refused'));
	});

	it('slows down where it asks too often, and goes on', async () => {
		const begun = await bank.begin('decoupled');
		await bank.admin('/faults', { match: { endpoint: look }, kind: '429', times: 3 });
		expect((await bank.lead(bank, begun)).state).toMatchObject({ phase: 'connected' });
		expect(asked(order)).toHaveLength(1);
		const looks = asked(look).slice(-4);
		expect(looks.map(({ status }) => status)).toEqual([429, 429, 429, 200]);
		const gaps = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0));
		expect(gaps).toEqual([500, 1_000, 2_000]);
	});

	it('asks for the tokens again where they come a moment too early', async () => {
		await fault(exchange, 409, 2);
		expect((await bank.login('decoupled')).state.phase).toBe('connected');
		expect(statuses(exchange)).toEqual([409, 409, 201]);
	});

	it('says what to correct where the client is unknown, to whoever owns it', async () => {
		await fault(order, versions.login === 'v4' ? 400 : 422);
		await expect(bank.begin('decoupled')).rejects.toMatchObject({
			code: 'settings-invalid',
			details: { nextStep: expect.stringContaining('client ID') },
		});
		expect(bank.vault.text).toBeUndefined();
	});

	it('renews at its own address with the redirect address of the login, each token once', async () => {
		await bank.login('decoupled');
		const before = await bank.session.current();
		const renewed = await bank.session.renew(before);
		const again = await bank.session.renew(renewed);
		const tokens = new Set([before, renewed, again].map(({ refreshToken }) => refreshToken));
		expect([tokens.size, statuses(exchange)]).toEqual([3, [201, 201, 201]]);
		expect(asked('token')).toEqual([]);
		expect(bodiesTo('/tokens').at(-1)).toEqual({
			client_id: bank.sandbox.clientId,
			client_secret: bank.sandbox.clientSecret,
			redirect_uri: 'http://127.0.0.1:5678/webhook/back',
			refresh_token: renewed.refreshToken,
		});
	});

	it('renews once for whoever asks at the same time', async () => {
		await bank.login('decoupled');
		const before = await bank.session.current();
		const [one, other] = await Promise.all([
			bank.session.renew(before),
			bank.opened({}).session.renew(before),
		]);
		expect(one).toEqual(other);
		expect(statuses(exchange)).toEqual([201, 201]);
	});

	it('wants a login where the refresh token was used before', async () => {
		await bank.login('decoupled');
		const before = bank.vault.text;
		await bank.session.renew(await bank.session.current());
		bank.vault.text = before;
		await expect(bank.session.renew(await bank.session.current())).rejects.toMatchObject({
			code: 'login-required',
			details: { nextStep: expect.stringContaining('Log in again') },
		});
	});

	it('has no call that ends a consent: nothing is sent, and the login is gone here', async () => {
		await bank.login('decoupled');
		const calls = bank.log().length;
		expect(await bank.revoke()).toBe(false);
		expect(bank.log()).toHaveLength(calls);
		await expect(bank.session.current()).rejects.toMatchObject({ code: 'login-required' });
	});
});
