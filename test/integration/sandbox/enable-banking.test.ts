import {
	usesSandbox,
	complaintsAbout,
	hasDefinition,
	day,
	applications,
	redirectUrl,
	plainBank,
	type Json,
	clock,
	sandbox,
	own,
	seconds,
	part,
	jwt,
	of,
	call,
	get,
	authBody,
	at,
	errorOf,
} from './enable-banking-tpp';

usesSandbox();

it.each([
	['GET', '/application', { status: 200, body: { name: 'no key id' } }],
	[
		'GET',
		'/accounts/x/balances',
		{ status: 200, body: { balances: [{ name: 'Booked', balance_type: 'GUESS' }] } },
	],
	['DELETE', '/sessions/x', { status: 204, body: {} }],
	['POST', '/auth', { status: 422, body: { error: 'NO_SUCH_ERROR', message: '' } }],
])('has a definition that finds fault: %s %s', (method, path, answer) => {
	const found = complaintsAbout(method, path, answer);
	expect(found.length > 0).toBe(hasDefinition);
});

describe('the application', () => {
	it('says who it is, whether it is active, and where it may be sent back to', async () => {
		expect((await get('/application')).body).toMatchObject({
			kid: applications.sandbox,
			environment: 'SANDBOX',
			active: true,
			services: ['AIS'],
		});
		expect((await get('/application', of(applications.restricted))).body).toMatchObject({
			environment: 'PRODUCTION',
			active: true,
			redirect_urls: ['https://example.org/callback'],
		});
		expect((await get('/application', of(applications.inactive))).body).toMatchObject({
			active: false,
		});
	});

	it('may be one of the test, with its own key', async () => {
		const kid = 'eb5a4dba-0000-4000-8000-00000000000a';
		const signed = jwt({ header: { kid }, key: own.privateKey });
		const signedByOwn = { authorization: `Bearer ${signed}` };
		const { body } = await get('/application', signedByOwn);
		expect(body).toMatchObject({ kid, redirect_urls: ['https://own.example/back'] });
		const start = (redirect_url: string) =>
			call('POST', '/auth', { headers: signedByOwn, body: authBody({ redirect_url }) });
		expect((await start('https://own.example/back')).status).toBe(200);
		expect((await start('https://example.org/callback')).status).toBe(422);
	});

	it('gets nothing before accounts were linked: 403 without an error code', async () => {
		const inactive = of(applications.inactive);
		const refused = { code: 403, message: 'Application is not active', detail: null };
		expect(await get('/aspsps', inactive)).toEqual({ status: 403, body: refused });
		const started = await call('POST', '/auth', { headers: inactive, body: authBody() });
		expect(started).toEqual({ status: 403, body: refused });
	});

	it.each<[string, () => string]>([
		['another key', () => jwt({ key: own.privateKey })],
		['another key id', () => jwt({ header: { kid: 'eb5a4dba-0000-4000-8000-00000000000f' } })],
		['another issuer', () => jwt({ claims: { iss: 'somebody.example' } })],
		['another audience', () => jwt({ claims: { aud: 'api.example' } })],
		['another algorithm', () => jwt({ header: { alg: 'RS512' } })],
		['another type', () => jwt({ header: { typ: 'JWS' } })],
		['no algorithm', () => `${part({ typ: 'JWT', alg: 'none' })}.${part({})}.e30`],
		['a life over a day', () => jwt({ claims: { exp: seconds() + 86_401 } })],
		['no time', () => jwt({ claims: { iat: undefined } })],
		['a time to come', () => jwt({ claims: { iat: seconds() + 3600, exp: seconds() + 7200 } })],
		['an end that is past', () => jwt({ claims: { iat: seconds() - 7200, exp: seconds() - 1 } })],
		[
			'a changed claim',
			() => jwt().replace(/\.[^.]+\./, `.${part({ iss: 'enablebanking.com' })}.`),
		],
		['a signature that is none', () => jwt().replace(/[^.]+$/, 'AAAA')],
	])('is refused with %s', async (_name, token) => {
		const answer = await get('/application', { authorization: `Bearer ${token()}` });
		expect(errorOf(answer)).toEqual([401, 'UNAUTHORIZED_ACCESS']);
	});

	it('is refused without a JWT, with words of its own', async () => {
		expect((await get('/application', { authorization: '' })).body).toEqual({
			code: 401,
			error: 'AUTHORIZATION_NOT_PROVIDED',
			message: 'Authorization header is not provided',
			detail: null,
		});
	});

	it('may live for exactly a day', async () => {
		const long = jwt({ claims: { exp: seconds() + 86_400 } });
		expect((await get('/application', { authorization: `Bearer ${long}` })).status).toBe(200);
		clock.now += day;
		expect((await get('/application', { authorization: `Bearer ${long}` })).status).toBe(401);
	});
});

