import { approveAtBank } from '../../../scripts/bank/approve';
import { attended, redirectUri, scope, SebTpp, stranger } from './seb-tpp';

let tpp: SebTpp;
beforeAll(async () => {
	tpp = await SebTpp.open();
});
afterAll(() => tpp.close());
beforeEach(() => tpp.reset());

describe('redirect', () => {
	const authorize = (changes: Record<string, string> = {}) => {
		const query = new URLSearchParams({
			client_id: tpp.sandbox.clientId,
			scope,
			redirect_uri: redirectUri,
			response_type: 'code',
			state: 'the state',
			brandid: '',
			...changes,
		});
		return `${tpp.sandbox.url}/seb/mga/sps/oauth/oauth20/authorize?${query.toString()}`;
	};
	const codeFrom = async (person = 'testa') => {
		const back = new URL(await approveAtBank(authorize(), person));
		expect(back.searchParams.get('state')).toBe('the state');
		return back.searchParams.get('code') ?? '';
	};

	it('goes from the page to tokens with 201, and reads with them', async () => {
		const code = await codeFrom();
		const fields = {
			code,
			redirect_uri: redirectUri,
			grant_type: 'authorization_code',
		};
		const { status, body } = await tpp.token(fields);
		expect([status, body]).toEqual([
			201,
			{
				access_token: expect.any(String),
				refresh_token: expect.any(String),
				token_type: 'Bearer',
				expires_in: 3_600,
				scope,
			},
		]);
		expect((await tpp.accountsOf('v8', body['access_token'])).length).toBe(6);
		expect((await tpp.token(fields)).body['error']).toBe('invalid_grant');
	});

	it('rotates refresh tokens and refuses one that was used', async () => {
		const { body } = await tpp.token({
			code: await codeFrom(),
			redirect_uri: redirectUri,
			grant_type: 'authorization_code',
		});
		const renew = (token: unknown) =>
			tpp.token({ grant_type: 'refresh_token', refresh_token: String(token) });
		const renewed = await renew(body['refresh_token']);
		expect(renewed.status).toBe(201);
		expect(renewed.body['refresh_token']).not.toBe(body['refresh_token']);
		expect(await renew(body['refresh_token'])).toMatchObject({
			status: 400,
			body: { error: 'invalid_grant' },
		});
		expect((await renew(renewed.body['refresh_token'])).status).toBe(201);
	});

	it.each([
		['an unknown client', { client_id: 'nobody' }],
		['a foreign address', { redirect_uri: 'https://evil.example/' }],
	])('shows a page and redirects nowhere for %s', async (_name, changes) => {
		const answer = await fetch(authorize(changes), { redirect: 'manual' });
		expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
	});

	it.each([
		['another scope', { scope: 'AIS' }, 'invalid_scope'],
		['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
	])('sends %s back as an error', async (_name, changes, error) => {
		const answer = await fetch(authorize(changes), { redirect: 'manual' });
		const back = new URL(answer.headers.get('location') ?? 'about:blank');
		expect(back.searchParams.get('error')).toBe(error);
	});

	it('refuses a wrong secret', async () => {
		const { status, body } = await tpp.token({
			client_secret: 'wrong',
			grant_type: 'refresh_token',
			refresh_token: 'x',
		});
		expect([status, body['error']]).toEqual([401, 'invalid_client']);
	});
});

describe.each([
	['v3', 'OUTSTANDING_TRANSACTION', 'USER_SIGN', 'START_FAILED', 'USER_CANCEL', 'CANCELLED'],
	['v4', 'outstandingTransaction', 'userSign', 'startFailed', 'userCancel', 'cancelled'],
])('decoupled %s', (version, outstanding, userSign, startFailed, userCancel, cancelled) => {
	it('goes from the order over BankID to tokens', async () => {
		const ordered = await tpp.order(version);
		expect([ordered.status, ordered.body]).toEqual([201, { auth_req_id: expect.any(String) }]);
		const id = ordered.body['auth_req_id'];
		expect((await tpp.look(version, id)).body).toEqual({
			status: 'PENDING',
			hint_code: outstanding,
			autostart_token: expect.any(String),
			poll_delay: 500,
		});
		expect((await tpp.exchange(version, { auth_req_id: id })).status).toBe(409);
		await tpp.phone('open');
		await tpp.phone('identify', { person: 'testa' });
		expect((await tpp.look(version, id)).body).toMatchObject({
			status: 'PENDING',
			hint_code: userSign,
		});
		await tpp.phone('approve');
		expect((await tpp.look(version, id)).body).toEqual({ status: 'COMPLETE', poll_delay: 500 });
		const { status, body } = await tpp.exchange(version, { auth_req_id: id });
		expect([status, body]).toMatchObject([201, { token_type: 'Bearer', expires_in: 3_600, scope }]);
		expect((await tpp.exchange(version, { auth_req_id: id })).status).toBe(422);
	});

	it('shows an animated QR code instead of a token where another device is to be used', async () => {
		const { body } = await tpp.order(version, 'qr');
		const first = (await tpp.look(version, body['auth_req_id'])).body;
		tpp.now += 1_000;
		const second = (await tpp.look(version, body['auth_req_id'])).body;
		expect(first['qr_token']).toMatch(/^bankid\.[0-9a-f-]{36}\.0\.[0-9a-f]{64}$/);
		expect(second['qr_token']).not.toBe(first['qr_token']);
		expect(first['autostart_token']).toBeUndefined();
		await tpp.phone('open');
		expect((await tpp.look(version, body['auth_req_id'])).body['qr_token']).toBeUndefined();
	});

	it('fails what nobody opens within 30 s, what is cancelled, and the first of two of one person', async () => {
		const late = (await tpp.order(version)).body['auth_req_id'];
		tpp.now += 30_000;
		expect((await tpp.look(version, late)).body).toEqual({
			status: 'FAILED',
			hint_code: startFailed,
			poll_delay: 500,
		});
		const refused = (await tpp.order(version)).body['auth_req_id'];
		await tpp.phone('cancel');
		expect((await tpp.look(version, refused)).body).toMatchObject({ hint_code: userCancel });
		expect((await tpp.exchange(version, { auth_req_id: refused })).status).toBe(409);
		const first = (await tpp.order(version)).body['auth_req_id'];
		await tpp.phone('identify', { person: 'testa' });
		const second = (await tpp.order(version)).body['auth_req_id'];
		await tpp.phone('approve', { person: 'testa' });
		expect((await tpp.look(version, first)).body).toMatchObject({
			status: 'FAILED',
			hint_code: cancelled,
		});
		expect((await tpp.look(version, second)).body).toMatchObject({ status: 'COMPLETE' });
	});

	it('lets an opened order expire', async () => {
		const { body } = await tpp.order(version);
		await tpp.phone('open');
		tpp.now += 180_000;
		const { hint_code } = (await tpp.look(version, body['auth_req_id'])).body;
		expect(String(hint_code).replace('_', '').toLowerCase()).toBe('expiredtransaction');
	});

	it('bears a few hasty looks, then says 429', async () => {
		const { body } = await tpp.order(version);
		const statuses: number[] = [];
		for (let time = 0; time < 7; time += 1) {
			tpp.now -= 500;
			statuses.push((await tpp.look(version, body['auth_req_id'])).status);
		}
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
		expect((await tpp.look(version, body['auth_req_id'])).status).toBe(200);
	});

	it('renews at the same place, once with each token', async () => {
		const { refresh_token } = await tpp.connect(version);
		const renewed = await tpp.exchange(version, { refresh_token });
		expect(renewed.status).toBe(201);
		expect(renewed.body['refresh_token']).not.toBe(refresh_token);
		const reused = await tpp.exchange(version, { refresh_token });
		expect(reused.status).toBe(version === 'v3' ? 422 : 400);
	});

	it('lets a login live for 180 days, and a refresh token no longer', async () => {
		const day = 86_400_000;
		const { refresh_token: kept } = await tpp.connect(version);
		let renewed = (await tpp.connect(version))['refresh_token'];
		const renew = async () => {
			const { status, body } = await tpp.exchange(version, { refresh_token: renewed });
			renewed = body['refresh_token'];
			return status;
		};
		tpp.now += 100 * day;
		expect(await renew()).toBe(201);
		tpp.now += 79 * day;
		expect(await renew()).toBe(201);
		tpp.now += 2 * day;
		const over = version === 'v3' ? 422 : 400;
		expect(await renew()).toBe(over);
		expect((await tpp.exchange(version, { refresh_token: kept })).status).toBe(over);
	});

	it('knows an id in its own version and for its own client only', async () => {
		const { body } = await tpp.order(version);
		const id = body['auth_req_id'];
		await tpp.phone('approve');
		expect((await tpp.look(version === 'v3' ? 'v4' : 'v3', id)).status).toBe(404);
		expect((await tpp.look(version, 'unknown')).status).toBe(404);
		expect((await tpp.exchange(version, { auth_req_id: 'unknown' })).status).toBe(404);
		const theirs = { client_id: stranger.id, client_secret: stranger.secret };
		expect((await tpp.exchange(version, { auth_req_id: id, ...theirs })).status).toBe(404);
		const { refresh_token } = (await tpp.exchange(version, { auth_req_id: id })).body;
		const stolen = await tpp.exchange(version, { refresh_token, ...theirs });
		expect(stolen.status).toBe(version === 'v3' ? 422 : 400);
	});

	it.each(['sebTimeout', 'somethingNew'])('passes %s on, whoever ended the order', async (hint) => {
		const { body } = await tpp.order(version);
		await tpp.phone('fail', { hintCode: hint });
		const { status, hint_code } = (await tpp.look(version, body['auth_req_id'])).body;
		const upper = hint === 'sebTimeout' ? 'SEB_TIMEOUT' : 'SOMETHING_NEW';
		expect([status, hint_code]).toEqual(['FAILED', version === 'v3' ? upper : hint]);
	});
});

describe('what the bank says no with', () => {
	it('has a body for each interface, and v4 moved three statuses', async () => {
		const wrongOrder = { client_id: tpp.sandbox.clientId, scope, start_mode: 'sms' };
		expect(await tpp.post('/auth/v3/authorizations', wrongOrder)).toMatchObject({
			status: 422,
			body: {
				status: 422,
				title: expect.any(String),
				detail: expect.any(String),
				type: 'about:blank',
			},
		});
		const missing = await tpp.post('/auth/v3/tokens', tpp.client);
		expect([missing.status, missing.body]).toEqual([
			400,
			{ error: 'invalid_request', error_descriptions: expect.any(String) },
		]);
		const statuses = async (version: string) => [
			(await tpp.exchange(version, { client_secret: 'wrong', refresh_token: 'x' })).status,
			(await tpp.exchange(version, { redirect_uri: 'https://evil.example/', refresh_token: 'x' }))
				.status,
			(await tpp.exchange(version, { refresh_token: 'x' })).status,
		];
		expect([await statuses('v3'), await statuses('v4')]).toEqual([
			[422, 422, 422],
			[400, 400, 400],
		]);
		expect(await tpp.exchange('v4', { refresh_token: 'x' })).toEqual({
			status: 400,
			type: expect.stringContaining('application/problem+json'),
			body: {
				type: 'https://authorize.sebgroup.com/problems/invalid-refresh-token',
				title: expect.any(String),
				status: 400,
				detail: expect.any(String),
				instance: '/auth/v4/tokens',
			},
		});
	});

	it('wants to know in v4 where the person is, at the order and at every look', async () => {
		const { body } = await tpp.order('v4');
		const fields = { client_id: tpp.sandbox.clientId, scope, start_mode: 'qr' };
		expect((await tpp.post('/auth/v4/authorizations', fields)).status).toBe(400);
		const path = `/auth/v4/authorizations/${String(body['auth_req_id'])}`;
		expect((await tpp.get(path)).status).toBe(400);
		expect((await tpp.get(path, { 'psu-ip-address': 'home' })).status).toBe(400);
		expect((await tpp.get(path, attended)).status).toBe(200);
	});

	it('lets the sandbox phone open an order once', async () => {
		const { body } = await tpp.order('v3');
		const { autostart_token } = (await tpp.look('v3', body['auth_req_id'])).body;
		expect((await tpp.mockLogin(autostart_token, '9001019802')).status).toBe(422);
		expect((await tpp.mockLogin('unknown')).status).toBe(404);
		expect((await tpp.mockLogin(autostart_token)).status).toBe(204);
		expect((await tpp.mockLogin(autostart_token)).status).toBe(409);
	});
});
