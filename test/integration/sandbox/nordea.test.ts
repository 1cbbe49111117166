import {
	admin,
	accountsOf,
	authorize,
	begin,
	byRedirect,
	clock,
	decoupled,
	failure,
	form,
	gateway,
	get,
	getDraft,
	grant,
	look,
	post,
	postDraft,
	read,
	redirectUri,
	sandbox,
	send,
	settings,
	signed,
	token,
	tokensOf,
	useNordea,
	type Draft,
} from './nordea-tpp';

useNordea();

describe('signatures', () => {
	it('are made with a key that the admin side hands out', async () => {
		const { clientId: id, clientSecret: secret, clientKey: privateKey } = sandbox;
		expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
		expect(await admin('/client')).toEqual({ id, secret, privateKey });
	});

	it('lets nothing through whose body, path, date or key id was changed', async () => {
		const { access_token: opened } = await byRedirect();
		const asked = getDraft('/v5/accounts', { authorization: `Bearer ${opened}` });
		expect((await send(asked)).status).toBe(200);
		const invalid = failure(401, 'error.signature.invalid');
		const with_ = (changes: Record<string, string>): Draft => ({
			...asked,
			headers: { ...asked.headers, ...changes },
		});
		expect(await send({ ...asked, path: '/v5/accounts?' })).toMatchObject(invalid);
		const earlier = new Date(clock.now - 1000).toUTCString();
		expect(await send(with_({ 'x-nordea-originating-date': earlier }))).toMatchObject(invalid);
		const signature = asked.headers['signature'] ?? '';
		const spoilt = [
			signature.replace(sandbox.clientId, 'somebody-else'),
			signature.replace('rsa-sha256', 'hs2019'),
			signature.replace(' x-nordea-originating-date', ''),
			'SKIP_SIGNATURE_VALIDATION_FOR_SANDBOX',
			'nonsense',
		];
		for (const one of spoilt) {
			expect(await send(with_({ signature: one }))).toMatchObject(invalid);
		}
		const begun = postDraft('/v5/decoupled/authentications', { country: 'SE' });
		expect(await send({ ...begun, body: '{"country":"NO"}' })).toMatchObject(invalid);
		const { signature: _, ...unsigned } = asked.headers;
		expect(await send({ ...asked, headers: unsigned })).toMatchObject(invalid);
	});

	it('takes the digest of a form as the bank describes it too', async () => {
		const { refresh_token: refresh } = await byRedirect();
		const fields = { refresh_token: refresh, grant_type: 'refresh_token', note: 'a b' };
		const body = new URLSearchParams(fields).toString();
		const plain = `grant_type=refresh_token&note=a b&refresh_token=${refresh}`;
		const { headers } = signed({
			method: 'POST',
			path: '/v5/authorize/token',
			body: plain,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		tokensOf(await send({ method: 'POST', path: '/v5/authorize/token', headers, body }));
	});

	it('skips them, and logs in by itself, only where the settings say so', async () => {
		await settings({ shortcuts: true });
		const start = postDraft('/v5/authorize', {
			...grant,
			country: 'SE',
			redirect_uri: redirectUri,
			state: 's',
		});
		const skipping = {
			...start,
			headers: { ...start.headers, signature: 'SKIP_SIGNATURE_VALIDATION_FOR_SANDBOX' },
		};
		const { status, location } = await send(skipping);
		expect(status).toBe(302);
		expect(location).toMatch(/^http:\/\/127\.0\.0\.1:5678\/back\?code=.+&state=s$/);
		const { body } = await begin({ psu_id: '12345678953' });
		expect((await look(body['session_id'])).body).toHaveProperty('code');
	});
});

it('asks every call for its headers, and the gateway for the client', async () => {
	const begun = postDraft('/v5/decoupled/authentications', {});
	const without = async (name: string, value?: string) => {
		const { [name]: _, ...headers } = begun.headers;
		return send({
			...begun,
			headers: value === undefined ? headers : { ...headers, [name]: value },
		});
	};
	for (const name of ['x-ibm-client-id', 'x-ibm-client-secret']) {
		expect(await without(name)).toMatchObject(gateway(401));
		expect(await without(name, 'wrong')).toMatchObject(gateway(401));
	}
	const names = ['x-nordea-originating-date', 'x-nordea-originating-host', 'digest'];
	for (const name of names) {
		expect(await without(name)).toMatchObject({ status: 400, body: { error: {} } });
	}
	const future = new Date(clock.now + 3_600_000).toUTCString();
	expect(await without('x-nordea-originating-date', future)).toMatchObject(
		failure(401, 'error.date.invalid'),
	);
	expect(await get('/v5/nowhere')).toMatchObject(gateway(404));
	await admin('/faults?bank=nordea', { kind: 'status', params: { status: 503 } });
	expect(await send(begun)).toMatchObject(gateway(503));
	expect(await send(begun)).toMatchObject({
		...failure(400, 'error.validation'),
		body: { error: { request: { url: '/v5/decoupled/authentications' } } },
	});
});

describe('redirect', () => {
	it('renews at the token address and ends with the refresh token revoked', async () => {
		const first = await byRedirect();
		const renewed = tokensOf(
			await form('/v5/authorize/token', {
				grant_type: 'refresh_token',
				refresh_token: first.refresh_token,
			}),
		);
		expect(renewed.refresh_token).not.toBe(first.refresh_token);
		expect((await accountsOf(renewed.access_token)).length).toBeGreaterThan(2);
		const revoked = await post('/v5/authorize/token/revoke', { token: renewed.refresh_token });
		expect(revoked.status).toBe(200);
		expect(await read('/v5/accounts', renewed.access_token)).toMatchObject(
			failure(401, 'error.token.invalid'),
		);
	});

	it('refuses what a client may not ask for', async () => {
		const start = (changes: object) =>
			post('/v5/authorize', {
				...grant,
				country: 'SE',
				redirect_uri: redirectUri,
				state: 's',
				...changes,
			});
		expect((await start({})).status).toBe(302);
		const refused = [
			{ duration: 259_201 },
			{ duration: '3600' },
			{ country: 'DE' },
			{ scope: ['ACCOUNTS_BALANCES'] },
			{ scope: 'ACCOUNTS_BASIC' },
			{ max_tx_history: 13 },
			{ redirect_uri: 'https://elsewhere.example/' },
		];
		for (const changes of refused) {
			expect(await start(changes)).toMatchObject(failure(400, 'error.validation'));
		}
	});

	it('sends a person who says no back without a code', async () => {
		const start = await post('/v5/authorize', {
			...grant,
			country: 'SE',
			redirect_uri: redirectUri,
			state: 's',
		});
		const login = new URL(start.location ?? '').searchParams.get('login') ?? '';
		const press = (page: string, fields: Record<string, string>) =>
			fetch(`${sandbox.url}/nordea/oauth2/${page}`, {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ login, ...fields }),
			});
		await press('login', { person: 'testa' });
		const back = (await press('approval', { decision: 'deny' })).headers.get('location');
		expect(back).toContain('error=access_denied');
		expect(back).toContain('state=s');
		expect(back).not.toContain('code=');
	});
});

