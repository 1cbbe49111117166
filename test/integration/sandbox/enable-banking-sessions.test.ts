import {
	usesSandbox,
	day,
	applications,
	plainBank,
	type Session,
	clock,
	sandbox,
	of,
	call,
	get,
	admin,
	settings,
	complaints,
	inDays,
	start,
	approve,
	redeem,
	connect,
	at,
	uidOf,
	errorOf,
} from './enable-banking-tpp';

usesSandbox();

describe('the way back and POST /sessions', () => {
	it('brings code and state, and the code is good once', async () => {
		const back = await approve(await start());
		expect(back.get('state')).toBe('the state');
		const code = back.get('code') ?? '';
		expect((await redeem(code)).status).toBe(200);
		expect(errorOf(await redeem(code))).toEqual([422, 'ALREADY_AUTHORIZED']);
		expect(errorOf(await redeem('code_made-up'))).toEqual([422, 'WRONG_AUTHORIZATION_CODE']);
		expect(errorOf(await call('POST', '/sessions', { body: {} }))).toEqual([
			422,
			'WRONG_REQUEST_PARAMETERS',
		]);
	});

	it('takes no code of another application, and none that is old', async () => {
		const code = (await approve(await start())).get('code') ?? '';
		const other = await redeem(code, of(applications.restricted));
		expect(errorOf(other)).toEqual([422, 'WRONG_AUTHORIZATION_CODE']);
		clock.now += 10 * 60_000;
		expect(errorOf(await redeem(code))).toEqual([422, 'EXPIRED_AUTHORIZATION_CODE']);
	});

	it('says access_denied with a text only where the person cancelled', async () => {
		const url = await start();
		const login = new URL(url).searchParams.get('login') ?? '';
		const post = (page: string, form: Record<string, string>) =>
			fetch(new URL(page, url), {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ login, ...form }),
			});
		await post('login', { person: 'testa' });
		const answer = await post('approval', { decision: 'deny' });
		const back = new URL(answer.headers.get('location') ?? '').searchParams;
		expect(Object.fromEntries(back)).toEqual({
			error: 'access_denied',
			error_description: 'Cancelled by user',
			state: 'the state',
		});
		const failed = await approve(await start(at('Störungsbank', 'DE')));
		expect(Object.fromEntries(failed)).toEqual({ error: 'server_error', state: 'the state' });
	});

	it('tells the accounts: several currencies, a card, names that are missing', async () => {
		const { accounts } = await connect();
		expect(accounts).toHaveLength(6);
		expect(accounts.filter(({ currency }) => currency === 'XXX')).toHaveLength(1);
		const card = accounts.find((account) => account['cash_account_type'] === 'CARD');
		expect(card).toMatchObject({
			account_id: { iban: null, other: { scheme_name: 'CPAN' } },
			all_account_ids: [{ scheme_name: 'CPAN' }, { scheme_name: 'BBAN' }],
			name: null,
		});
		expect(card?.['identification_hashes']).toHaveLength(2);
		expect(accounts[0]).toMatchObject({ name: 'Testa Exempelsson', currency: 'SEK' });
	});

	it('gives a blocked account no uid', async () => {
		const { session_id: id, accounts } = await connect({}, 'tom');
		expect(accounts.map(({ uid }) => typeof uid)).toEqual(['string', 'object']);
		expect((await get(`/sessions/${id}`)).body['accounts']).toEqual([accounts[0]?.uid]);
	});

	it('gives new uids each time and the same hashes always', async () => {
		const [first, second] = [await connect(), await connect()];
		const hashes = ({ accounts }: Session) => accounts.map((one) => one.identification_hash);
		expect(hashes(first)).toEqual(hashes(second));
		expect(new Set(hashes(first)).size).toBe(6);
		const uids = [first, second].flatMap(({ accounts }) => accounts.map(({ uid }) => uid));
		expect(new Set(uids).size).toBe(12);
	});

	it('leaves out accounts that were not linked, and says nothing', async () => {
		const session = await connect(
			{ redirect_url: 'https://example.org/callback' },
			'testa',
			of(applications.restricted),
		);
		expect(session.accounts.map(({ currency }) => currency)).toEqual(['SEK', 'EUR', 'NOK']);
	});

	it('opens the accounts that were asked for', async () => {
		const iban = (await connect()).accounts[1]?.account_id.iban;
		const access = { valid_until: inDays(30), accounts: [{ iban }], transactions: false };
		const session = await connect({ access });
		expect(session.accounts.map(({ account_id: id }) => id.iban)).toEqual([iban]);
		const uid = uidOf(session);
		expect((await get(`/accounts/${uid}/balances`)).status).toBe(200);
		expect(errorOf(await get(`/accounts/${uid}/transactions`))).toEqual([403, 'ACCESS_DENIED']);
	});
});