describe('the banks', () => {
	const names = async (query = '') =>
		((await get(`/aspsps${query}`)).body['aspsps'] as Json[]).map(
			({ name, country }) => `${String(country)} ${String(name)}`,
		);

	it('come unsorted, many beta, told apart by name and country', async () => {
		const all = await names();
		expect(all.length).toBe(12);
		expect(new Set(all).size).toBe(12);
		expect([...all].sort()).not.toEqual(all);
		expect(all.filter((name) => name.endsWith(' Sandbox Savings Bank'))).toHaveLength(2);
		const { body } = await get('/aspsps');
		const listed = body['aspsps'] as Json[];
		expect(listed.filter(({ beta }) => beta === true).length).toBeGreaterThan(4);
		expect(listed.some((one) => one['maximum_consent_validity'] === 7_776_000)).toBe(true);
		expect(listed.some((one) => Array.isArray(one['required_psu_headers']))).toBe(true);
		const methods = listed.flatMap((one) => one['auth_methods'] as Json[]);
		expect(methods.filter((one) => one['hidden_method'] === true)).toHaveLength(1);
		expect(methods.some((one) => one['approach'] === 'DECOUPLED')).toBe(true);
	});

	it('are filtered by country, kind of customer and service', async () => {
		expect((await names('?country=NO')).every((name) => name.startsWith('NO '))).toBe(true);
		expect(await names('?country=GB')).toEqual([]);
		expect(await names('?country=SE&psu_type=business')).toEqual([
			'SE Sandbox Savings Bank',
			'SE Påhittade Bolagsbanken',
		]);
		expect(await names('?service=PIS')).toEqual([]);
		expect(errorOf(await get('/aspsps?psu_type=robot'))).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
	});
});

describe('POST /auth', () => {
	const auth = (changes: Json, headers = {}) =>
		call('POST', '/auth', { headers, body: authBody(changes) });

	it('gives the address of the login, an id that is no session, and a hash of the person', async () => {
		const { body } = await auth({ psu_id: 'a customer of ours' });
		expect(String(body['url'])).toContain(`${sandbox.url}/enable-banking/`);
		const again = await auth({ psu_id: 'a customer of ours' });
		expect(again.body['psu_id_hash']).toBe(body['psu_id_hash']);
		expect((await auth({})).body['psu_id_hash']).not.toBe((await auth({})).body['psu_id_hash']);
		const session = await get(`/sessions/${String(body['authorization_id'])}`);
		expect(errorOf(session)).toEqual([404, 'SESSION_DOES_NOT_EXIST']);
	});

	it.each<[string, Json]>([
		['access.valid_until', { access: {} }],
		['access.valid_until', { access: { valid_until: '2031-06-01' } }],
		['access.valid_until', { access: { valid_until: '2031-06-01T12:00:00' } }],
		['access.valid_until', { access: { valid_until: '2031-05-17T11:59:59Z' } }],
		['aspsp.name', { aspsp: { country: 'SE' } }],
		['aspsp.country', { aspsp: { name: plainBank.name } }],
		['state', { state: undefined }],
		['redirect_url', { redirect_url: undefined }],
		['psu_type', { psu_type: 'company' }],
		['psu_type', { psu_type: 'business', ...at('Nirgendwo Handelsrepublik', 'DE') }],
		['language', { language: 'swedish' }],
		['auth_method', { auth_method: 'REDIRECT' }],
		['credentials', { credentials: { user: 'me' } }],
	])('names the field that is wrong: %s', async (field, changes) => {
		const answer = await auth(changes);
		expect(errorOf(answer)).toEqual([422, 'WRONG_REQUEST_PARAMETERS']);
		expect(answer.body['message']).toContain(field);
		expect(answer.body['detail']).toMatchObject({ message: answer.body['message'] });
	});

	it('takes a method that is hidden, by its name', async () => {
		const { body } = await get('/aspsps?country=SE&psu_type=personal');
		const methods = (body['aspsps'] as Json[])[0]?.['auth_methods'] as Json[];
		const hidden = methods.find((method) => method['hidden_method'] === true);
		expect((await auth({ auth_method: hidden?.['name'] })).status).toBe(200);
	});

	it('knows no bank by half its name, nor in another country', async () => {
		for (const aspsp of [
			{ name: 'Sandbox Savings', country: 'SE' },
			{ name: 'Sandbox Savings Bank', country: 'DE' },
		]) {
			expect(errorOf(await auth({ aspsp }))).toEqual([422, 'WRONG_ASPSP_PROVIDED']);
		}
	});

	it('sends nobody to an address that is not registered, character for character', async () => {
		const restricted = of(applications.restricted);
		const registered = 'https://example.org/callback';
		for (const [address, status] of [
			[registered, 200],
			[`${registered}/`, 422],
			[`${registered}?x=1`, 422],
			['https://EXAMPLE.org/callback', 422],
			[redirectUrl, 422],
		] as const) {
			const answer = await auth({ redirect_url: address }, restricted);
			expect(answer.status).toBe(status);
			if (status === 422) expect(answer.body['error']).toBe('REDIRECT_URI_NOT_ALLOWED');
		}
		const foreign = await auth({ redirect_url: 'https://elsewhere.example/' });
		expect(errorOf(foreign)).toEqual([422, 'REDIRECT_URI_NOT_ALLOWED']);
	});

	it('refuses a consent longer than the bank gives, by a second', async () => {
		const aspsp = { name: 'Nirgendwo Handelsrepublik', country: 'DE' };
		const until = (ms: number) => ({ access: { valid_until: new Date(ms).toISOString() }, aspsp });
		expect((await auth(until(clock.now + 90 * day))).status).toBe(200);
		expect(await auth(until(clock.now + 90 * day + 1000))).toEqual({
			status: 422,
			body: {
				code: 422,
				error: 'WRONG_REQUEST_PARAMETERS',
				message: 'ASPSP does not support consent validity more than 7776000 seconds in the future',
				detail: null,
			},
		});
	});
});
