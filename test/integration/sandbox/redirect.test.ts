import { redirectUri, Tpp } from './tpp';

const verifier = 'a-code-verifier-of-the-length-that-rfc-7636-wants';

let tpp: Tpp;
beforeAll(async () => {
	tpp = await Tpp.open({
		clients: [{ id: 'strict', secret: 's', redirectUris: ['https://one.example/back'] }],
	});
});
afterAll(() => tpp.close());
beforeEach(() => tpp.admin('/reset', {}));

const codeGrant = (back: URL, changes: Readonly<Record<string, string>> = {}) =>
	tpp.token({
		grant_type: 'authorization_code',
		code: back.searchParams.get('code') ?? '',
		redirect_uri: redirectUri,
		code_verifier: verifier,
		...changes,
	});

it('goes from the authorize page to tokens with the consent id', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa');
	expect(back.href.startsWith(redirectUri)).toBe(true);
	expect(back.searchParams.get('state')).toBe('the state');
	const { status, body, headers } = await codeGrant(back);
	expect(status).toBe(200);
	expect(headers.get('cache-control')).toBe('no-store');
	expect(body).toEqual({
		access_token: expect.stringMatching(/^sandbox-access_/),
		refresh_token: expect.stringMatching(/^sandbox-refresh_/),
		token_type: 'Bearer',
		expires_in: 600,
		scope: 'AIS',
		consentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
	});
});

it('accepts the client secret in the body too', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa');
	const answer = await tpp.post('/oauth2/token', [
		['grant_type', 'authorization_code'],
		['code', back.searchParams.get('code') ?? ''],
		['redirect_uri', redirectUri],
		['code_verifier', verifier],
		['client_id', tpp.sandbox.clientId],
		['client_secret', tpp.sandbox.clientSecret],
	]);
	expect(answer.status).toBe(200);
});

it.each([
	['a wrong verifier', { code_verifier: 'something-else-entirely-but-just-as-long-as-it' }],
	['another redirect_uri', { redirect_uri: 'http://127.0.0.1:1/other' }],
	['an unknown code', { code: 'made-up' }],
])('refuses %s with invalid_grant', async (_name, changes) => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa');
	const { status, body } = await codeGrant(back, changes);
	expect([status, body['error']]).toEqual([400, 'invalid_grant']);
});

it('takes a code once; a second use ends what the first one gave', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa');
	const first = await codeGrant(back);
	expect((await codeGrant(back)).body['error']).toBe('invalid_grant');
	const answer = await tpp.call('/v1/accounts', {
		accessToken: String(first.body['access_token']),
		consentId: String(first.body['consentId']),
	});
	expect(answer.status).toBe(401);
});

it('lets a code expire after five minutes', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa');
	tpp.clock.now += 300_000;
	expect((await codeGrant(back)).body['error']).toBe('invalid_grant');
});

it('refuses a wrong client secret', async () => {
	const answer = await tpp.post('/oauth2/token', [['grant_type', 'client_credentials']], {
		authorization: `Basic ${Buffer.from(`${tpp.sandbox.clientId}:wrong`).toString('base64')}`,
	});
	expect([answer.status, await answer.json()]).toEqual([
		401,
		expect.objectContaining({ error: 'invalid_client' }),
	]);
});