describe('a session', () => {
	it('is looked up by its id, and has ids only', async () => {
		const { session_id: id, accounts } = await connect();
		const { status, body } = await get(`/sessions/${id}`);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			status: 'AUTHORIZED',
			accounts: accounts.map(({ uid }) => uid),
			aspsp: plainBank,
			psu_type: 'personal',
			access: { valid_until: inDays(30) },
			closed: null,
		});
		expect(JSON.stringify(body)).not.toContain(accounts[0]?.account_id.iban);
		expect((await get('/sessions')).status).toBe(405);
		const foreign = await get(`/sessions/${id}`, of(applications.restricted));
		expect(errorOf(foreign)).toEqual([404, 'SESSION_DOES_NOT_EXIST']);
	});

	it('is closed by its application, once', async () => {
		const session = await connect();
		const path = `/sessions/${session.session_id}`;
		expect((await call('DELETE', path)).body).toEqual({ message: 'OK' });
		expect((await get(path)).body).toMatchObject({
			status: 'CLOSED',
			closed: new Date(clock.now).toISOString(),
		});
		const read = await get(`/accounts/${uidOf(session)}/balances`);
		expect(errorOf(read)).toEqual([401, 'CLOSED_SESSION']);
		expect(errorOf(await call('DELETE', path))).toEqual([401, 'CLOSED_SESSION']);
	});

	it('expires at its moment, not at the end of the day', async () => {
		const session = await connect({ access: { valid_until: inDays(1) } });
		const read = () => get(`/accounts/${uidOf(session)}/balances`);
		clock.now += day - 1000;
		expect((await read()).status).toBe(200);
		clock.now += 1000;
		expect(errorOf(await read())).toEqual([401, 'EXPIRED_SESSION']);
		expect((await get(`/sessions/${session.session_id}`)).body['status']).toBe('EXPIRED');
	});

	it('is revoked by the person at the bank', async () => {
		const session = await connect();
		await admin(`/consents/${session.session_id}/revoke?bank=enable-banking`, {});
		const read = await get(`/accounts/${uidOf(session)}/transactions`);
		expect(errorOf(read)).toEqual([401, 'REVOKED_SESSION']);
		expect((await get(`/sessions/${session.session_id}`)).body['status']).toBe('REVOKED');
	});

	it("ends with the next login at the same bank, and with nobody else's", async () => {
		const [first, elsewhere, prova] = [
			await connect(),
			await connect(at('Luftslottsbanken', 'NO')),
			await connect({}, 'prova'),
		];
		const status = async ({ session_id: id }: Session) =>
			(await get(`/sessions/${id}`)).body['status'];
		// Whoever only opens the login keeps the old session.
		await start();
		expect(await status(first)).toBe('AUTHORIZED');
		const second = await connect();
		expect(await Promise.all([first, second, elsewhere, prova].map(status))).toEqual([
			'EXPIRED',
			'AUTHORIZED',
			'AUTHORIZED',
			'AUTHORIZED',
		]);
		await settings({ formerConsents: 'keep' });
		await connect();
		expect(await status(second)).toBe('AUTHORIZED');
	});
});

describe('faults and the log', () => {
	it('speaks in its own words when something breaks', async () => {
		const uid = uidOf(await connect());
		for (const [fault, expected] of [
			[{ kind: 'status', params: { status: 502 } }, [502, 'ASPSP_ERROR']],
			[{ kind: 'status', params: { status: 408, code: 'ASPSP_TIMEOUT' } }, [408, 'ASPSP_TIMEOUT']],
			[
				{ kind: 'status', params: { status: 403, code: 'ASPSP_PSU_ACTION_REQUIRED' } },
				[403, 'ASPSP_PSU_ACTION_REQUIRED'],
			],
			[{ kind: 'access-exceeded' }, [429, 'ASPSP_RATE_LIMIT_EXCEEDED']],
		] as const) {
			await admin('/faults?bank=enable-banking', { match: { endpoint: 'balances' }, ...fault });
			const answer = await get(`/accounts/${uid}/balances`);
			if (answer.status === 502) complaints.length = 0;
			expect(errorOf(answer)).toEqual(expected);
			expect(answer.body['code']).toBe(expected[0]);
			if (answer.status === 403) {
				expect(answer.body['detail']).toMatchObject({ error_name: 'PsuActionRequiredException' });
			}
		}
		expect(errorOf(await get('/nowhere'))).toEqual([404, undefined]);
		complaints.length = 0;
	});

	it('writes down no token, code or account', async () => {
		const back = await approve(await start());
		const code = back.get('code') ?? '';
		const session = (await redeem(code)).body as unknown as Session;
		await get(`/accounts/${uidOf(session)}/balances`);
		const log = JSON.stringify(await admin('/log?bank=enable-banking'));
		for (const secret of [code, session.session_id, uidOf(session), sandbox.clientKey]) {
			expect(log).not.toContain(secret);
		}
	});
});