describe('decoupled', () => {
	it('logs in by BankID in four steps', async () => {
		const { status, body: started } = await begin();
		expect(status).toBe(200);
		expect(started).toEqual({
			session_id: expect.any(String),
			auto_start_token: expect.any(String),
			qr_data: expect.stringMatching(/^bankid\./),
		});
		expect((await look(started['session_id'])).body).toHaveProperty('qr_data');
		await admin('/bankid/latest/open', {});
		const scanned = await look(started['session_id']);
		expect(scanned).toMatchObject({ status: 200, body: { session_id: started['session_id'] } });
		expect(Object.keys(scanned.body)).toEqual(['session_id']);
		await admin('/bankid/latest/approve', {});
		const { body: done } = await look(started['session_id']);
		const { body: opened } = await authorize(done['code']);
		expect(opened['code']).not.toBe(done['code']);
		expect(await authorize(done['code'])).toMatchObject(failure(400, 'error.code.invalid'));
		const tokens = tokensOf(await token(opened['code']));
		expect((await token(opened['code'])).status).toBe(400);
		const again = await form('/v5/decoupled/token', {
			grant_type: 'refresh_token',
			refresh_token: tokens.refresh_token,
		});
		// The code was used twice: its tokens are gone (RFC 6749 §4.1.2).
		expect(again.status).toBe(400);
	});

	it('renews at its own token address', async () => {
		const { refresh_token: refresh } = await decoupled();
		const { access_token: opened } = tokensOf(
			await form('/v5/decoupled/token', {
				grant_type: 'refresh_token',
				refresh_token: refresh,
			}),
		);
		expect((await accountsOf(opened)).length).toBeGreaterThan(2);
	});

	it.each([
		['NO', 'MTA_NO'],
		['DK', 'MTA_DK'],
		['FI', 'MTA'],
	])('asks the bank’s own app in %s', async (country, method) => {
		const { body } = await begin({ country, authentication_method: method });
		expect(Object.keys(body)).toEqual(['session_id']);
		expect(Object.keys((await look(body['session_id'])).body)).toEqual(['session_id']);
		await admin('/apps/latest/approve', {});
		expect((await look(body['session_id'])).body).toHaveProperty('code');
	});

	it('needs the person’s number everywhere but in Norway, and a method of the country', async () => {
		const missing = { psu_id: undefined };
		expect((await begin(missing)).status).toBe(400);
		const inNorway = { country: 'NO', authentication_method: 'MTA_NO' };
		expect((await begin({ ...inNorway, ...missing })).status).toBe(200);
		expect((await begin({ country: 'NO' })).status).toBe(400);
		expect((await begin({ authentication_method: 'MTA_NO' })).status).toBe(400);
		expect((await begin({ psu_id: '189001019999' })).status).toBe(400);
	});

	it('cancels a login that the person has under way, and the new one with it', async () => {
		const { body: first } = await begin();
		expect(await begin()).toMatchObject(failure(409, 'error.authentication.inprogress'));
		expect((await look(first['session_id'])).status).toBe(401);
		expect((await begin()).status).toBe(200);
	});

	it('says so when the person cancels, takes too long, or is somebody else', async () => {
		const failed = failure(401, 'error.authentication.failed');
		const { body: one } = await begin();
		await admin('/bankid/latest/cancel', {});
		expect(await look(one['session_id'])).toMatchObject(failed);
		const { body: two } = await begin();
		clock.now += 31_000;
		expect(await look(two['session_id'])).toMatchObject(failed);
		const { body: three } = await begin();
		await admin('/bankid/latest/approve', { person: 'prova' });
		expect(await look(three['session_id'])).toMatchObject(failed);
		expect(await look('no-such-session')).toMatchObject(failure(404, 'error.resource.notfound'));
	});
});