it.each([
	['an unknown client', { client_id: 'nobody' }],
	['an empty client id', { client_id: '' }],
	['an address that is not of this machine', { redirect_uri: 'https://evil.example/' }],
	['a client of one address with another', { client_id: 'strict' }],
])('shows a page and redirects nowhere for %s', async (_name, changes) => {
	const answer = await fetch(tpp.authorizeUrl(verifier, changes), { redirect: 'manual' });
	expect(answer.status).toBe(400);
	expect(answer.headers.get('location')).toBeNull();
	expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

it.each([
	['no PKCE', { code_challenge: '' }, 'invalid_request'],
	['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
	['another scope', { scope: 'PIS' }, 'invalid_scope'],
	['a consent that is unknown', { scope: 'AIS:1234' }, 'invalid_scope'],
	['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
])('sends %s back as an error', async (_name, changes, error) => {
	const answer = await fetch(tpp.authorizeUrl(verifier, changes), { redirect: 'manual' });
	const back = new URL(answer.headers.get('location') ?? 'about:blank');
	expect(back.searchParams.get('error')).toBe(error);
	expect(back.searchParams.get('state')).toBe('the state');
});

it('sends a denial back as access_denied', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa', undefined, 'deny');
	expect(back.searchParams.get('error')).toBe('access_denied');
	expect(back.searchParams.has('code')).toBe(false);
});

it('stays on the approval page when no account is ticked', async () => {
	const back = await tpp.approve(tpp.authorizeUrl(verifier), 'testa', () => []);
	expect(back.href).toBe('about:blank');
});

it('authorises a consent that was made first', async () => {
	const client = await tpp.token({ grant_type: 'client_credentials', scope: 'AIS' });
	expect(client.body['refresh_token']).toBeUndefined();
	const accessToken = String(client.body['access_token']);
	const made = await tpp.call(
		'/v1/consents',
		{ accessToken },
		{ 'psu-ip-address': '192.0.2.7' },
		{
			method: 'POST',
			body: {
				access: { allPsd2: 'allAccounts' },
				recurringIndicator: true,
				validUntil: '9999-12-31',
				frequencyPerDay: 4,
				combinedServiceIndicator: false,
			},
		},
	);
	expect(made.headers.get('aspsp-sca-approach')).toBe('REDIRECT');
	const consentId = String(made.body['consentId']);
	const login = await tpp.connect('testa', undefined, { scope: `AIS:${consentId}` });
	expect(login.consentId).toBe(consentId);
	expect((await tpp.call('/v1/accounts', login)).status).toBe(200);
	const consent = await tpp.call(`/v1/consents/${consentId}`, login);
	expect(consent.body).toMatchObject({ consentStatus: 'valid', validUntil: '2031-11-13' });
});

it('rotates refresh tokens, refuses an old one and says so in the log', async () => {
	const login = await tpp.connect();
	const second = await tpp.refresh(login.refreshToken);
	expect(second.status).toBe(200);
	expect(second.body['refresh_token']).not.toBe(login.refreshToken);
	expect((await tpp.call('/v1/accounts', login)).status).toBe(401);
	const reused = await tpp.refresh(login.refreshToken);
	expect([reused.status, reused.body['error']]).toEqual([400, 'invalid_grant']);
	const again = await tpp.refresh(String(second.body['refresh_token']));
	expect(again.status).toBe(200);
	const log = await tpp.admin<{ endpoint: string; grant?: string; status: number }[]>('/log');
	const grants = log.filter(({ endpoint }) => endpoint === 'token').map(({ grant }) => grant);
	expect(grants.slice(1)).toEqual(['refresh_token', 'refresh_token re-used', 'refresh_token']);
});

it('renews nothing on a consent that the person has revoked', async () => {
	const login = await tpp.connect();
	await tpp.admin(`/consents/${login.consentId}/revoke`, {});
	expect((await tpp.refresh(login.refreshToken)).body['error']).toBe('invalid_grant');
});

it('can end the whole login when an old refresh token comes back', async () => {
	await tpp.admin('/settings', { refreshReuse: 'revoke' });
	const login = await tpp.connect();
	const { body } = await tpp.refresh(login.refreshToken);
	await tpp.refresh(login.refreshToken);
	expect((await tpp.refresh(String(body['refresh_token']))).body['error']).toBe('invalid_grant');
});

it('lets access tokens expire by the clock and on demand', async () => {
	const login = await tpp.connect();
	await tpp.admin('/tokens/expire', {});
	const answer = await tpp.call('/v1/accounts', login);
	expect(answer.body).toMatchObject({ tppMessages: [{ code: 'TOKEN_EXPIRED' }] });
	const { body } = await tpp.refresh(login.refreshToken);
	tpp.clock.now += 600_000;
	const late = await tpp.call('/v1/accounts', {
		...login,
		accessToken: String(body['access_token']),
	});
	expect(late.status).toBe(401);
});
